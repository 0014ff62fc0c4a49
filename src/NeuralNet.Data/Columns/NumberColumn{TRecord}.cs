using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>A number.</summary>
internal sealed class NumberColumn<TRecord>(string name, Func<TRecord, double?> value, NumberRule rule)
    : NumericColumn<TRecord>("number", name, rule)
{
    public override string? Read(TRecord record, out double? number) => FiniteNumber.Read(value(record), out number);
}
