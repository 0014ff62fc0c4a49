using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Data.Columns;

namespace NeuralNet.Data;

/// <content>Sparse rows, for encoders with hashed columns and any others with many inputs.</content>
public sealed partial class FittedEncoder<TRecord>
{
    /// <summary>
    /// Encodes a record as a sparse row: the same row as <see cref="Encode{T}(TRecord, Span{T})"/>, without its zeros, at the cost of the
    /// values that are given. Allocates nothing, unless a delegate does.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="indices">Receives the inputs that are given; at least <see cref="SparseLength"/>.</param>
    /// <param name="values">Receives their values; at least <see cref="SparseLength"/>.</param>
    /// <returns>The row, in this memory: valid until it is used again.</returns>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">The memory is too short, or T is another type.</exception>
    /// <exception cref="RecordException">As for a dense row.</exception>
    public SparseRow<T> EncodeSparse<T>(TRecord record, Span<int> indices, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Room.Check(indices, 1, SparseLength);
        Room.Check(values, 1, SparseLength);
        int length = EncodeSparseRow(record, indices, values, row: null);
        return new(indices[..length], values[..length]);
    }

    /// <summary>
    /// Encodes many records as sparse rows: <c>new Examples&lt;T&gt;(fitted.EncodeSparse&lt;T&gt;(records), labels)</c>, and the rows alone are
    /// <see cref="SparseRowMemory{T}.Rows"/>.
    /// </summary>
    /// <param name="records">The records.</param>
    /// <returns>The rows <c>[records x inputs]</c>, in memory of their own.</returns>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException">The records are null.</exception>
    /// <exception cref="ArgumentException">T is another type, or the rows have more values than fit into one array.</exception>
    /// <exception cref="RecordException">As for one record; the message names the row.</exception>
    public SparseRowMemory<T> EncodeSparse<T>(IEnumerable<TRecord> records)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(records);
        long? firstRow = records.TryGetNonEnumeratedCount(out int expected) ? FirstRow(expected) : 0;
        int[] starts = new int[Math.Max(expected, 16) + 1];
        int[] indices = new int[Room.Count(nameof(records), Math.Max(expected, 16), SparseLength)];
        T[] values = new T[indices.Length];
        int length = 0;
        int row = 0;

        // One by one: a source may use one object for all of its records.
        foreach (TRecord record in records)
        {
            if (indices.Length - length < SparseLength)
            {
                int larger = Math.Max(Room.Count(nameof(records), row + 1, SparseLength), (int)Math.Min(2L * indices.Length, Array.MaxLength));
                Array.Resize(ref indices, larger);
                Array.Resize(ref values, larger);
            }

            if (row + 1 == starts.Length)
            {
                Array.Resize(ref starts, (int)Math.Min(2L * starts.Length, Array.MaxLength));
            }

            length += EncodeSparseRow(record, indices.AsSpan(length), values.AsSpan(length), firstRow + row);
            row++;
            starts[row] = length;
        }

        Array.Resize(ref starts, row + 1);
        Array.Resize(ref indices, length);
        Array.Resize(ref values, length);
        return new(starts, indices, values);
    }

    /// <summary>Encodes a row that is part of a longer call. Returns the number of its values.</summary>
    internal int EncodeSparseRow<T>(TRecord record, Span<int> indices, Span<T> values, long? row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double room = 0;
        int length = 0;
        EncodeBlock(
            new(new ReadOnlySpan<TRecord>(in record), new Span<double>(ref room)),
            default,
            new SparseRoom<T>(indices, values, new Span<int>(ref length), SparseLength),
            row);
        return length;
    }

    private static Problem? EncodeSparse<T>(
        FittedColumn<TRecord> column, in RecordBlock<TRecord> block, scoped in SparseRoom<T> rows, int start, ref int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? column.Encode(block, new SparseBlock<float>(rows.As<float>(), start), ref row)
        : column.Encode(block, new SparseBlock<double>(rows.As<double>(), start), ref row);
}
