using System.Numerics;

namespace NeuralNet.Core;

/// <summary>One description with a penalty of several strengths, and how well each does on rows it was not trained on.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TMetrics"><see cref="ClassificationMetrics"/> or <see cref="RegressionMetrics"/>.</typeparam>
public sealed class PenaltyPath<T, TMetrics>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TMetrics : class
{
    /// <summary>Means that differ by less than this share of them are equal: by as much sums of thousands of folds may be rounded.</summary>
    private const double EqualMeans = 1e-9;

    internal PenaltyPath(PenaltyPathPoint<T, TMetrics>[] points) => Points = points.AsReadOnly();

    /// <summary>What came of each strength, in the order in which the strengths were given.</summary>
    public IReadOnlyList<PenaltyPathPoint<T, TMetrics>> Points { get; }

    /// <summary>The strength with the highest mean score over the folds; of equals, to a share of 1e-9, the strongest.</summary>
    /// <param name="score">
    /// The larger, the better, such as <c>metrics => metrics.Accuracy</c>; where less is better, its negative, such as
    /// <c>metrics => -metrics.RootMeanSquaredError</c>.
    /// </param>
    /// <exception cref="ArgumentNullException">The score is null.</exception>
    /// <exception cref="ArgumentException">The score of a fold is NaN or infinite.</exception>
    public PenaltyPathPoint<T, TMetrics> Best(Func<TMetrics, double> score)
    {
        FoldScore[] scores = Scores(score);
        return Points[IndexOfBest(scores)];
    }

    /// <summary>
    /// The strongest penalty whose mean score is at most one standard error of the best below it: the simplest network that
    /// is not clearly worse (L. Breiman and others, Classification and regression trees, 1984, section 3.4.3).
    /// </summary>
    /// <param name="score">The larger, the better; see <see cref="Best"/>.</param>
    /// <exception cref="ArgumentNullException">The score is null.</exception>
    /// <exception cref="ArgumentException">The score of a fold is NaN or infinite.</exception>
    public PenaltyPathPoint<T, TMetrics> StrongestWithinOneError(Func<TMetrics, double> score)
    {
        FoldScore[] scores = Scores(score);
        int chosen = IndexOfBest(scores);
        double least = scores[chosen].Mean - scores[chosen].StandardError;
        for (int index = 0; index < scores.Length; index++)
        {
            if (IsAtLeast(scores[index].Mean, least) && Points[index].Strength > Points[chosen].Strength)
            {
                chosen = index;
            }
        }

        return Points[chosen];
    }

    /// <summary>The points, line by line, and a line about those that needed more epochs to reach their optimum.</summary>
    public override string ToString()
    {
        string text = string.Join('\n', Points);
        Penalty[] unfinished = [.. Points.Where(point => point.StopReason == StopReason.MaxEpochs).Select(point => point.Penalty)];
        return unfinished.Length == 0
            ? text
            : $"{text}\nNot at the optimum, since all epochs were run: {string.Join(", ", unfinished)}. Raise TrainingOptions.Epochs.";
    }

    /// <summary>Whether a mean is as large as another, up to what the rounding of sums may take from it.</summary>
    private static bool IsAtLeast(double mean, double other) =>
        mean >= other - (EqualMeans * Math.Max(Math.Abs(mean), Math.Abs(other)));

    private FoldScore[] Scores(Func<TMetrics, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return [.. Points.Select(point => point.CrossValidation.Score(score))];
    }

    private int IndexOfBest(FoldScore[] scores)
    {
        double best = scores.Max(score => score.Mean);
        int chosen = Array.FindIndex(scores, score => IsAtLeast(score.Mean, best));
        for (int index = chosen + 1; index < scores.Length; index++)
        {
            if (IsAtLeast(scores[index].Mean, best) && Points[index].Strength > Points[chosen].Strength)
            {
                chosen = index;
            }
        }

        return chosen;
    }
}
