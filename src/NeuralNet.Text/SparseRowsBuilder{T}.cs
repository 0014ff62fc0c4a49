using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Text;

/// <summary>Collects sparse rows, one after the other, which it copies.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class SparseRowsBuilder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int[] _rowStarts = new int[64];
    private int[] _indices = new int[1024];
    private T[] _values = new T[1024];
    private int _length;

    /// <summary>The number of rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="InvalidOperationException">The rows would have more columns than an array has room for, about 2^31.</exception>
    public void Add(SparseRow<T> row)
    {
        int length = row.Indices.Length;
        Growth.MakeRoom(ref _indices, _length, length);
        Growth.MakeRoom(ref _values, _length, length);
        Growth.MakeRoom(ref _rowStarts, RowCount, 2);
        row.Indices.CopyTo(_indices.AsSpan(_length));
        if (row.Values.IsEmpty)
        {
            _values.AsSpan(_length, length).Fill(T.One);
        }
        else
        {
            row.Values.CopyTo(_values.AsSpan(_length));
        }

        _length += length;
        _rowStarts[++RowCount] = _length;
    }

    /// <summary>Returns the rows added so far, in memory of their own. Without rows it has none, which every method rejects.</summary>
    public SparseRowMemory<T> ToMemory() =>
        new(_rowStarts.AsSpan(0, RowCount + 1).ToArray(), _indices.AsSpan(0, _length).ToArray(), _values.AsSpan(0, _length).ToArray());

    /// <summary>Removes all rows, and keeps the memory for further ones.</summary>
    public void Clear() => (RowCount, _length) = (0, 0);
}
