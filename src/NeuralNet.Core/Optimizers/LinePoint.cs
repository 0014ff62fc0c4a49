namespace NeuralNet.Core.Optimizers;

/// <summary>A point on a line of search: how far along the direction, and the objective and its derivative there.</summary>
internal readonly record struct LinePoint(double Step, double Value, double Slope);
