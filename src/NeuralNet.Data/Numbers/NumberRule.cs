using System.Text.Json;
using NeuralNet.Data.Columns;
using NeuralNet.Data.State;
using static System.FormattableString;

namespace NeuralNet.Data.Numbers;

/// <summary>What a description says about a number, whatever it is read from.</summary>
internal sealed record NumberRule(Missing Missing, bool HasIndicator, NumberTransform Transform = default)
{
    private const string Minimum = "minimum";
    private const string Maximum = "maximum";
    private const string Replacement = "replacement";
    private const string Low = "low";
    private const string High = "high";

    public IEnumerable<(string Name, string Value)> Options =>
    [
        ("missing", Missing.ToString()),
        ("indicator", HasIndicator ? "true" : "false"),
        ("transform", Transform.ToString()),
    ];

    /// <summary>Whether all numbers must be kept until the end of Fit.</summary>
    public bool NeedsAll => Missing.Rule == MissingRule.Median || Transform.Clipping == Clipping.Quantiles;

    /// <summary>Whether a column may be fitted without a single number: all records may be missing it.</summary>
    public bool MayLearnNothing => Missing.Rule == MissingRule.Constant && Transform.Clipping != Clipping.Quantiles;

    private string[] Learned =>
    [
        Minimum,
        Maximum,
        .. Missing.IsLearned ? [Replacement] : Array.Empty<string>(),
        .. Transform.Clipping == Clipping.Quantiles ? [Low, High] : Array.Empty<string>(),
    ];

    /// <summary>Returns the same rule; rejects options that contradict each other.</summary>
    public NumberRule Valid()
    {
        if (HasIndicator && Missing.Rule == MissingRule.Refuse)
        {
            throw new ArgumentException("An indicator of missing numbers would always be 0, because they are refused. Pass missing: Missing.Median, Mean or Constant.");
        }

        if (Missing.Rule == MissingRule.Constant && Transform.Clipping != Clipping.Quantiles && Problem(Missing.Value) is { } problem)
        {
            throw new ArgumentException($"The constant for missing numbers: {problem}");
        }

        return this;
    }

    /// <summary>Returns why a number has no logarithm, as far as the description alone says; null if it has one.</summary>
    public Problem? Problem(double value) => Transform.IsLog && Transform.Clipping == Clipping.None && value <= -1
        ? Columns.Problem.NoLogarithm(value)
        : null;

    public double Apply(FittedNumber number, double value)
    {
        double clipped = Math.Min(Math.Max(value, number.Low), number.High);
        return Transform.IsLog ? SameBits.LogP1(clipped) : clipped;
    }

    public FittedNumber Fitted(double? minimum, double? maximum, double replacement, double low, double high) => new(
        minimum,
        maximum,
        Missing.Rule == MissingRule.Constant ? Missing.Value : replacement,
        Transform.Clipping == Clipping.Given ? Transform.Low : low,
        Transform.Clipping == Clipping.Given ? Transform.High : high);

    public void Write(Utf8JsonWriter json, FittedNumber number)
    {
        json.WriteStartObject();
        Write(json, Minimum, number.Minimum);
        Write(json, Maximum, number.Maximum);
        if (Missing.IsLearned)
        {
            json.WriteNumber(Replacement, number.Replacement);
        }

        if (Transform.Clipping == Clipping.Quantiles)
        {
            json.WriteNumber(Low, number.Low);
            json.WriteNumber(High, number.High);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write(Utf8JsonWriter, FittedNumber)"/> wrote, and rejects anything that Fit can't have learned.</summary>
    /// <param name="state">The stored text.</param>
    /// <param name="lowest">The lowest number that the column can read.</param>
    /// <param name="highest">The highest.</param>
    public FittedNumber Read(StateValue state, double lowest = double.MinValue, double highest = double.MaxValue)
    {
        IReadOnlyList<StateValue> parts = state.Properties(Learned);
        if (parts[0].IsNull && parts[1].IsNull && MayLearnNothing)
        {
            return Fitted(null, null, 0, double.NegativeInfinity, double.PositiveInfinity);
        }

        double minimum = parts[0].Number(lowest, highest);
        double maximum = parts[1].Number(minimum, highest);
        if (Problem(minimum) is { } problem)
        {
            throw parts[0].Error($"is wrong: {problem}");
        }

        int next = 2;
        double replacement = Missing.IsLearned ? parts[next++].Number(minimum, maximum) : 0;
        if (Transform.Clipping != Clipping.Quantiles)
        {
            return Fitted(minimum, maximum, replacement, double.NegativeInfinity, double.PositiveInfinity);
        }

        double low = parts[next].Number(minimum, maximum);
        double high = parts[next + 1].Number(low, maximum);
        return Transform.IsLog && low <= -1
            ? throw parts[next].Error(Invariant($"is {low}, and ln(1 + x) needs numbers above -1"))
            : Fitted(minimum, maximum, replacement, low, high);
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
