using System.Runtime.InteropServices;
using NeuralNet.Data.Columns;
using static System.FormattableString;

namespace NeuralNet.Data.Numbers;

/// <summary>Learns a number from the records of Fit.</summary>
internal sealed class NumberLearner(NumberRule rule)
{
    private readonly List<double>? _all = rule.NeedsAll ? [] : null;
    private readonly ExactSum? _sum = rule.Missing.Rule == MissingRule.Mean ? new() : null;
    private long _count;
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;

    /// <summary>The sum has this share of the numbers, so that it never overflows. A power of two changes no digit.</summary>
    private const double Share = 1.0 / (1L << 62) / 4;

    public void Add(double value)
    {
        _count++;
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);
        _all?.Add(value);
        _sum?.Add(value * Share);
    }

    /// <summary>Returns what is wrong with the numbers together, and the cure; null if nothing is.</summary>
    public Problem? Finish(out FittedNumber? number)
    {
        number = null;
        if (_count == 0)
        {
            if (!rule.MayLearnNothing)
            {
                return Problem.Of(
                    "all records have no value, so nothing can be learned.",
                    "Leave the column out, or pass missing: Missing.Constant(...) without quantiles.");
            }

            number = rule.Fitted(null, null, 0, double.NegativeInfinity, double.PositiveInfinity);
            return null;
        }

        // Numbers are sorted once; equal ones are equal in every bit, since -0 is 0.
        _all?.Sort();
        ReadOnlySpan<double> sorted = CollectionsMarshal.AsSpan(_all);
        double low = double.NegativeInfinity;
        double high = double.PositiveInfinity;
        if (rule.Transform.Clipping == Clipping.Quantiles)
        {
            low = Quantile.Interpolated(sorted, rule.Transform.Low);
            high = Quantile.Interpolated(sorted, rule.Transform.High);
            if (rule.Transform.IsLog && low <= -1)
            {
                return Problem.Of(
                    Invariant($"the lower quantile is {low}, and ln(1 + x) needs numbers above -1."),
                    "Use a higher quantile, or NumberTransform.Clip(...).ThenLog().");
            }
        }

        double replacement = rule.Missing.Rule switch
        {
            MissingRule.Mean => Math.Clamp(_sum!.Round() / _count / Share, _minimum, _maximum),
            MissingRule.Median => Quantile.Interpolated(sorted, 0.5),
            _ => 0,
        };
        number = rule.Fitted(_minimum, _maximum, replacement, low, high);
        return null;
    }
}
