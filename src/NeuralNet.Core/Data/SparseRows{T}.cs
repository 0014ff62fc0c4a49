using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// Rows of which only some columns are given; all others are 0. The layout is that of SciPy's <c>csr_matrix</c> (compressed sparse rows):
/// the columns and values of all rows one after the other, and where each row starts. Converts implicitly to <see cref="Rows{T}"/>, which
/// every method with many rows takes. Nothing is copied. To store rows beyond a call use <see cref="SparseRowMemory{T}"/>.
/// </summary>
/// <remarks>
/// <para>Three rows of four columns, <c>[0 0 5 0]</c>, <c>[0 0 0 0]</c> and <c>[7 0 0 2]</c>: row starts <c>[0, 1, 1, 3]</c>, indices
/// <c>[2, 0, 3]</c>, values <c>[5, 7, 2]</c>.</para>
/// <para>Every result has the bits of the same rows with their zeros written out, at the cost of the columns that are given; only a Fit with
/// a penalty or an average in its steps, and one by coordinate descent over more than 1,024 inputs, rounds differently. A method that
/// uses the rows rejects columns that are negative, not below the inputs of the network, in another order or twice, with row and position.
/// <see cref="SparseRow.Sort"/> sorts the columns of a row and adds up equal ones.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct SparseRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Creates rows.</summary>
    /// <param name="rowStarts">
    /// The position in <paramref name="indices"/> at which each row starts, and after the last row their number,
    /// <c>[rows + 1]</c>: from 0, never falling.
    /// </param>
    /// <param name="indices">The columns that are given, row after row, ascending within a row, each in [0, inputs).</param>
    /// <param name="values">The value of each of these columns, finite. Default empty: each is 1.</param>
    /// <exception cref="ArgumentException">
    /// There is another number of values than of indices, or the row starts do not begin at 0 or do not end at the number of indices.
    /// </exception>
    public SparseRows(ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> indices, ReadOnlySpan<T> values = default)
    {
        if (!values.IsEmpty && values.Length != indices.Length)
        {
            Throw.Argument_SparseLengths(nameof(values), values.Length, indices.Length);
        }

        if (rowStarts.IsEmpty || rowStarts[0] != 0 || rowStarts[^1] != indices.Length)
        {
            Throw.Argument_RowStarts(nameof(rowStarts), rowStarts, indices.Length);
        }

        RowStarts = rowStarts;
        Indices = indices;
        Values = values;
    }

    /// <summary>A single row, without row starts.</summary>
    internal SparseRows(SparseRow<T> row)
    {
        Indices = row.Indices;
        Values = row.Values;
    }

    private SparseRows(SparseRows<T> rows, ReadOnlySpan<int> rowStarts)
    {
        RowStarts = rowStarts;
        Indices = rows.Indices;
        Values = rows.Values;
    }

    /// <summary>The number of rows.</summary>
    public int Count => Math.Max(RowStarts.Length - 1, 0);

    /// <summary>The number of values of these rows.</summary>
    internal int ValueCount => RowStarts.IsEmpty ? Indices.Length : RowStarts[^1] - RowStarts[0];

    /// <summary>Where each row starts in <see cref="Indices"/>, and after the last row their number <c>[rows + 1]</c>.</summary>
    public ReadOnlySpan<int> RowStarts { get; }

    /// <summary>The columns that are given, row after row.</summary>
    public ReadOnlySpan<int> Indices { get; }

    /// <summary>The value of each column in <see cref="Indices"/>; empty if each is 1.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>The row at an index.</summary>
    /// <param name="row">The index of the row, [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or the row starts fall there.</exception>
    public SparseRow<T> this[int row]
    {
        get
        {
            if ((uint)row >= (uint)Count)
            {
                Throw.ArgumentOutOfRange_NoSuchRow(nameof(row), row, Count);
            }

            return Row(row);
        }
    }

    /// <summary>Returns the row at an index, after it was checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SparseRow<T> Row(int row)
    {
        if (RowStarts.IsEmpty)
        {
            return new(this, 0, Indices.Length);
        }

        int start = RowStarts[row];
        return new(this, start, RowStarts[row + 1] - start);
    }

    /// <summary>The same, as spans, which the compiler keeps in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Row(int row, out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values)
    {
        int start = RowStarts.IsEmpty ? 0 : RowStarts[row];
        int length = (RowStarts.IsEmpty ? Indices.Length : RowStarts[row + 1]) - start;
        indices = Indices.Slice(start, length);
        values = Values.IsEmpty ? default : Values.Slice(start, length);
    }

    /// <summary>Returns some rows. They share indices and values with all others, so their row starts need not begin at 0.</summary>
    internal SparseRows<T> Slice(int first, int count) => RowStarts.IsEmpty ? this : new(this, RowStarts.Slice(first, count + 1));
}
