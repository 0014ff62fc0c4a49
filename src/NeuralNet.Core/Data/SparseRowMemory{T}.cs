using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// Sparse rows that can be stored beyond a call, as <see cref="ReadOnlyMemory{T}"/> is to a span: for <see cref="Examples{T}"/>, streams
/// and asynchronous methods. Converts implicitly to <see cref="RowMemory{T}"/>. Nothing is copied.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct SparseRowMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlyMemory<int> _rowStarts;
    private readonly ReadOnlyMemory<int> _indices;
    private readonly ReadOnlyMemory<T> _values;

    /// <summary>Creates rows, as <see cref="SparseRows{T}(ReadOnlySpan{int}, ReadOnlySpan{int}, ReadOnlySpan{T})"/> does.</summary>
    /// <param name="rowStarts">Where each row starts, and after the last row the number of indices, <c>[rows + 1]</c>: from 0, never falling.</param>
    /// <param name="indices">The columns that are given, row after row, ascending within a row, each in [0, inputs).</param>
    /// <param name="values">The value of each of these columns, finite. Default empty: each is 1.</param>
    /// <exception cref="ArgumentException">
    /// There is another number of values than of indices, or the row starts do not begin at 0, fall, or do not end at the number of indices.
    /// </exception>
    public SparseRowMemory(ReadOnlyMemory<int> rowStarts, ReadOnlyMemory<int> indices, ReadOnlyMemory<T> values = default)
    {
        _ = new SparseRows<T>(rowStarts.Span, indices.Span, values.Span);
        ReadOnlySpan<int> starts = rowStarts.Span;
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            if (starts[row + 1] < starts[row])
            {
                Throw.Argument_FallingRowStart(nameof(rowStarts), row, starts[row], starts[row + 1]);
            }
        }

        _rowStarts = rowStarts;
        _indices = indices;
        _values = values;
    }

    /// <summary>The number of rows.</summary>
    public int Count => Math.Max(_rowStarts.Length - 1, 0);

    /// <summary>The rows, to pass to a method. The default value of this type has no rows, which every method rejects.</summary>
    public SparseRows<T> Rows => _rowStarts.IsEmpty ? default : new(_rowStarts.Span, _indices.Span, _values.Span);

    /// <summary>
    /// Returns a part of the rows, such as those of a training or a test: <c>rows[..1000]</c>. Only their starts are copied. Chosen rows are
    /// copied by <c>SparseRowsBuilder</c> of the package NeuralNet.Text.
    /// </summary>
    /// <param name="start">The first row, [0, <see cref="Count"/>].</param>
    /// <param name="count">The number of rows, [0, <see cref="Count"/> - <paramref name="start"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows.</exception>
    public SparseRowMemory<T> Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Count);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        if (count == 0)
        {
            return default;
        }

        int[] starts = _rowStarts.Span.Slice(start, count + 1).ToArray();
        int first = starts[0];
        int length = starts[^1] - first;
        for (int row = 0; row < starts.Length; row++)
        {
            starts[row] -= first;
        }

        return new(starts, _indices.Slice(first, length), _values.IsEmpty ? default : _values.Slice(first, length));
    }
}
