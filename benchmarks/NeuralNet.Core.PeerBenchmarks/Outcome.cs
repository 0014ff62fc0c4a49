namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>What one round of a contestant came to.</summary>
/// <param name="Seconds">The median time of one unit of work: an iteration, an epoch, a row, a call.</param>
/// <param name="Quality">
/// What the <see cref="Agreement"/> of the contest judges: a loss, an objective, a distance from the right predictions. NaN
/// where there is nothing to judge.
/// </param>
internal readonly record struct Outcome(double Seconds, double Quality);
