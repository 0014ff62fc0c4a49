using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>The targets a loss accepts, and whether it separates classes.</summary>
/// <remarks>
/// With one output, label 0 is trained towards the low end of <see cref="Interval"/>, label 1 towards the high end, and a logit above 0
/// means class 1. With several outputs, the output of the label is trained towards the high end, the others towards the low end, and the
/// largest logit is the predicted class.
/// </remarks>
public readonly record struct TargetDomain
{
    private TargetDomain(Interval interval, bool isClassification, bool isTwoValued)
    {
        Interval = interval;
        IsClassification = isClassification;
        IsTwoValued = isTwoValued;
    }

    /// <summary>The targets 0 and 1 of classes, and no other numbers: for margin losses, such as the hinge.</summary>
    public static TargetDomain Labels { get; } = new(Interval.Probability, isClassification: true, isTwoValued: true);

    /// <summary>The smallest interval that contains every target.</summary>
    public Interval Interval { get; }

    /// <summary>Whether the loss separates classes: a network with it accepts labels and predicts classes.</summary>
    public bool IsClassification { get; }

    /// <summary>Whether the two ends of the interval are the only targets.</summary>
    public bool IsTwoValued { get; }

    /// <summary>Creates regression targets: any number of the interval.</summary>
    /// <param name="interval">The interval, such as <see cref="Interval.Real"/>, or [0, inf) for counts.</param>
    public static TargetDomain Numbers(Interval interval) => new(interval, isClassification: false, isTwoValued: false);

    /// <summary>
    /// Creates classification targets that may lie between the classes: any number from the low end (class 0) to the high end (class 1).
    /// </summary>
    /// <param name="interval">The interval, bounded on both sides, such as [0, 1] for probabilities.</param>
    /// <exception cref="ArgumentException">An end of the interval is infinite.</exception>
    public static TargetDomain Classes(Interval interval)
    {
        if (!interval.IsBounded)
        {
            throw new ArgumentException(
                $"interval is {interval}; the ends stand for the classes and must be finite. Use an interval such as [0, 1], or TargetDomain.Numbers.", nameof(interval));
        }

        return new(interval, isClassification: true, isTwoValued: false);
    }

    /// <summary>Checks whether a number is an accepted target. Always false for NaN.</summary>
    public bool Contains(double value) =>
        IsTwoValued ? value == Interval.Low || value == Interval.High : Interval.Contains(value);

    /// <summary>Returns the targets in words or in mathematical notation, such as <c>0 or 1</c> or <c>[0, 1]</c>.</summary>
    public override string ToString() =>
        IsTwoValued ? Invariant($"{Interval.Low} or {Interval.High}") : Interval.ToString();
}
