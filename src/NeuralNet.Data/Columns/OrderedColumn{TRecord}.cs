using System.Text.Json;
using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>Ordered levels: their places, 0, 1, 2 ...</summary>
internal sealed class OrderedColumn<TRecord> : NumericColumn<TRecord>
{
    private readonly Func<TRecord, string?> _value;
    private readonly string[] _levels;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>The number of a missing text, null or empty: NaN, unless the empty text is a level.</summary>
    private readonly double _missing;

    public OrderedColumn(string name, Func<TRecord, string?> value, IEnumerable<string> levels, NumberRule rule)
        : base("ordered", name, rule)
    {
        _value = value;
        _levels = [.. levels];
        for (int place = 0; place < _levels.Length; place++)
        {
            if (_levels[place] is not { } level || CategoryText.Problem(level) is not null)
            {
                throw new ArgumentException(FormattableString.Invariant($"The level at {place} must be a text of at most {CategoryText.Longest} whole characters."), nameof(levels));
            }

            if (!_places.TryAdd(level, place))
            {
                throw new ArgumentException(FormattableString.Invariant($"The level '{Common.Shown.Text(level)}' is there twice, at {_places[level]} and {place}. Remove one."), nameof(levels));
            }
        }

        if (_levels.Length < 2)
        {
            throw new ArgumentException(FormattableString.Invariant($"There are {_levels.Length} levels; an order needs at least two."), nameof(levels));
        }

        _missing = _places.TryGetValue(string.Empty, out int empty) ? empty : double.NaN;
    }

    /// <summary>The levels are stored as one text, a JSON array, so no character of a level can pass for the end of it.</summary>
    public override IEnumerable<(string Name, string Value)> Options =>
        [.. base.Options, ("levels", $"[{string.Join(',', _levels.Select(level => $"\"{JsonEncodedText.Encode(level)}\""))}]")];

    protected override (double Lowest, double Highest) Range => (0, _levels.Length - 1);

    public override Problem? Read(ReadOnlySpan<TRecord> records, Span<double> numbers, ref int row)
    {
        for (; row < records.Length; row++)
        {
            string? level = _value(records[row]);
            if (string.IsNullOrEmpty(level))
            {
                numbers[row] = _missing;
            }
            else if (_places.TryGetValue(level, out int place))
            {
                numbers[row] = place;
            }
            else
            {
                return Problem.NoLevel(level, _levels);
            }
        }

        return null;
    }
}
