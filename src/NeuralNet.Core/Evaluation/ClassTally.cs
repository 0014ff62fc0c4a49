namespace NeuralNet.Core.Evaluation;

/// <summary>The weights of the rows of a class, of the rows predicted as it, and of those that are both.</summary>
internal readonly record struct ClassTally(double Actual, double Predicted, double Correct);
