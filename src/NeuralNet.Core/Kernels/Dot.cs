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
/// There are 128 bytes of partial sums; for short rows 64, 32 or 16, the least that hold a row. Element i is multiplied into sum i modulo
/// their number, every product fused, one block of elements after the other. The partial sums are then halved, lower half plus upper half,
/// down to one. Registers of any width compute the same tree. An element that is 0 changes nothing, at most the sign of a sum that is 0.
/// </remarks>
internal static partial class Dot
{
    /// <summary>The bytes of all partial sums.</summary>
    public const int BlockBytes = 128;

    // The tree for floats. A level halves the sums of the level above: sum i takes sum i + half.
    //
    //   sums   bytes   registers                             begin here
    //     32     128   2 of 512 bits, 4 of 256 or 8 of 128   rows of more than 16 elements
    //     16      64   1 of 512 bits, 2 of 256 or 4 of 128   9 to 16
    //      8      32   1 of 256 bits or 2 of 128             5 to 8
    //      4      16   1 of 128 bits                         up to 4
    //      2       8   none, two numbers
    //      1       4   none, one number
    //
    // The tree for doubles has half as many sums in the same bytes and ends one level earlier.
    //
    // The number of partial sums decides the bits of the result, so it can't follow the width of the registers. That it follows the
    // length of short rows decides only a sign: a product may underflow to -0, which stays if no 0 is added to it.

    /// <summary>The sum of left[i] * right[i]; 0 for no elements. Both spans have the same length.</summary>
    [MethodImpl(Jit.Loop)]
    public static T Compute<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(left.Length == right.Length, "Both sides of a dot product have the same length.");
        return Compute(in MemoryMarshal.GetReference(left), in MemoryMarshal.GetReference(right), (nuint)left.Length);
    }

    /// <summary>The sum of left[i] * right[i] for i below <paramref name="length"/>, inlined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Compute<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (length <= 4)
        {
            return OfFew(in left, in right, length);
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

    /// <summary>The same. With registers of 512 bits it is inlined: for a single product, where the call counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Inlined<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(left.Length == right.Length, "Both sides of a dot product have the same length.");
        return Vector512.IsHardwareAccelerated && left.Length > 4
            ? Inlined512(in MemoryMarshal.GetReference(left), in MemoryMarshal.GetReference(right), (nuint)left.Length)
            : Compute(left, right);
    }

    /// <summary>Up to four elements: single numbers are faster than registers that must be filled first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfFew<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum0 = length > 0 ? Product(in left, in right, 0) : T.Zero;
        T sum1 = length > 1 ? Product(in left, in right, 1) : T.Zero;
        if (typeof(T) == typeof(float) || length > 2)
        {
            sum0 += length > 2 ? Product(in left, in right, 2) : T.Zero;
            sum1 += length > 3 ? Product(in left, in right, 3) : T.Zero;
        }

        return sum0 + sum1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static T Product(ref readonly T left, ref readonly T right, nuint index) =>
            Fused.MultiplyAdd(At(in left, index), At(in right, index), T.Zero);
    }

    /// <summary>The tree in registers of 256 bits.</summary>
    [MethodImpl(Jit.Loop)]
    public static T Of256<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Of the 128 bytes of partial sums, sum0 and sum1 are the lower half.
        nuint width = (nuint)Vector256<T>.Count;
        nuint index = 0;
        Vector256<T> sum0 = Vector256<T>.Zero, sum1 = Vector256<T>.Zero, sum2 = Vector256<T>.Zero, sum3 = Vector256<T>.Zero;
        for (; index + (4 * width) <= length; index += 4 * width)
        {
            sum0 = Product256(in left, in right, index, sum0);
            sum1 = Product256(in left, in right, index + width, sum1);
            sum2 = Product256(in left, in right, index + (2 * width), sum2);
            sum3 = Product256(in left, in right, index + (3 * width), sum3);
        }

        // Whole registers of the last block, then the elements that fill no register.
        nuint whole = (length - index) / width;
        sum0 = whole > 0 ? Product256(in left, in right, index, sum0) : sum0;
        sum1 = whole > 1 ? Product256(in left, in right, index + width, sum1) : sum1;
        sum2 = whole > 2 ? Product256(in left, in right, index + (2 * width), sum2) : sum2;
        index += whole * width;
        if (index < length)
        {
            Vector256<T> lastLeft = Last256(in left, index, length);
            Vector256<T> lastRight = Last256(in right, index, length);
            switch (whole)
            {
                case 0:
                    sum0 = Fused.MultiplyAdd(lastLeft, lastRight, sum0);
                    break;
                case 1:
                    sum1 = Fused.MultiplyAdd(lastLeft, lastRight, sum1);
                    break;
                case 2:
                    sum2 = Fused.MultiplyAdd(lastLeft, lastRight, sum2);
                    break;
                default:
                    sum3 = Fused.MultiplyAdd(lastLeft, lastRight, sum3);
                    break;
            }
        }

        if (length > 2 * width)
        {
            return OfQuarter((sum0 + sum2) + (sum1 + sum3));
        }

        return length > width ? OfQuarter(sum0 + sum1) : length > width / 2 ? OfQuarter(sum0) : OfEighth(sum0.GetLower());
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
        Vector128<T> sum0 = Vector128<T>.Zero, sum1 = Vector128<T>.Zero, sum2 = Vector128<T>.Zero, sum3 = Vector128<T>.Zero;
        Vector128<T> sum4 = Vector128<T>.Zero, sum5 = Vector128<T>.Zero, sum6 = Vector128<T>.Zero, sum7 = Vector128<T>.Zero;
        for (; index + (8 * width) <= length; index += 8 * width)
        {
            sum0 = Product128(in left, in right, index, sum0);
            sum1 = Product128(in left, in right, index + width, sum1);
            sum2 = Product128(in left, in right, index + (2 * width), sum2);
            sum3 = Product128(in left, in right, index + (3 * width), sum3);
            sum4 = Product128(in left, in right, index + (4 * width), sum4);
            sum5 = Product128(in left, in right, index + (5 * width), sum5);
            sum6 = Product128(in left, in right, index + (6 * width), sum6);
            sum7 = Product128(in left, in right, index + (7 * width), sum7);
        }

        // The last block, as far as it goes.
        sum0 = index < length ? ProductOfSome(in left, in right, index, length, sum0) : sum0;
        sum1 = index + width < length ? ProductOfSome(in left, in right, index + width, length, sum1) : sum1;
        sum2 = index + (2 * width) < length ? ProductOfSome(in left, in right, index + (2 * width), length, sum2) : sum2;
        sum3 = index + (3 * width) < length ? ProductOfSome(in left, in right, index + (3 * width), length, sum3) : sum3;
        sum4 = index + (4 * width) < length ? ProductOfSome(in left, in right, index + (4 * width), length, sum4) : sum4;
        sum5 = index + (5 * width) < length ? ProductOfSome(in left, in right, index + (5 * width), length, sum5) : sum5;
        sum6 = index + (6 * width) < length ? ProductOfSome(in left, in right, index + (6 * width), length, sum6) : sum6;
        sum7 = index + (7 * width) < length ? ProductOfSome(in left, in right, index + (7 * width), length, sum7) : sum7;
        if (length > 4 * width)
        {
            return OfEighth(((sum0 + sum4) + (sum2 + sum6)) + ((sum1 + sum5) + (sum3 + sum7)));
        }

        return OfEighth(length > 2 * width ? (sum0 + sum2) + (sum1 + sum3) : length > width ? sum0 + sum1 : sum0);
    }

    /// <summary>The definition: the tree, one element at a time. All other forms must give its bits.</summary>
    public static T OfScalar<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint block = (nuint)(BlockBytes / Unsafe.SizeOf<T>());
        while (block > (nuint)(16 / Unsafe.SizeOf<T>()) && block / 2 >= length)
        {
            block /= 2;
        }

        Span<T> sums = stackalloc T[(int)block];
        sums.Clear();
        for (nuint index = 0; index < length; index++)
        {
            ref T sum = ref sums[(int)(index % block)];
            sum = Fused.MultiplyAdd(At(in left, index), At(in right, index), sum);
        }

        return Halved(sums);
    }

    /// <summary>Halves a power of two of partial sums down to one.</summary>
    public static T Halved<T>(Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int half = sums.Length / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                sums[lane] += sums[lane + half];
            }
        }

        return sums[0];
    }

    /// <summary>The tree from 64 bytes of partial sums on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfHalf<T>(Vector512<T> half)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OfQuarter(half.GetLower() + half.GetUpper());

    /// <summary>The tree from 64 bytes of partial sums on, or from as many as a row of this length has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfHalf<T>(Vector512<T> half, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> lower = half.GetLower();
        if (length > (nuint)Vector256<T>.Count)
        {
            return OfQuarter(lower + half.GetUpper());
        }

        return length > (nuint)Vector128<T>.Count ? OfQuarter(lower) : OfEighth(lower.GetLower());
    }

    /// <summary>The tree from 32 bytes of partial sums on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfQuarter<T>(Vector256<T> quarter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OfEighth(quarter.GetLower() + quarter.GetUpper());

    /// <summary>The tree from 16 bytes of partial sums on: single numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfEighth<T>(Vector128<T> eighth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? (eighth[0] + eighth[2]) + (eighth[1] + eighth[3])
            : eighth[0] + eighth[1];

    /// <summary>The last elements, fewer than 32 bytes, and 0 after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Last256<T>(ref readonly T source, nuint index, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint middle = index + (nuint)Vector128<T>.Count;
        if (length < middle)
        {
            return Last128(in source, index, length).ToVector256();
        }

        Vector128<T> lower = Vector128.LoadUnsafe(in source, index);
        return length == middle ? lower.ToVector256() : Vector256.Create(lower, Last128(in source, middle, length));
    }

    /// <summary>
    /// The last elements, fewer than 16 bytes, and 0 after them. Loaded one by one: weights may just have been stored so, and a load
    /// across several stores would have to wait.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Last128<T>(ref readonly T source, nuint index, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector128<T> last = Vector128.CreateScalar(At(in source, index));
        if (typeof(T) == typeof(float) && index + 1 < length)
        {
            last = last.WithElement(1, At(in source, index + 1));
            last = index + 2 < length ? last.WithElement(2, At(in source, index + 2)) : last;
        }

        return last;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Product256<T>(ref readonly T left, ref readonly T right, nuint index, Vector256<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fused.MultiplyAdd(Vector256.LoadUnsafe(in left, index), Vector256.LoadUnsafe(in right, index), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Product128<T>(ref readonly T left, ref readonly T right, nuint index, Vector128<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fused.MultiplyAdd(Vector128.LoadUnsafe(in left, index), Vector128.LoadUnsafe(in right, index), sum);

    /// <summary>Up to 16 bytes of elements, as many as are left, and 0 after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Some128<T>(ref readonly T source, nuint index, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        index + (nuint)Vector128<T>.Count <= length ? Vector128.LoadUnsafe(in source, index) : Last128(in source, index, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> ProductOfSome<T>(
        ref readonly T left, ref readonly T right, nuint index, nuint length, Vector128<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fused.MultiplyAdd(Some128(in left, index, length), Some128(in right, index, length), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T At<T>(ref readonly T source, nuint index) => Unsafe.Add(ref Unsafe.AsRef(in source), index);
}
