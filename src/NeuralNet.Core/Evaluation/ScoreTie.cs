namespace NeuralNet.Core.Evaluation;

/// <summary>The rows with one score: their number, and the weights of those of class 1 and of class 0.</summary>
internal readonly record struct ScoreTie(double Score, int Rows, double Positives, double Negatives);
