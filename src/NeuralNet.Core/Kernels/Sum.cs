using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>The sum of a span with one fixed order of summation, the same on every machine.</summary>
internal static class Sum
{
    /// <summary>The tree of <see cref="Dot"/>: the same bits as the dot product with ones.</summary>
    [MethodImpl(Jit.Loop)]
    public static T Compute<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref readonly T first = ref MemoryMarshal.GetReference(values);
        nuint length = (nuint)values.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            return Of512(in first, length);
        }

        return Vector128.IsHardwareAccelerated ? Of128(in first, length) : OfScalar(values);
    }

    /// <summary>The tree in registers of 512 bits. Only with AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe T Of512<T>(ref readonly T values, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        nuint index = 0;
        Vector512<T> lower = Vector512<T>.Zero, upper = lower;
        for (; index + (2 * width) <= length; index += 2 * width)
        {
            lower += Vector512.LoadUnsafe(in values, index);
            upper += Vector512.LoadUnsafe(in values, index + width);
        }

        if (index < length)
        {
            fixed (T* memory = &values)
            {
                nint left = (nint)(length - index);
                lower += Masked.Load(memory + index, Masked.FirstLanes<T>(left));
                upper += Masked.Load(memory + index + width, Masked.FirstLanes<T>(left - (nint)width));
            }
        }

        return Dot.OfHalf(lower + upper, length);
    }

    /// <summary>The tree in registers of 128 bits: wider ones would wait as long for one addition to end before the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Of128<T>(ref readonly T values, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Sums 0 to 7 are a block; 4 to 7 join 0 to 3, then 2 and 3 join 0 and 1, as in Dot.
        nuint width = (nuint)Vector128<T>.Count;
        nuint index = 0;
        Vector128<T> sum0 = Vector128<T>.Zero, sum1 = Vector128<T>.Zero, sum2 = Vector128<T>.Zero, sum3 = Vector128<T>.Zero;
        Vector128<T> sum4 = Vector128<T>.Zero, sum5 = Vector128<T>.Zero, sum6 = Vector128<T>.Zero, sum7 = Vector128<T>.Zero;
        for (; index + (8 * width) <= length; index += 8 * width)
        {
            sum0 += Vector128.LoadUnsafe(in values, index);
            sum1 += Vector128.LoadUnsafe(in values, index + width);
            sum2 += Vector128.LoadUnsafe(in values, index + (2 * width));
            sum3 += Vector128.LoadUnsafe(in values, index + (3 * width));
            sum4 += Vector128.LoadUnsafe(in values, index + (4 * width));
            sum5 += Vector128.LoadUnsafe(in values, index + (5 * width));
            sum6 += Vector128.LoadUnsafe(in values, index + (6 * width));
            sum7 += Vector128.LoadUnsafe(in values, index + (7 * width));
        }

        // The last block, as far as it goes.
        sum0 = index < length ? sum0 + Dot.Some128(in values, index, length) : sum0;
        sum1 = index + width < length ? sum1 + Dot.Some128(in values, index + width, length) : sum1;
        sum2 = index + (2 * width) < length ? sum2 + Dot.Some128(in values, index + (2 * width), length) : sum2;
        sum3 = index + (3 * width) < length ? sum3 + Dot.Some128(in values, index + (3 * width), length) : sum3;
        sum4 = index + (4 * width) < length ? sum4 + Dot.Some128(in values, index + (4 * width), length) : sum4;
        sum5 = index + (5 * width) < length ? sum5 + Dot.Some128(in values, index + (5 * width), length) : sum5;
        sum6 = index + (6 * width) < length ? sum6 + Dot.Some128(in values, index + (6 * width), length) : sum6;
        sum7 = index + (7 * width) < length ? sum7 + Dot.Some128(in values, index + (7 * width), length) : sum7;
        return Dot.OfEighth(((sum0 + sum4) + (sum2 + sum6)) + ((sum1 + sum5) + (sum3 + sum7)));
    }

    /// <summary>The definition, with single numbers.</summary>
    private static T OfScalar<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int block = Dot.BlockBytes / Unsafe.SizeOf<T>();
        Span<T> sums = stackalloc T[block];
        sums.Clear();
        for (int index = 0; index < values.Length; index++)
        {
            sums[index % block] += values[index];
        }

        return Dot.Halved(sums);
    }

    /// <summary>
    /// Adds values to a sum: whole groups of four join it one after the other, each as (0 + 2) + (1 + 3), then the values that
    /// are left over. Values that come in portions of whole groups give the same bits as all at once.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static T InFours<T>(T sum, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && Avx512F.IsSupported)
        {
            sum = InSixteens(sum, ref values);
        }

        while (values.Length >= 4)
        {
            sum += (values[0] + values[2]) + (values[1] + values[3]);
            values = values[4..];
        }

        foreach (T value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Four groups of four floats at a time. Leaves the values that are left over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T InSixteens<T>(T sum, ref ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const byte OtherHalf = 0b_01_00_11_10;
        const byte Neighbor = 0b_10_11_00_01;
        for (; values.Length >= 16; values = values[16..])
        {
            // Each quarter of 128 bits holds a group:
            //
            //   group  [a b c d]    halves  [a+c b+d ...]    sums  [(a+c)+(b+d) ...]
            Vector512<float> group = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values)).AsSingle();
            Vector512<float> halves = group + Avx512F.Permute4x32(group, OtherHalf);
            Vector512<T> sums = (halves + Avx512F.Permute4x32(halves, Neighbor)).As<float, T>();
            sum += sums[0];
            sum += sums[4];
            sum += sums[8];
            sum += sums[12];
        }

        return sum;
    }
}
