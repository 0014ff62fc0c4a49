using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Computes the tree of <see cref="Dot"/> for four rows at once in registers of 512 bits, and for eight or sixteen rows from
/// two or four such groups. Only for processors with AVX-512. Memory must be pinned.
/// </summary>
internal static unsafe partial class FourRows
{
    // The tree gives each row 128 bytes of partial sums and halves them. The sums of one row would fill less of a register with
    // each halving. Those of four rows fill it down to 16 bytes each, so each step works on whole registers:
    //
    //                    row 0         row 1         row 2         row 3
    //   128 bytes each   sum0 high0    sum1 high1    sum2 high2    sum3 high3    eight registers
    //    64 bytes each   sum0          sum1          sum2          sum3          four
    //    32 bytes each   half01 ------------------   half23 ------------------   two
    //    16 bytes each   sums ----------------------------------------------------   one
    //
    // Eight registers of sums are also eight independent chains of operations. A processor with two units for fused
    // multiply-add, of about four cycles latency each, needs that many to keep both units busy.

    // A control byte has two bits for each of the four places of a result, the lowest bits for the first place. The first two
    // places take elements of the left operand, the last two take elements of the right one. An element is a float where the
    // byte goes to Shuffle, and a quarter of 16 bytes where it goes to Quarters.
    //
    //                 left      right     result
    //   LowerHalves   a b . .   c d . .   a b c d
    //   UpperHalves   . . a b   . . c d   a b c d
    //   Evens         a . b .   c . d .   a b c d
    //   Odds          . a . b   . c . d   a b c d
    //
    // LowerHalves + UpperHalves halves each operand: lower half plus upper half, as the tree does. Evens + Odds halves operands
    // that already hold two rows, one in each half.
    private const byte LowerHalves = 0b_01_00_01_00;
    private const byte UpperHalves = 0b_11_10_11_10;
    private const byte Evens = 0b_10_00_10_00;
    private const byte Odds = 0b_11_01_11_01;

    /// <summary>
    /// Ends the tree for sixteen rows of floats, in their order: from 16 bytes of partial sums for each, four rows in each register.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sixteen<T>(Vector512<T> rows0, Vector512<T> rows4, Vector512<T> rows8, Vector512<T> rows12)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Avx512F.Shuffle works in each quarter of 128 bits by itself. Quarter q of the registers holds four partial sums of the
        // rows q, 4 + q, 8 + q and 12 + q, here called a, b, c and d:
        //
        //   rows0   [a0 a1 a2 a3]    pairs0  [a0+a2 a1+a3 b0+b2 b1+b3]    sums  [a b c d]
        //   rows4   [b0 b1 b2 b3]
        //   rows8   [c0 c1 c2 c3]    pairs1  [c0+c2 c1+c3 d0+d2 d1+d3]
        //   rows12  [d0 d1 d2 d3]
        Vector512<float> sums0 = rows0.AsSingle(), sums1 = rows4.AsSingle(), sums2 = rows8.AsSingle(), sums3 = rows12.AsSingle();
        Vector512<float> pairs0 =
            Avx512F.Shuffle(sums0, sums1, LowerHalves) + Avx512F.Shuffle(sums0, sums1, UpperHalves);
        Vector512<float> pairs1 =
            Avx512F.Shuffle(sums2, sums3, LowerHalves) + Avx512F.Shuffle(sums2, sums3, UpperHalves);
        Vector512<float> sums = Avx512F.Shuffle(pairs0, pairs1, Evens) + Avx512F.Shuffle(pairs0, pairs1, Odds);

        // Each lane now has the whole sum of one row. By the numbers of the rows:
        //
        //   from  [0 4 8 12 | 1 5 9 13 | 2 6 10 14 |  3  7 11 15]
        //   to    [0 1 2  3 | 4 5 6  7 | 8 9 10 11 | 12 13 14 15]
        return Avx512F.PermuteVar16x32(
            sums, Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).As<float, T>();
    }

    /// <summary>
    /// The same for eight rows of doubles, from four rows in each register.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Eight<T>(Vector512<T> rows0, Vector512<T> rows4)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // UnpackLow and UnpackHigh also work in each quarter by itself. Quarter q of the registers holds two partial sums of
        // the rows q and 4 + q, here called a and b:
        //
        //   rows0  [a0 a1]    low   [a0 b0]    sums  [a b]
        //   rows4  [b0 b1]    high  [a1 b1]
        Vector512<double> sums0 = rows0.AsDouble(), sums1 = rows4.AsDouble();
        Vector512<double> sums = Avx512F.UnpackLow(sums0, sums1) + Avx512F.UnpackHigh(sums0, sums1);

        // Each lane now has the whole sum of one row. By the numbers of the rows:
        //
        //   from  [0 4 | 1 5 | 2 6 | 3 7]
        //   to    [0 1 | 2 3 | 4 5 | 6 7]
        return Avx512F.PermuteVar8x64(sums, Vector512.Create(0L, 2, 4, 6, 1, 3, 5, 7)).As<double, T>();
    }

    /// <summary>
    /// Ends the tree for as many rows as a register has lanes: sixteen of floats from four registers, eight of doubles from two.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Results<T>(Vector512<T>* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? Sixteen(sums[0], sums[1], sums[2], sums[3]) : Eight(sums[0], sums[1]);

    /// <summary>
    /// Rows of more than 64 bytes, wherever they lie: runs the tree down to 16 bytes of partial sums for each. Those of row r are in the r-th
    /// quarter of the result.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sums<T>(T* row0, T* row1, T* row2, T* row3, T* vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // sum and high are the lower and the upper half of a row's 128 bytes of partial sums. The weights are loaded once for four rows.
        nuint width = (nuint)Vector512<T>.Count;
        nuint index = 0;
        Vector512<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        Vector512<T> high0 = default, high1 = default, high2 = default, high3 = default;
        for (; index + (2 * width) <= length; index += 2 * width)
        {
            Vector512<T> weight = Vector512.Load(vector + index);
            sum0 = Fused.MultiplyAdd(Vector512.Load(row0 + index), weight, sum0);
            sum1 = Fused.MultiplyAdd(Vector512.Load(row1 + index), weight, sum1);
            sum2 = Fused.MultiplyAdd(Vector512.Load(row2 + index), weight, sum2);
            sum3 = Fused.MultiplyAdd(Vector512.Load(row3 + index), weight, sum3);
            nuint next = index + width;
            weight = Vector512.Load(vector + next);
            high0 = Fused.MultiplyAdd(Vector512.Load(row0 + next), weight, high0);
            high1 = Fused.MultiplyAdd(Vector512.Load(row1 + next), weight, high1);
            high2 = Fused.MultiplyAdd(Vector512.Load(row2 + next), weight, high2);
            high3 = Fused.MultiplyAdd(Vector512.Load(row3 + next), weight, high3);
        }

        // The last block, as far as it goes.
        bool isLower = index + width > length;
        if (!isLower)
        {
            Vector512<T> weight = Vector512.Load(vector + index);
            sum0 = Fused.MultiplyAdd(Vector512.Load(row0 + index), weight, sum0);
            sum1 = Fused.MultiplyAdd(Vector512.Load(row1 + index), weight, sum1);
            sum2 = Fused.MultiplyAdd(Vector512.Load(row2 + index), weight, sum2);
            sum3 = Fused.MultiplyAdd(Vector512.Load(row3 + index), weight, sum3);
            index += width;
        }

        if (index < length)
        {
            Vector512<T> mask = Masked.FirstLanes<T>((nint)(length - index));
            if (isLower)
            {
                Vector512<T> weight = Masked.Load(vector + index, mask);
                sum0 = Fused.MultiplyAdd(Masked.Load(row0 + index, mask), weight, sum0);
                sum1 = Fused.MultiplyAdd(Masked.Load(row1 + index, mask), weight, sum1);
                sum2 = Fused.MultiplyAdd(Masked.Load(row2 + index, mask), weight, sum2);
                sum3 = Fused.MultiplyAdd(Masked.Load(row3 + index, mask), weight, sum3);
            }
            else
            {
                Vector512<T> weight = Masked.Load(vector + index, mask);
                high0 = Fused.MultiplyAdd(Masked.Load(row0 + index, mask), weight, high0);
                high1 = Fused.MultiplyAdd(Masked.Load(row1 + index, mask), weight, high1);
                high2 = Fused.MultiplyAdd(Masked.Load(row2 + index, mask), weight, high2);
                high3 = Fused.MultiplyAdd(Masked.Load(row3 + index, mask), weight, high3);
            }
        }

        // From 128 bytes a row to 64.
        return Halved(sum0 + high0, sum1 + high1, sum2 + high2, sum3 + high3);
    }

    /// <summary>From 64 bytes of partial sums for each row to 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Halved<T>(Vector512<T> sum0, Vector512<T> sum1, Vector512<T> sum2, Vector512<T> sum3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // From 64 bytes a row to 32, by quarters of 16 bytes:
        //
        //   sum0  [a0 a1 a2 a3]    half01  [a0+a2 a1+a3 b0+b2 b1+b3]
        //   sum1  [b0 b1 b2 b3]
        Vector512<T> half01 = Quarters(sum0, sum1, LowerHalves) + Quarters(sum0, sum1, UpperHalves);
        Vector512<T> half23 = Quarters(sum2, sum3, LowerHalves) + Quarters(sum2, sum3, UpperHalves);
        return Joined(half01, half23);
    }

    /// <summary>From 32 bytes of partial sums for each row to 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Joined<T>(Vector512<T> half01, Vector512<T> half23)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>

        // By quarters of 16 bytes:
        //
        //   half01  [a0 a1 b0 b1]    evens  [a0 b0 c0 d0]    sums  [a b c d]
        //   half23  [c0 c1 d0 d1]    odds   [a1 b1 c1 d1]
        Quarters(half01, half23, Evens) + Quarters(half01, half23, Odds);

    /// <summary>Two quarters of the left register and two of the right one, chosen by the control byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Quarters<T>(Vector512<T> left, Vector512<T> right, [ConstantExpected] byte control)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Avx512F.Shuffle4x128(left.AsDouble(), right.AsDouble(), control).As<double, T>();
}
