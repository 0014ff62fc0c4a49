using NeuralNet.Core;
using NeuralNet.Data.State;

namespace NeuralNet.Data.Columns;

/// <summary>A column of a description: what is read from a record, and how it becomes inputs. Immutable.</summary>
internal abstract class Column<TRecord>(string kind, string name)
{
    /// <summary>The word for the kind, as in stored states.</summary>
    public string Kind { get; } = kind;

    public string Name { get; } = name;

    /// <summary>All that the description says besides kind, name and delegate, as stored.</summary>
    public abstract IEnumerable<(string Name, string Value)> Options { get; }

    public abstract ColumnLearner<TRecord> Learn();

    /// <summary>Reads what <see cref="FittedColumn{TRecord}.Write"/> wrote.</summary>
    /// <exception cref="ModelFormatException">Fit can't have learned this.</exception>
    public abstract FittedColumn<TRecord> Read(StateValue learned);
}
