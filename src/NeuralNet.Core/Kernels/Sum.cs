using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>The sum of a span with one fixed order of summation, the same on every machine.</summary>
internal static class Sum
{
    /// <summary>
    /// Eight partial sums, element i in sum i mod 8, halved to one. Up to seven elements that are left over follow one by one.
    /// Such a chain is short enough for a tile or a row of outputs.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static T Compute<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        nuint index = 0;
        nuint end = (nuint)values.Length;
        ref T value = ref MemoryMarshal.GetReference(values);
        if (end >= 8)
        {
            sum = Vector128.IsHardwareAccelerated ? OfEights128(ref value, end) : OfEights(ref value, end);
            index = end & ~(nuint)7;
        }

        for (; index < end; index++)
        {
            sum += Unsafe.Add(ref value, index);
        }

        return sum;
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

    /// <summary>The eight partial sums of all whole groups of eight, and their halvings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T OfEights128<T>(ref T value, nuint end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The eight sums are 2 registers of floats or 4 of doubles. Wider registers would not be faster: each sum would still
        // wait for one addition to end before the next can begin.
        //
        //   floats   sum0 [0 1 2 3]  sum1 [4 5 6 7]
        //   doubles  sum0 [0 1]  sum1 [2 3]  sum2 [4 5]  sum3 [6 7]
        nuint width = (nuint)Vector128<T>.Count;
        Vector128<T> sum0 = Vector128<T>.Zero, sum1 = Vector128<T>.Zero, sum2 = Vector128<T>.Zero, sum3 = Vector128<T>.Zero;
        for (nuint index = 0; index + 8 <= end; index += 8)
        {
            sum0 += Vector128.LoadUnsafe(ref value, index);
            sum1 += Vector128.LoadUnsafe(ref value, index + width);
            if (typeof(T) == typeof(double))
            {
                sum2 += Vector128.LoadUnsafe(ref value, index + (2 * width));
                sum3 += Vector128.LoadUnsafe(ref value, index + (3 * width));
            }
        }

        // The halvings, lower half plus upper half, in the order of OfEights.
        if (typeof(T) == typeof(double))
        {
            sum0 = (sum0 + sum2) + (sum1 + sum3);
            return sum0[0] + sum0[1];
        }

        sum0 += sum1;
        return (sum0[0] + sum0[2]) + (sum0[1] + sum0[3]);
    }

    /// <summary>The definition, with single numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T OfEights<T>(ref T value, nuint end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum0 = T.Zero, sum1 = T.Zero, sum2 = T.Zero, sum3 = T.Zero;
        T sum4 = T.Zero, sum5 = T.Zero, sum6 = T.Zero, sum7 = T.Zero;
        for (nuint index = 0; index + 8 <= end; index += 8)
        {
            sum0 += Unsafe.Add(ref value, index);
            sum1 += Unsafe.Add(ref value, index + 1);
            sum2 += Unsafe.Add(ref value, index + 2);
            sum3 += Unsafe.Add(ref value, index + 3);
            sum4 += Unsafe.Add(ref value, index + 4);
            sum5 += Unsafe.Add(ref value, index + 5);
            sum6 += Unsafe.Add(ref value, index + 6);
            sum7 += Unsafe.Add(ref value, index + 7);
        }

        return ((sum0 + sum4) + (sum2 + sum6)) + ((sum1 + sum5) + (sum3 + sum7));
    }
}
