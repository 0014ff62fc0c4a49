using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>A number.</summary>
internal sealed class NumberColumn<TRecord>(string name, NumberSource<TRecord> source, NumberRule rule)
    : NumericColumn<TRecord>("number", name, rule)
{
    public override Problem? Read(ReadOnlySpan<TRecord> records, Span<double> numbers, ref int row) => source.Read(records, numbers, ref row);
}
