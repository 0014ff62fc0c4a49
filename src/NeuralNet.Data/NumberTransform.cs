using NeuralNet.Data.Numbers;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>
/// How a number becomes an input: clipped first, then its logarithm. The default, <see cref="None"/>, changes nothing, as in
/// scikit-learn. Scaling is no transform: the network standardizes its inputs itself (<c>WithStandardization</c>).
/// </summary>
public readonly record struct NumberTransform
{
    private NumberTransform(Clipping clipping, double low, double high, bool isLog)
    {
        Clipping = clipping;
        Low = low;
        High = high;
        IsLog = isLog;
    }

    /// <summary>The number itself. The default.</summary>
    public static NumberTransform None => default;

    /// <summary>
    /// ln(1 + x), for amounts and counts with a long tail: 0 stays 0. A number must be above -1. The same bits on every machine.
    /// </summary>
    public static NumberTransform Log => default(NumberTransform).ThenLog();

    internal Clipping Clipping { get; }

    internal double Low { get; }

    internal double High { get; }

    internal bool IsLog { get; }

    /// <summary>Numbers below the first bound become that bound, numbers above the second that one.</summary>
    /// <param name="low">The lower bound, finite.</param>
    /// <param name="high">The upper bound, finite, above the lower.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is NaN or infinite, or the upper is not above the lower.</exception>
    public static NumberTransform Clip(double low, double high)
    {
        if (!double.IsFinite(low))
        {
            throw new ArgumentOutOfRangeException(nameof(low), low, "The lower bound must be finite.");
        }

        if (!(double.IsFinite(high) && high > low))
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, Invariant($"The upper bound must be finite and above the lower, {low}."));
        }

        return new(Clipping.Given, low + 0.0, high + 0.0, isLog: false);
    }

    /// <summary>
    /// Clips to two quantiles of the numbers in the records of Fit, so that outliers do not set the scale. Between two numbers a quantile
    /// is interpolated, as NumPy does by default. Fit keeps the numbers of the column, 8 bytes each.
    /// </summary>
    /// <param name="low">The lower quantile, [0, 1). Default 0.01.</param>
    /// <param name="high">The upper quantile, (lower, 1]. Default 0.99.</param>
    /// <exception cref="ArgumentOutOfRangeException">A quantile is out of range.</exception>
    public static NumberTransform ClipToQuantiles(double low = 0.01, double high = 0.99)
    {
        if (low is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(low), low, "The lower quantile must be in [0, 1).");
        }

        if (!(high > low && high <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, Invariant($"The upper quantile must be in ({low}, 1]."));
        }

        return new(Clipping.Quantiles, low + 0.0, high, isLog: false);
    }

    /// <summary>The same, followed by <see cref="Log"/>.</summary>
    /// <exception cref="InvalidOperationException">The lower bound is not above -1.</exception>
    public NumberTransform ThenLog() => Clipping == Clipping.Given && Low <= -1
        ? throw new InvalidOperationException(Invariant($"ln(1 + x) needs numbers above -1, and the lower bound is {Low}. Clip to a higher one."))
        : new(Clipping, Low, High, isLog: true);

    /// <summary>The transform, such as <c>log</c> or <c>clip(0, 100), log</c>.</summary>
    public override string ToString()
    {
        string clip = Clipping switch
        {
            Clipping.Given => Invariant($"clip({Low:R}, {High:R})"),
            Clipping.Quantiles => Invariant($"clip to quantiles({Low:R}, {High:R})"),
            _ => string.Empty,
        };
        return !IsLog ? clip.Length == 0 ? "none" : clip : clip.Length == 0 ? "log" : $"{clip}, log";
    }
}
