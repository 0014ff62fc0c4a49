using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core;

/// <summary>Memory for rows that are read often, such as embeddings or the features of a service.</summary>
public static class RowMemory
{
    /// <summary>
    /// Allocates memory for rows <c>[rows x inputs]</c> that begins at a cache line, and so does every row whose length in bytes is a
    /// multiple of 64. Registers of 512 bits then never read across two lines. The results have the same bits in any memory. The garbage
    /// collector frees it like an array, but does not move it.
    /// </summary>
    /// <param name="rows">The number of rows, [0, inf).</param>
    /// <param name="inputs">The number of values in a row, [1, inf).</param>
    /// <returns>The values, all 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or their product is above the length of an array.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static Memory<T> Allocate<T>(int rows, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        long length = (long)rows * inputs;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - AlignedArray<T>.LineBytes, nameof(rows));
        return AlignedArray<T>.Pinned((int)length);
    }
}
