using System.Buffers;
using System.Numerics;

namespace NeuralNet.Data;

/// <summary>Room for one sparse row: on the stack if it is short, otherwise of the shared pool.</summary>
internal readonly ref struct SparseBuffer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of values on the stack.</summary>
    public const int OnStack = 64;

    private readonly int[]? _rentedIndices;
    private readonly T[]? _rentedValues;

    public SparseBuffer(Span<int> indices, Span<T> values, int length)
    {
        if (length > indices.Length)
        {
            _rentedIndices = ArrayPool<int>.Shared.Rent(length);
            _rentedValues = ArrayPool<T>.Shared.Rent(length);
        }

        Indices = _rentedIndices is null ? indices : _rentedIndices;
        Values = _rentedValues is null ? values : _rentedValues;
    }

    public Span<int> Indices { get; }

    public Span<T> Values { get; }

    public void Dispose()
    {
        if (_rentedIndices is not null)
        {
            ArrayPool<int>.Shared.Return(_rentedIndices);
            ArrayPool<T>.Shared.Return(_rentedValues!);
        }
    }
}
