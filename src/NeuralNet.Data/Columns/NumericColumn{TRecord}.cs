using NeuralNet.Data.Numbers;
using NeuralNet.Data.State;

namespace NeuralNet.Data.Columns;

/// <summary>A column that becomes one number, and possibly a second that says whether it was missing.</summary>
internal abstract class NumericColumn<TRecord>(string kind, string name, NumberRule rule) : Column<TRecord>(kind, name)
{
    public NumberRule Rule { get; } = rule;

    public override IEnumerable<(string Name, string Value)> Options => Rule.Options;

    /// <summary>The lowest and the highest number that the column can read, so that a stored state has no others.</summary>
    protected virtual (double Lowest, double Highest) Range => (double.MinValue, double.MaxValue);

    /// <inheritdoc cref="NumberSource{TRecord}.Read"/>
    public abstract Problem? Read(ReadOnlySpan<TRecord> records, Span<double> numbers, ref int row);

    public override ColumnLearner<TRecord> Learn() => new NumericLearner<TRecord>(this);

    public override FittedColumn<TRecord> Read(StateValue learned) => new FittedNumeric<TRecord>(this, Rule.Read(learned, Range.Lowest, Range.Highest));
}
