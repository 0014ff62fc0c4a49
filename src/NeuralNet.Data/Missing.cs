using NeuralNet.Data.Numbers;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>
/// What stands for a number that a record does not have (null). The default is <see cref="Refuse"/>: a number that nobody measured is
/// a decision, which scikit-learn's <c>SimpleImputer</c> also leaves to an explicit step.
/// </summary>
public readonly record struct Missing
{
    private Missing(MissingRule rule, double value = 0)
    {
        Rule = rule;
        Value = value;
    }

    /// <summary>A missing number is an error, which names row and column. The default.</summary>
    public static Missing Refuse => default;

    /// <summary>
    /// The mean of the numbers in the records of Fit. Their sum is exact and rounded once, so their order changes no bit.
    /// </summary>
    public static Missing Mean => new(MissingRule.Mean);

    /// <summary>
    /// The median of the numbers in the records of Fit, of an even number the mean of the middle two. Outliers do not move it. Fit keeps
    /// the numbers of the column, 8 bytes each.
    /// </summary>
    public static Missing Median => new(MissingRule.Median);

    internal MissingRule Rule { get; }

    internal double Value { get; }

    /// <summary>Whether the number is learned from the records.</summary>
    internal bool IsLearned => Rule is MissingRule.Mean or MissingRule.Median;

    /// <summary>A given number.</summary>
    /// <param name="value">The number, finite, in the unit of the column before its transform.</param>
    /// <exception cref="ArgumentOutOfRangeException">NaN or infinite.</exception>
    public static Missing Constant(double value) => double.IsFinite(value)
        // Turns -0 into 0, whose text is another.
        ? new(MissingRule.Constant, value + 0.0)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The number for a missing one must be finite.");

    /// <summary>The rule, such as <c>median</c> or <c>constant(0.5)</c>.</summary>
    public override string ToString() => Rule switch
    {
        MissingRule.Mean => "mean",
        MissingRule.Median => "median",
        MissingRule.Constant => Invariant($"constant({Value:R})"),
        _ => "refuse",
    };
}
