using System.Numerics;

namespace NeuralNet.Core;

/// <summary>The results of one description with several strengths of a penalty, cross-validated.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TMetrics"><see cref="ClassificationMetrics"/> or <see cref="RegressionMetrics"/>.</typeparam>
public sealed class PenaltyPath<T, TMetrics>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TMetrics : class
{
    /// <summary>
    /// The relative difference below which means count as equal, larger than the rounding of sums over thousands of folds.
    /// </summary>
    private const double EqualMeans = 1e-9;

    private readonly string? _end;

    /// <param name="points">The points.</param>
    /// <param name="end">Why weaker penalties were not trained, as a sentence; null if all were.</param>
    internal PenaltyPath(PenaltyPathPoint<T, TMetrics>[] points, string? end)
    {
        Points = points.AsReadOnly();
        _end = end;
    }

    /// <summary>The result of each strength, in the order in which the strengths were passed.</summary>
    public IReadOnlyList<PenaltyPathPoint<T, TMetrics>> Points { get; }

    /// <summary>
    /// Returns the strength with the highest mean score over the folds; among equals, to a share of 1e-9, the strongest.
    /// </summary>
    /// <param name="score">
    /// The score of a fold, larger for better, such as <c>metrics => metrics.Accuracy</c>. For errors use the negative, such as
    /// <c>metrics => -metrics.RootMeanSquaredError</c>. Default null: the negative of <see cref="FoldResult{TMetrics}.Loss"/>, so that a
    /// network is chosen by the loss that it was trained with.
    /// </param>
    /// <exception cref="ArgumentException">The score of a fold is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The path was trained with <see cref="Folds.None"/>.</exception>
    public PenaltyPathPoint<T, TMetrics> Best(Func<TMetrics, double>? score = null)
    {
        FoldScore[] scores = Scores(score);
        return Points[IndexOfBest(scores)];
    }

    /// <summary>
    /// Returns the strongest penalty whose mean score is at most one standard error below the best: the simplest network that is not
    /// clearly worse (L. Breiman and others, Classification and regression trees, 1984, section 3.4.3).
    /// </summary>
    /// <param name="score">The score of a fold, larger for better; see <see cref="Best"/>.</param>
    /// <exception cref="ArgumentException">The score of a fold is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The path was trained with <see cref="Folds.None"/>.</exception>
    public PenaltyPathPoint<T, TMetrics> StrongestWithinOneError(Func<TMetrics, double>? score = null)
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

    /// <summary>
    /// Returns the points, one per line, a line about an end before the weakest penalty, and one about points that needed more epochs to reach
    /// their optimum.
    /// </summary>
    public override string ToString()
    {
        string text = $"{string.Join('\n', Points)}{(_end is null ? string.Empty : $"\n{_end}")}";
        string[] unfinished = [.. Points.Where(point => point.StopReason == StopReason.MaxEpochs).Select(point => point.Penalty.ToShortString())];
        return unfinished.Length == 0
            ? text
            : $"{text}\nNot at the optimum, because all epochs were run: {string.Join(", ", unfinished)}. Raise TrainingOptions.Epochs.";
    }

    /// <summary>Checks whether a mean is at least another, apart from the rounding of sums.</summary>
    private static bool IsAtLeast(double mean, double other) =>
        mean >= other - (EqualMeans * Math.Max(Math.Abs(mean), Math.Abs(other)));

    private FoldScore[] Scores(Func<TMetrics, double>? score) =>
        [.. Points.Select(point => score is null ? point.CrossValidation.OwnScore : point.CrossValidation.Score(score))];

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
