using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>A flag: 1 for true, 0 for false.</summary>
internal sealed class FlagColumn<TRecord>(string name, Func<TRecord, bool?> value, NumberRule rule)
    : NumericColumn<TRecord>("flag", name, rule)
{
    protected override (double Lowest, double Highest) Range => (0, 1);

    public override Problem? Read(ReadOnlySpan<TRecord> records, Span<double> numbers, ref int row)
    {
        for (; row < records.Length; row++)
        {
            numbers[row] = value(records[row]) switch { true => 1, false => 0, null => double.NaN };
        }

        return null;
    }
}
