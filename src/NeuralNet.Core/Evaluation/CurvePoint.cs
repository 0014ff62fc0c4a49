namespace NeuralNet.Core.Evaluation;

/// <summary>A threshold of scores, and the weights of the rows of class 1 and class 0 above it.</summary>
internal readonly record struct CurvePoint(double Threshold, double Positives, double Negatives);
