namespace NeuralNet.Core.Optimizers;

/// <summary>A point of a line search: the step along the direction, and the objective and its derivative there.</summary>
internal readonly record struct LinePoint(double Step, double Value, double Slope);
