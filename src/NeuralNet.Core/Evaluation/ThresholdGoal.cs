using NeuralNet.Core.Evaluation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>The goal for which the threshold of a binary classifier is chosen. Immutable and safe to share.</summary>
public sealed class ThresholdGoal
{
    private readonly Comparison<ThresholdCounts> _worth;
    private readonly Func<PrecisionRecallF1, double>? _required;
    private readonly double _atLeast;

    private ThresholdGoal(
        string name,
        Comparison<ThresholdCounts> worth,
        Func<PrecisionRecallF1, double>? required = null,
        double atLeast = 0)
    {
        Name = name;
        _worth = worth;
        _required = required;
        _atLeast = atLeast;
    }

    /// <summary>The largest F1 of class 1; among equals, the highest threshold.</summary>
    public static ThresholdGoal BestF1 { get; } = new("the best F1", ThresholdCounts.ByF1);

    /// <summary>
    /// The largest mean of the recalls of class 1 and class 0, which is also the largest Youden's index (1950), the sum of the two minus
    /// 1; among equals, the highest threshold.
    /// </summary>
    public static ThresholdGoal BalancedAccuracy { get; } =
        new("the best balanced accuracy", ThresholdCounts.ByBalancedAccuracy);

    /// <summary>A description of the goal, such as <c>a precision of 0.9 or more</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Minimizes the cost of wrong decisions on the rows; among equals, the highest threshold. With calibrated probabilities and many
    /// rows the threshold approaches falsePositive / (falsePositive + falseNegative), the optimum if the probabilities are correct (C.
    /// Elkan, The foundations of cost-sensitive learning, 2001).
    /// </summary>
    /// <param name="falsePositive">The cost of predicting class 1 for a row of class 0, (0, 1e100], in any unit.</param>
    /// <param name="falseNegative">The cost of predicting class 0 for a row of class 1, (0, 1e100], in the same unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is NaN or not in (0, 1e100].</exception>
    public static ThresholdGoal Costs(double falsePositive, double falseNegative)
    {
        CheckCost(nameof(falsePositive), falsePositive);
        CheckCost(nameof(falseNegative), falseNegative);
        return new(
            Invariant($"the least cost at {falsePositive} for a false positive and {falseNegative} for a false negative"),
            (left, right) => ThresholdCounts.ByCost(left, right, falsePositive, falseNegative));
    }

    /// <summary>
    /// Maximizes the recall of class 1 among the thresholds with at least this precision; among equals, the largest precision.
    /// </summary>
    /// <param name="atLeast">The minimum precision of class 1, (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">atLeast is NaN or not in (0, 1].</exception>
    public static ThresholdGoal Precision(double atLeast) => new(
        Named("precision", atLeast),
        (left, right) => FirstThat(ThresholdCounts.ByRecall(left, right), ThresholdCounts.ByPrecision(left, right)),
        scores => scores.Precision,
        atLeast);

    /// <summary>
    /// Maximizes the precision of class 1 among the thresholds with at least this recall; among equals, the largest recall.
    /// </summary>
    /// <param name="atLeast">The minimum recall of class 1, (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">atLeast is NaN or not in (0, 1].</exception>
    public static ThresholdGoal Recall(double atLeast) => new(
        Named("recall", atLeast),
        (left, right) => FirstThat(ThresholdCounts.ByPrecision(left, right), ThresholdCounts.ByRecall(left, right)),
        scores => scores.Recall,
        atLeast);

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    internal bool IsReached(ThresholdCounts counts) => _required is null || _required(counts.Scores) >= _atLeast;

    /// <summary>Checks whether counts serves the goal better than other; both have reached it.</summary>
    internal bool IsBetter(ThresholdCounts counts, ThresholdCounts other) => _worth(counts, other) > 0;

    /// <summary>Checks whether counts is nearer to a goal that neither has reached.</summary>
    internal bool IsNearer(ThresholdCounts counts, ThresholdCounts other) =>
        _required is not null && _required(counts.Scores) > _required(other.Scores);

    private static int FirstThat(int decides, int otherwise) => decides != 0 ? decides : otherwise;

    private static void CheckCost(string parameter, double cost)
    {
        if (!(cost is > 0 and <= 1e100))
        {
            throw new ArgumentOutOfRangeException(
                parameter, cost, Invariant($"{parameter} is {cost}; a cost must lie in (0, 1e100]. Only the ratio of the two matters."));
        }
    }

    private static string Named(string measure, double atLeast)
    {
        if (!(atLeast is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(atLeast), atLeast, Invariant($"atLeast is {atLeast}; a minimum {measure} must lie in (0, 1]."));
        }

        return Invariant($"a {measure} of {atLeast} or more");
    }
}
