namespace NeuralNet.Core.Selection;

/// <summary>The rows that folds are asked for.</summary>
/// <param name="Parameter">The name of the caller's parameter for the folds, for messages.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Labels">The class of each row; empty if the rows have no labels.</param>
/// <param name="Seed">The seed of the network.</param>
internal readonly record struct FoldRequest(string Parameter, int Rows, int[] Labels, long Seed);
