using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// The dot product with one fixed order of summation, so that every machine gives the same bits.
/// </summary>
/// <remarks>
/// Whole blocks of 128 bytes are multiplied into one partial sum for each element of a block, every product fused. The partial
/// sums are then halved, lower half plus upper half, down to one. Of the elements that are left over, a run of 64, 32, 16
/// bytes and so on joins, fused, at the halving that has as many partial sums. So the tail costs a few operations instead of
/// one long chain, and registers of any width compute the same tree.
/// </remarks>
internal static class Dot
{
    // The tree for floats. A level halves the sums of the level above: sum i takes sum i + half. Then, if as many values
    // are left over, each of them joins its sum.
    //
    //   sums   bytes   registers                             joins
    //     32     128   2 of 512 bits, 4 of 256 or 8 of 128   every whole block of 32
    //     16      64   1 of 512 bits, 2 of 256 or 4 of 128   a run of 16, if length & 16
    //      8      32   1 of 256 bits or 2 of 128             a run of 8, if length & 8
    //      4      16   1 of 128 bits                         a run of 4, if length & 4
    //      2       8   none, two numbers                     a run of 2, if length & 2
    //      1       4   none, one number                      the last one, if length & 1
    //
    // The tree for doubles has half as many sums in the same bytes and ends one level earlier.
    //
    // The number of partial sums decides the bits of the result, so it can't follow the width of the registers or the length
    // of a row. Levels at which all sums are still 0 may be skipped: halving zeros gives zeros.

    /// <summary>The sum of left[i] * right[i]; 0 for no elements. Both spans have the same length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Compute<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(left.Length == right.Length, "Both sides of a dot product have the same length.");
        return Compute(in MemoryMarshal.GetReference(left), in MemoryMarshal.GetReference(right), (nuint)left.Length);
    }

    /// <summary>The sum of left[i] * right[i] for i below <paramref name="length"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Compute<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // So few values fill no register: the end of the tree is inlined here and saves the call.
        if (Vector128.IsHardwareAccelerated && length < (nuint)Vector128<T>.Count)
        {
            return OfTail(in left, in right, length, 0, Vector128<T>.Zero);
        }

        if (Vector512.IsHardwareAccelerated)
        {
            return Of512(in left, in right, length);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Of256(in left, in right, length);
        }

        return Vector128.IsHardwareAccelerated ? Of128(in left, in right, length) : OfScalar(in left, in right, length);
    }

    /// <summary>The same for fewer than 64 bytes. With registers of 256 bits it is inlined into the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfShort<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(length * (nuint)Unsafe.SizeOf<T>() < 64, "There is no whole half of a block.");
        return Vector256.IsHardwareAccelerated && length >= (nuint)Vector128<T>.Count
            ? OfQuarter(in left, in right, length, 0, Vector256<T>.Zero)
            : Compute(in left, in right, length);
    }

    /// <summary>The same. With registers of 512 bits it is inlined: for a single product, where the call counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Inlined<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(left.Length == right.Length, "Both sides of a dot product have the same length.");
        return Vector512.IsHardwareAccelerated && left.Length >= Vector128<T>.Count
            ? Inlined512(in MemoryMarshal.GetReference(left), in MemoryMarshal.GetReference(right), (nuint)left.Length)
            : Compute(left, right);
    }

    /// <summary>The tree in registers of 512 bits.</summary>
    [MethodImpl(Jit.Loop)]
    public static T Of512<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Inlined512(in left, in right, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Inlined512<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Fewer than 64 bytes: the sums of the first two levels are all 0.
        nuint width = (nuint)Vector512<T>.Count;
        if (length < width)
        {
            return OfQuarter(in left, in right, length, 0, Vector256<T>.Zero);
        }

        // The 128 bytes of partial sums, as two registers.
        Vector512<T> lower = Vector512<T>.Zero;
        Vector512<T> upper = Vector512<T>.Zero;
        nuint index = 0;
        for (; index + (2 * width) <= length; index += 2 * width)
        {
            lower = Product512(in left, in right, index, lower);
            upper = Product512(in left, in right, index + width, upper);
        }

        return OfHalf(in left, in right, length, index, lower + upper);
    }

    /// <summary>The tree from 64 bytes of partial sums on, half of those of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T OfHalf<T>(ref readonly T left, ref readonly T right, nuint length, nuint index, Vector512<T> half)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        if (index + width <= length)
        {
            half = Product512(in left, in right, index, half);
            index += width;
        }

        return OfQuarter(in left, in right, length, index, half.GetLower() + half.GetUpper());
    }

    /// <summary>The tree in registers of 256 bits.</summary>
    [MethodImpl(Jit.Loop)]
    public static T Of256<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector256<T>.Count;
        nuint index = 0;
        Vector256<T> quarter = Vector256<T>.Zero;
        if (length >= 2 * width)
        {
            // The sums of a block are lower, upper, sum2 and sum3, in this order. The upper half of them, sum2 and sum3, joins
            // the lower half, which then is the lower and the upper half of 64 bytes.
            Vector256<T> lower = Vector256<T>.Zero;
            Vector256<T> upper = Vector256<T>.Zero;
            if (length >= 4 * width)
            {
                Vector256<T> sum2 = Vector256<T>.Zero;
                Vector256<T> sum3 = Vector256<T>.Zero;
                do
                {
                    lower = Product256(in left, in right, index, lower);
                    upper = Product256(in left, in right, index + width, upper);
                    sum2 = Product256(in left, in right, index + (2 * width), sum2);
                    sum3 = Product256(in left, in right, index + (3 * width), sum3);
                    index += 4 * width;
                }
                while (index + (4 * width) <= length);
                lower += sum2;
                upper += sum3;
            }

            // A run of 64 bytes.
            if (index + (2 * width) <= length)
            {
                lower = Product256(in left, in right, index, lower);
                upper = Product256(in left, in right, index + width, upper);
                index += 2 * width;
            }

            quarter = lower + upper;
        }

        return OfQuarter(in left, in right, length, index, quarter);
    }

    /// <summary>The tree in registers of 128 bits.</summary>
    [MethodImpl(Jit.Loop)]
    public static T Of128<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The sums of a block are sum0 to sum7. Each halving adds the upper half of the registers to the lower half: 4 to 7
        // join 0 to 3, then 2 and 3 join 0 and 1, then 1 joins 0.
        nuint width = (nuint)Vector128<T>.Count;
        nuint index = 0;
        Vector128<T> sum0 = Vector128<T>.Zero;
        Vector128<T> sum1 = Vector128<T>.Zero;
        if (length >= 4 * width)
        {
            Vector128<T> sum2 = Vector128<T>.Zero;
            Vector128<T> sum3 = Vector128<T>.Zero;
            if (length >= 8 * width)
            {
                Vector128<T> sum4 = Vector128<T>.Zero;
                Vector128<T> sum5 = Vector128<T>.Zero;
                Vector128<T> sum6 = Vector128<T>.Zero;
                Vector128<T> sum7 = Vector128<T>.Zero;
                do
                {
                    sum0 = Product128(in left, in right, index, sum0);
                    sum1 = Product128(in left, in right, index + width, sum1);
                    sum2 = Product128(in left, in right, index + (2 * width), sum2);
                    sum3 = Product128(in left, in right, index + (3 * width), sum3);
                    sum4 = Product128(in left, in right, index + (4 * width), sum4);
                    sum5 = Product128(in left, in right, index + (5 * width), sum5);
                    sum6 = Product128(in left, in right, index + (6 * width), sum6);
                    sum7 = Product128(in left, in right, index + (7 * width), sum7);
                    index += 8 * width;
                }
                while (index + (8 * width) <= length);
                sum0 += sum4;
                sum1 += sum5;
                sum2 += sum6;
                sum3 += sum7;
            }

            // A run of 64 bytes.
            if (index + (4 * width) <= length)
            {
                sum0 = Product128(in left, in right, index, sum0);
                sum1 = Product128(in left, in right, index + width, sum1);
                sum2 = Product128(in left, in right, index + (2 * width), sum2);
                sum3 = Product128(in left, in right, index + (3 * width), sum3);
                index += 4 * width;
            }

            sum0 += sum2;
            sum1 += sum3;
        }

        // A run of 32 bytes.
        if (index + (2 * width) <= length)
        {
            sum0 = Product128(in left, in right, index, sum0);
            sum1 = Product128(in left, in right, index + width, sum1);
            index += 2 * width;
        }

        return OfEighth(in left, in right, length, index, sum0 + sum1);
    }

    /// <summary>The definition: the tree, one element at a time. All other forms must give its bits.</summary>
    public static T OfScalar<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int block = 128 / Unsafe.SizeOf<T>();
        Span<T> sums = stackalloc T[block];
        sums.Clear();
        nuint index = 0;
        for (int count = block; ; count /= 2)
        {
            // Many blocks join at the first level, at most one run at each level below.
            while (index + (nuint)count <= length)
            {
                for (int lane = 0; lane < count; lane++)
                {
                    sums[lane] = Fused.MultiplyAdd(
                        At(in left, index + (nuint)lane), At(in right, index + (nuint)lane), sums[lane]);
                }

                index += (nuint)count;
            }

            if (count == 1)
            {
                return sums[0];
            }

            // The halving: the upper half of the sums joins the lower half.
            for (int lane = 0; lane < count / 2; lane++)
            {
                sums[lane] += sums[lane + (count / 2)];
            }
        }
    }

    /// <summary>The tree from 32 bytes of partial sums on, a quarter of those of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfQuarter<T>(
        ref readonly T left, ref readonly T right, nuint length, nuint index, Vector256<T> quarter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector256<T>.Count;
        if (index + width <= length)
        {
            quarter = Product256(in left, in right, index, quarter);
            index += width;
        }

        return OfEighth(in left, in right, length, index, quarter.GetLower() + quarter.GetUpper());
    }

    /// <summary>The tree from 16 bytes of partial sums on, an eighth of those of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T OfEighth<T>(
        ref readonly T left, ref readonly T right, nuint length, nuint index, Vector128<T> eighth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector128<T>.Count;
        if (index + width <= length)
        {
            eighth = Product128(in left, in right, index, eighth);
            index += width;
        }

        return OfTail(in left, in right, length, index, eighth);
    }

    /// <summary>The end of the tree, with fewer than 16 bytes left over: too few for registers, so single numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfTail<T>(
        ref readonly T left, ref readonly T right, nuint length, nuint index, Vector128<T> eighth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum;
        if (typeof(T) == typeof(float))
        {
            // [0 1 2 3] to [0+2 1+3], then a run of two floats.
            T sum0 = eighth[0] + eighth[2];
            T sum1 = eighth[1] + eighth[3];
            if (index + 2 <= length)
            {
                sum0 = Fused.MultiplyAdd(At(in left, index), At(in right, index), sum0);
                sum1 = Fused.MultiplyAdd(At(in left, index + 1), At(in right, index + 1), sum1);
                index += 2;
            }

            sum = sum0 + sum1;
        }
        else
        {
            sum = eighth[0] + eighth[1];
        }

        return index < length ? Fused.MultiplyAdd(At(in left, index), At(in right, index), sum) : sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Product512<T>(ref readonly T left, ref readonly T right, nuint index, Vector512<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fused.MultiplyAdd(Vector512.LoadUnsafe(in left, index), Vector512.LoadUnsafe(in right, index), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Product256<T>(ref readonly T left, ref readonly T right, nuint index, Vector256<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fused.MultiplyAdd(Vector256.LoadUnsafe(in left, index), Vector256.LoadUnsafe(in right, index), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Product128<T>(ref readonly T left, ref readonly T right, nuint index, Vector128<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fused.MultiplyAdd(Vector128.LoadUnsafe(in left, index), Vector128.LoadUnsafe(in right, index), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T At<T>(ref readonly T source, nuint index) => Unsafe.Add(ref Unsafe.AsRef(in source), index);
}
