using System.Globalization;

namespace NeuralNet.Core.Tests.House;

/// <summary>An interval as mathematics writes it, whose ends may be names of other parameters.</summary>
internal sealed record IntervalText(bool HasLow, string Low, string High, bool HasHigh)
{
    public static IntervalText Read(string text)
    {
        string[] ends = text[1..^1].Split(", ");
        ends.Should().HaveCount(2, $"'{text}' is an interval");
        return new(text[0] == '[', ends[0], ends[1], text[^1] == ']');
    }

    /// <summary>Numbers just inside the ends, and just outside; none where a number of the type can't be there.</summary>
    public (object[] Inside, object[] Outside) Around(Type type, Func<string, double> valueOf)
    {
        double low = End(Low, valueOf), high = End(High, valueOf);
        if (type == typeof(double))
        {
            return (
                [HasLow ? low : double.BitIncrement(low), HasHigh ? high : double.BitDecrement(high)],
                [HasLow ? double.BitDecrement(low) : low, HasHigh ? double.BitIncrement(high) : high, double.NaN]);
        }

        double first = double.IsInfinity(low) ? double.NegativeInfinity : HasLow ? low : low + 1;
        double last = double.IsInfinity(high) ? double.PositiveInfinity : HasHigh ? high : high - 1;
        (double least, double most) = type == typeof(int) ? (int.MinValue, int.MaxValue)
            : type == typeof(uint) ? (uint.MinValue, uint.MaxValue)
            : type == typeof(long) ? ((double)long.MinValue, 9e18)
            : throw new NotSupportedException($"{type} is none of the numbers that parameters have.");
        return (
            [.. new[] { Math.Max(first, least), Math.Min(last, most) }.Select(Convert)],
            [.. new[] { first - 1, last + 1 }.Where(value => value >= least && value <= most).Select(Convert)]);

        object Convert(double value) => System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }

    private static double End(string text, Func<string, double> valueOf) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : valueOf(text),
    };
}
