using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>Memory for rows that are read often, such as embeddings or the features of a service.</summary>
public static class RowMemory
{
    /// <summary>
    /// Allocates memory for rows <c>[rows x inputs]</c> that begins at a cache line, and so does every row whose length in bytes is a
    /// multiple of 64: 16 floats or 8 doubles. Registers of 512 bits then never read across two lines, which gains most for rows of 64 to
    /// 512 bytes. Other lengths gain little; columns of zeros up to a multiple change no prediction. The results have the same bits in any
    /// memory. The garbage collector frees it like an array, but does not move it: allocate many rows at once, not each by itself.
    /// </summary>
    /// <param name="rows">The number of rows, [0, inf).</param>
    /// <param name="inputs">The number of values in a row, [1, inf).</param>
    /// <returns>The values, all 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or there are more values than an array has room for, about 2^31.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static Memory<T> Allocate<T>(int rows, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        long length = (long)rows * inputs;
        return length <= AlignedArray<T>.MaxLength
            ? AlignedArray<T>.Pinned((int)length)
            : throw new ArgumentOutOfRangeException(
                nameof(rows),
                rows,
                Invariant($"{Shown.Count(rows, "row")} of {Shown.Count(inputs, "input")} are {Shown.Count(length, "value")}; one piece of memory holds at most {AlignedArray<T>.MaxLength}. Allocate several, and pass them as batches of a source (Fit of an IEnumerable)."));
    }
}
