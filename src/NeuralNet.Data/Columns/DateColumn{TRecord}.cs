using System.Text.Json;
using NeuralNet.Data.Numbers;
using NeuralNet.Data.State;

namespace NeuralNet.Data.Columns;

/// <summary>A date that becomes numbers, and possibly one more that says whether it was missing.</summary>
internal sealed class DateColumn<TRecord>(string name, Func<TRecord, DateTime?> value, DateParts parts, NumberRule rule)
    : Column<TRecord>("date", name)
{
    public DateParts Parts { get; } = parts;

    /// <summary>The rule of each of the numbers.</summary>
    public NumberRule Rule { get; } = rule;

    public string[] NumberNames { get; } = DateNumbers.Names(parts);

    public override IEnumerable<(string Name, string Value)> Options =>
    [
        ("parts", string.Join(',', NumberNames)),
        ("missing", Rule.Missing.ToString()),
        ("indicator", Rule.HasIndicator ? "true" : "false"),
    ];

    public DateTime? Read(TRecord record) => value(record);

    public override ColumnLearner<TRecord> Learn() => new DateLearner<TRecord>(this);

    public void Write(Utf8JsonWriter json, IReadOnlyList<FittedNumber> numbers)
    {
        json.WriteStartArray();
        foreach (FittedNumber number in numbers)
        {
            Rule.Write(json, number);
        }

        json.WriteEndArray();
    }

    public override FittedColumn<TRecord> Read(StateValue learned)
    {
        IReadOnlyList<StateValue> items = learned.Items(NumberNames.Length, "number");
        return items.Count == NumberNames.Length
            ? new FittedDate<TRecord>(this, [.. items.Select(item => Rule.Read(item))])
            : throw learned.Error(FormattableString.Invariant($"has {items.Count} items; {NumberNames.Length} are needed"));
    }
}
