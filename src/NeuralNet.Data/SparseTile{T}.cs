using System.Buffers;
using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Data;

/// <summary>Room of the shared pool for some sparse rows at a time.</summary>
/// <param name="rows">The most rows.</param>
/// <param name="most">The most values of a row.</param>
internal readonly ref struct SparseTile<T>(int rows, int most)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _starts = ArrayPool<int>.Shared.Rent(rows + 1);
    private readonly int[] _indices = ArrayPool<int>.Shared.Rent(rows * most);
    private readonly T[] _values = ArrayPool<T>.Shared.Rent(rows * most);

    /// <summary>Encodes records, which replace those of the last call.</summary>
    public SparseRows<T> Encode<TRecord>(FittedEncoder<TRecord> encoder, ReadOnlySpan<TRecord> records, long? firstRow)
    {
        int length = 0;
        _starts[0] = 0;
        for (int row = 0; row < records.Length; row++)
        {
            length += encoder.EncodeSparseRow(records[row], _indices.AsSpan(length), _values.AsSpan(length), firstRow + row);
            _starts[row + 1] = length;
        }

        return new(_starts.AsSpan(0, records.Length + 1), _indices.AsSpan(0, length), _values.AsSpan(0, length));
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_indices);
        ArrayPool<T>.Shared.Return(_values);
    }
}
