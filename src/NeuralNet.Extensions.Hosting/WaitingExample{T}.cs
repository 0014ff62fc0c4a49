using System.Buffers;
using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>An example in the queue, in arrays that return to the pool after the example is learned.</summary>
/// <param name="Numbers">The row <c>[inputs]</c>, or the values of a sparse row, then the targets <c>[outputs]</c>, then the offsets of the logits, if there are any; the array of the pool may be longer.</param>
/// <param name="Width">The number of values of the row.</param>
/// <param name="Label">The class; null if the example was passed with targets.</param>
/// <param name="Offset">The position of the example in its stream; null if no offset was passed.</param>
/// <param name="HasLogitOffsets">Whether the logits have offsets <c>[outputs]</c>.</param>
/// <param name="Indices">The columns of a sparse row; the array of the pool may be longer. Null if the row has all columns.</param>
internal readonly record struct WaitingExample<T>(
    T[] Numbers, int Width, int? Label, string? Offset = null, bool HasLogitOffsets = false, int[]? Indices = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The row, in the form in which it was passed.</summary>
    public RowMemory<T> Row => Indices is null
        ? Numbers.AsMemory(0, Width)
        : new SparseRowMemory<T>(new[] { 0, Width }, Indices.AsMemory(0, Width), Numbers.AsMemory(0, Width));

    /// <summary>Returns the arrays to the pool.</summary>
    public void Release()
    {
        ArrayPool<T>.Shared.Return(Numbers);
        if (Indices is not null)
        {
            ArrayPool<int>.Shared.Return(Indices);
        }
    }
}
