using static System.FormattableString;

namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>When the outcomes of two contestants are of the same quality, so that their times may be compared.</summary>
/// <param name="Text">What is asked, in a sentence.</param>
/// <param name="Holds">Whether the quality of ours (first) and of the peer (second) agree.</param>
internal sealed record Agreement(string Text, Func<double, double, bool> Holds)
{
    /// <summary>The same algorithm on the same data: the same loss in the end, up to rounding.</summary>
    public static Agreement SameLoss(double tolerance) => new(
        Invariant($"final losses differ by at most {tolerance} of their size"),
        (ours, peer) => Math.Abs(ours - peer) <= tolerance * Math.Abs(ours));

    /// <summary>Learners of different kinds: the peer's loss may be worse, which favors it, but not better by more than this.</summary>
    public static Agreement NotBetterThanOurs(double margin) => new(
        Invariant($"the peer's log loss (at the best scale of its scores) is not lower than ours by more than {margin}"),
        (ours, peer) => peer >= ours - margin);

    /// <summary>
    /// Both as near the optimum; the quality is the distance from a reference, relative, and below 0 where a contestant found
    /// something better, which then is the optimum to be measured from.
    /// </summary>
    public static Agreement WithinOfOptimum(double tolerance) => new(
        Invariant($"objectives within {tolerance} of the best known, relative"),
        (ours, peer) =>
        {
            double best = Math.Min(0, Math.Min(ours, peer));
            return ours - best <= tolerance && peer - best <= tolerance;
        });

    /// <summary>The same predictions; the quality is the largest distance from those computed in double.</summary>
    public static Agreement SamePredictions(double tolerance) => new(
        Invariant($"predictions within {tolerance} of those computed in double"),
        (ours, peer) => ours <= tolerance && peer <= tolerance);
}
