namespace NeuralNet.Core.Evaluation;

/// <summary>The metric that a network was trained for, beside those of all numbers.</summary>
/// <param name="Quantile">The share of the pinball loss, (0, 1); null for another loss, and if it is not known.</param>
/// <param name="IsDeviance">Whether it is the deviance of counts and rates.</param>
internal readonly record struct OwnMetric(double? Quantile, bool IsDeviance);
