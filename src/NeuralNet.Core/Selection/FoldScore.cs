using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>Mean and standard deviation of a number over the folds of a cross-validation.</summary>
public readonly struct FoldScore
{
    internal FoldScore(double mean, double standardDeviation, int foldCount)
    {
        Mean = mean;
        StandardDeviation = standardDeviation;
        FoldCount = foldCount;
    }

    /// <summary>The mean over the folds, each with the same weight.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation over the folds, [0, inf), with the divisor folds - 1.</summary>
    public double StandardDeviation { get; }

    /// <summary>The number of folds, [2, inf).</summary>
    public int FoldCount { get; }

    /// <summary>
    /// StandardDeviation / sqrt(FoldCount), [0, inf): the error of the mean by chance. It is rather too small, because the trainings share
    /// rows (Y. Bengio and Y. Grandvalet, 2004).
    /// </summary>
    public double StandardError => StandardDeviation / Math.Sqrt(FoldCount);

    /// <summary>Returns mean and standard deviation, such as <c>0.9533, sd 0.0274 over 5 folds</c>.</summary>
    public override string ToString() => Invariant($"{Mean:G4}, sd {StandardDeviation:G4} over {FoldCount} folds");

    /// <summary>Computes mean and standard deviation of two or more numbers.</summary>
    internal static FoldScore Compute(ReadOnlySpan<double> scores)
    {
        // Averages differences from the first score, so equal scores have exactly no deviation.
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
