using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Text;

/// <summary>The columns of one row in the order in which they come, in memory that is used again.</summary>
internal sealed class ColumnBuffer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int[] _indices = new int[64];
    private T[] _values = new T[64];
    private int _count;

    /// <summary>The values written; after <see cref="Sort"/> those of the different columns.</summary>
    public Span<T> Values => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Add(int column, T value)
    {
        if (_count == _indices.Length)
        {
            Growth.MakeRoom(ref _indices, _count, 1);
            Growth.MakeRoom(ref _values, _count, 1);
        }

        _indices[_count] = column;
        _values[_count++] = value;
    }

    /// <summary>Sorts the columns and adds up equal ones.</summary>
    public void Sort() => _count = SparseRow.Sort(_indices.AsSpan(0, _count), _values.AsSpan(0, _count));
}
