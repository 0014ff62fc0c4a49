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

    /// <summary>
    /// Reads the number of a record; null if it is missing. Returns what is wrong with it, and the cure; null if nothing is.
    /// </summary>
    public abstract string? Read(TRecord record, out double? value);

    public override ColumnLearner<TRecord> Learn() => new NumericLearner<TRecord>(this);

    public override FittedColumn<TRecord> Read(StateValue learned) => new FittedNumeric<TRecord>(this, Rule.Read(learned, Range.Lowest, Range.Highest));
}
