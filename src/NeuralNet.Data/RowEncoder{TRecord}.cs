using NeuralNet.Data.Columns;

namespace NeuralNet.Data;

/// <summary>
/// A description of columns: what is read from a record, and how it becomes inputs of a network. Immutable: each method returns a new
/// description. <see cref="Fit"/> learns what the columns need, and the model file keeps it.
/// </summary>
/// <remarks>
/// <para>
/// A column is named after the text of its delegate: <c>c => c.Age</c> gives "Age", <c>c => c.Address.City</c> gives "Address.City"; any
/// other lambda needs <c>name</c>. So there is no reflection, and Native AOT and trimming work. A delegate must give the same value for the
/// same record, and is called on the threads of the caller.
/// </para>
/// <para>
/// The inputs of a row are in the order of the columns. What Fit learns does not depend on the order of the records, in any bit.
/// </para>
/// </remarks>
/// <typeparam name="TRecord">The type of a record.</typeparam>
public sealed partial class RowEncoder<TRecord>
{
    private readonly Column<TRecord>[] _columns;

    internal RowEncoder(Column<TRecord>[] columns) => _columns = columns;

    /// <summary>The names of the columns, in order. A column becomes one or more inputs: <see cref="FittedEncoder{TRecord}.FeatureNames"/>.</summary>
    public IReadOnlyList<string> ColumnNames => [.. _columns.Select(column => column.Name)];

    /// <summary>The columns, such as <c>number Age, category Contract</c>.</summary>
    public override string ToString() =>
        _columns.Length == 0 ? "no columns" : string.Join(", ", _columns.Select(column => $"{column.Kind} {column.Name}"));

    private RowEncoder<TRecord> With(Column<TRecord> column) => new([.. _columns, column]);
}
