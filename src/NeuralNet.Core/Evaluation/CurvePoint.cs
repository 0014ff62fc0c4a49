namespace NeuralNet.Core.Evaluation;

/// <summary>A threshold, and the weights of the rows of class 1 and of class 0 with scores above it.</summary>
internal readonly record struct CurvePoint(double Threshold, double Positives, double Negatives);
