using System.Buffers;
using System.Numerics;

namespace NeuralNet.Data;

/// <summary>Room for encoded rows: on the stack if they are short, otherwise of the shared pool.</summary>
internal readonly ref struct RowBuffer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of values on the stack.</summary>
    public const int OnStack = 128;

    private readonly T[]? _rented;

    public RowBuffer(Span<T> onStack, int length)
    {
        _rented = length > onStack.Length ? ArrayPool<T>.Shared.Rent(length) : null;
        Values = (_rented is null ? onStack : _rented)[..length];
    }

    public Span<T> Values { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<T>.Shared.Return(_rented);
        }
    }
}
