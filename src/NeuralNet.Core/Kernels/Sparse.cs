using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Products and sums of a row of which only some elements are given, with the bits of <see cref="Dot"/> and <see cref="ScaledRows"/> over
/// all of them: an element that is 0 changes nothing. Indices are within the dense vector; if another thread changes them meanwhile, they
/// are found out of range. No values means that each is 1.
/// </summary>
internal static class Sparse
{
    // Element i of a dense row joins partial sum i modulo their number, in the order of the elements. So each given element joins the sum
    // of its place. With eight partial sums:
    //
    //   index      3   9   11   26             sums:  [0 1 2 3 4 5 6 7]
    //   modulo 8   3   1    3    2                       9 26 3
    //                                                         11
    //
    // Scalar additions into memory: a gather of the weights gains nothing, and the partial sum of an element is known only from its index.

    /// <summary>The sum of value * right[index] over the given elements; 0 for none.</summary>
    [MethodImpl(Jit.Loop)]
    [SkipLocalsInit]
    public static T Dot<T>(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int block = BlockOf<T>(right.Length);
        Span<T> sums = stackalloc T[Kernels.Dot.BlockBytes / Unsafe.SizeOf<T>()];
        sums.Clear();
        ref T sum = ref MemoryMarshal.GetReference(sums);
        int mask = block - 1;
        if (values.IsEmpty)
        {
            for (int position = 0; position < indices.Length; position++)
            {
                int index = indices[position];
                Unsafe.Add(ref sum, index & mask) += right[index];
            }
        }
        else
        {
            values = values[..indices.Length];
            for (int position = 0; position < indices.Length; position++)
            {
                int index = indices[position];
                ref T lane = ref Unsafe.Add(ref sum, index & mask);
                lane = Fused.MultiplyAdd(values[position], right[index], lane);
            }
        }

        return Halved(sums, block);
    }

    /// <summary>The same with the elements of the right side in the order of the indices, of a dense row of the given length.</summary>
    [MethodImpl(Jit.Loop)]
    [SkipLocalsInit]
    public static T DotGathered<T>(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> right, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int block = BlockOf<T>(length);
        Span<T> sums = stackalloc T[Kernels.Dot.BlockBytes / Unsafe.SizeOf<T>()];
        sums.Clear();
        ref T sum = ref MemoryMarshal.GetReference(sums);
        int mask = block - 1;
        right = right[..indices.Length];
        values = values.IsEmpty ? values : values[..indices.Length];
        for (int position = 0; position < indices.Length; position++)
        {
            ref T lane = ref Unsafe.Add(ref sum, indices[position] & mask);
            lane = values.IsEmpty ? lane + right[position] : Fused.MultiplyAdd(values[position], right[position], lane);
        }

        return Halved(sums, block);
    }

    /// <summary>The sum of the squares of the values of a row of the given length.</summary>
    [SkipLocalsInit]
    public static T SquaredNorm<T>(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int block = BlockOf<T>(length);
        Span<T> sums = stackalloc T[Kernels.Dot.BlockBytes / Unsafe.SizeOf<T>()];
        sums.Clear();
        for (int position = 0; position < indices.Length; position++)
        {
            T value = values.IsEmpty ? T.One : values[position];
            ref T lane = ref sums[indices[position] & (block - 1)];
            lane = Fused.MultiplyAdd(value, value, lane);
        }

        return Halved(sums, block);
    }

    /// <summary>sums[index] += value * factor for the given elements, each product fused.</summary>
    [MethodImpl(Jit.Loop)]
    public static void AddScaled<T>(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, T factor, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (values.IsEmpty)
        {
            foreach (int index in indices)
            {
                sums[index] += factor;
            }

            return;
        }

        values = values[..indices.Length];
        for (int position = 0; position < indices.Length; position++)
        {
            ref T sum = ref sums[indices[position]];
            sum = Fused.MultiplyAdd(values[position], factor, sum);
        }
    }

    /// <summary>The partial sums of a dense row of this length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BlockOf<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int block = Kernels.Dot.BlockBytes / Unsafe.SizeOf<T>();
        while (block > 16 / Unsafe.SizeOf<T>() && block / 2 >= length)
        {
            block /= 2;
        }

        return block;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Halved<T>(Span<T> sums, int block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Vector256.IsHardwareAccelerated || block != sums.Length)
        {
            return Kernels.Dot.Halved(sums[..block]);
        }

        ref T first = ref MemoryMarshal.GetReference(sums);
        nuint width = (nuint)Vector256<T>.Count;
        Vector256<T> lower = Vector256.LoadUnsafe(ref first) + Vector256.LoadUnsafe(ref first, 2 * width);
        Vector256<T> upper = Vector256.LoadUnsafe(ref first, width) + Vector256.LoadUnsafe(ref first, 3 * width);
        return Kernels.Dot.OfQuarter(lower + upper);
    }
}
