namespace NeuralNet.Core.Training;

/// <summary>How far a training is from its optimum.</summary>
/// <param name="Gradient">The gradient, as a number without a unit.</param>
/// <param name="Tolerance">The gradient at or below which the optimum is reached.</param>
/// <param name="Gain">By how much the next step lowers the objective if the curvature is as expected; NaN if that is not known.</param>
internal readonly record struct Optimality(double Gradient, double Tolerance, double Gain);
