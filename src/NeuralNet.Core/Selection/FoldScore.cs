using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A number that each fold of a cross-validation gave, in short.</summary>
/// <param name="Mean">The mean over the folds, each counting once.</param>
/// <param name="StandardDeviation">The standard deviation of the folds, [0, inf), with the divisor folds - 1.</param>
/// <param name="FoldCount">The number of folds, [2, inf).</param>
public readonly record struct FoldScore(double Mean, double StandardDeviation, int FoldCount)
{
    /// <summary>
    /// StandardDeviation / sqrt(Folds), [0, inf): how far the mean may be off by chance. Trainings share rows, so that it is
    /// rather too small (Y. Bengio and Y. Grandvalet, 2004).
    /// </summary>
    public double StandardError => StandardDeviation / Math.Sqrt(FoldCount);

    /// <summary>Mean and standard deviation, such as <c>0.9533, sd 0.0274 over 5 folds</c>.</summary>
    public override string ToString() => Invariant($"{Mean:G4}, sd {StandardDeviation:G4} over {FoldCount} folds");

    /// <summary>Mean and standard deviation of two or more numbers, in their order.</summary>
    internal static FoldScore Compute(ReadOnlySpan<double> scores)
    {
        // Averaged from the first score on: equal scores then have exactly no deviation.
        double mean = scores[0], squares = 0;
        foreach (double score in scores)
        {
            mean += (score - scores[0]) / scores.Length;
        }

        foreach (double score in scores)
        {
            squares += (score - mean) * (score - mean);
        }

        return new(mean, Math.Sqrt(squares / (scores.Length - 1)), scores.Length);
    }
}
