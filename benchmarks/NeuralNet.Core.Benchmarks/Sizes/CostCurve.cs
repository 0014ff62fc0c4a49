namespace NeuralNet.Core.Benchmarks;

/// <summary>One work at many sizes.</summary>
/// <param name="Name">What is done, as the legend of a plot says it.</param>
/// <param name="WorkOf">The work at a size, and how many units (rows, epochs) one call does.</param>
internal sealed record CostCurve(string Name, Func<int, (Action Call, int Units)> WorkOf);
