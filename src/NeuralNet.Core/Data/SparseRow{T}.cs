using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// One row of which only some columns are given; all others are 0. Converts implicitly to <see cref="Rows{T}"/>. For many rows use
/// <see cref="SparseRows{T}"/>.
/// </summary>
/// <remarks>
/// Every result has the bits of the same row with its zeros written out, at the cost of the columns that are given. Columns in another
/// order, or twice, are rejected where the row is used; <see cref="SparseRow.Sort"/> sorts them and adds up equal ones.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct SparseRow<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Creates a row.</summary>
    /// <param name="indices">The columns that are given, ascending, each in [0, inputs). Empty: every column is 0.</param>
    /// <param name="values">The value of each of these columns, finite. Default empty: each is 1.</param>
    /// <exception cref="ArgumentException">There is another number of values than of indices.</exception>
    public SparseRow(ReadOnlySpan<int> indices, ReadOnlySpan<T> values = default)
    {
        if (!values.IsEmpty && values.Length != indices.Length)
        {
            Throw.Argument_SparseLengths(nameof(values), values.Length, indices.Length);
        }

        Indices = indices;
        Values = values;
    }

    /// <summary>A part of rows that were checked.</summary>
    internal SparseRow(SparseRows<T> rows, int start, int length)
    {
        Indices = rows.Indices.Slice(start, length);
        Values = rows.Values.IsEmpty ? default : rows.Values.Slice(start, length);
    }

    /// <summary>The columns that are given, ascending.</summary>
    public ReadOnlySpan<int> Indices { get; }

    /// <summary>The value of each column in <see cref="Indices"/>; empty if each is 1.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>Writes the row with its zeros.</summary>
    internal void CopyTo(Span<T> destination)
    {
        destination.Clear();
        for (int position = 0; position < Indices.Length; position++)
        {
            destination[Indices[position]] = Values.IsEmpty ? T.One : Values[position];
        }
    }
}
