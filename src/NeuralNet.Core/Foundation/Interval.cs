using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A closed interval of real numbers; an infinite end means no bound.</summary>
public readonly record struct Interval
{
    /// <summary>Creates an interval.</summary>
    /// <param name="low">The smallest number of the interval, or negative infinity.</param>
    /// <param name="high">The largest number of the interval, above low, or infinity.</param>
    /// <exception cref="ArgumentOutOfRangeException">high is not above low, or one of them is NaN.</exception>
    public Interval(double low, double high)
    {
        if (!(low < high))
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, Invariant($"high is {high}; it must be above low, {low}."));
        }

        Low = low;
        High = high;
    }

    /// <summary>The smallest number of the interval, or negative infinity.</summary>
    public double Low { get; }

    /// <summary>The largest number of the interval, or infinity.</summary>
    public double High { get; }

    /// <summary>All real numbers.</summary>
    public static Interval Real => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The interval [0, 1] of probabilities.</summary>
    public static Interval Probability => new(0, 1);

    /// <summary>Whether both ends are finite.</summary>
    public bool IsBounded => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>Checks whether a number lies in the interval, ends included. Always false for NaN.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>Returns the interval in mathematical notation, such as <c>[0, 1]</c> or <c>(-inf, inf)</c>.</summary>
    public override string ToString() => Invariant(
        $"{(double.IsFinite(Low) ? Invariant($"[{Low}") : "(-inf")}, {(double.IsFinite(High) ? Invariant($"{High}]") : "inf)")}");
}
