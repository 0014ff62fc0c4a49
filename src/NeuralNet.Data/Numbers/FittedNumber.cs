namespace NeuralNet.Data.Numbers;

/// <summary>What Fit learned of a number.</summary>
/// <param name="Minimum">The smallest number of the records; null if all were missing.</param>
/// <param name="Maximum">The largest number of the records; null if all were missing.</param>
/// <param name="Replacement">What stands for a missing number, before the transform; 0 if missing numbers are refused.</param>
/// <param name="Low">The lower bound; -inf without clipping.</param>
/// <param name="High">The upper bound; inf without clipping.</param>
internal sealed record FittedNumber(double? Minimum, double? Maximum, double Replacement, double Low, double High);
