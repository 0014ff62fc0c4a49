using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Computes the tree of <see cref="Dot"/> for four rows at once in registers of 512 bits, and for eight or sixteen rows from
/// two or four such groups. Only for processors with AVX-512.
/// </summary>
internal static partial class FourRows
{
    // The tree gives each row 128 bytes of partial sums and halves them. The sums of one row would fill less of a register with
    // each halving. Those of four rows fill it down to 16 bytes each, so each step and each piece of the tail works on whole
    // registers:
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

    /// <summary>The dot products of sixteen rows of floats, in their order. The length in bytes is a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sixteen<T>(ref readonly T row, ref readonly T vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint four = 4 * length;
        ref T first = ref Unsafe.AsRef(in row);
        return Sixteen(
            Sums(in first, in vector, length),
            Sums(in Unsafe.Add(ref first, four), in vector, length),
            Sums(in Unsafe.Add(ref first, 2 * four), in vector, length),
            Sums(in Unsafe.Add(ref first, 3 * four), in vector, length));
    }

    /// <summary>The same from the 16 bytes of partial sums for each row that are left of the tree: four rows of floats in each register.</summary>
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

    /// <summary>The dot products of eight rows of doubles, in their order. The length in bytes is a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Eight<T>(ref readonly T row, ref readonly T vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Eight(
            Sums(in row, in vector, length),
            Sums(in Unsafe.Add(ref Unsafe.AsRef(in row), 4 * length), in vector, length));

    /// <summary>The same from the 16 bytes of partial sums for each row that are left of the tree: four rows of doubles in each register.</summary>
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
    /// Ends the tree for four rows, adds the addends and stores the four results. <paramref name="sums"/> holds 16 bytes of
    /// partial sums of each row, those of row r in the r-th quarter. The last bytes of the rows, fewer than 16, join here.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<T>(
        Vector512<T> sums,
        ref readonly T row,
        ref readonly T vector,
        nuint length,
        ref readonly T addend,
        nuint addendStep,
        ref T destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint index = length & ~((nuint)Vector128<T>.Count - 1);
        ref T row0 = ref Unsafe.Add(ref Unsafe.AsRef(in row), index);
        ref T weight = ref Unsafe.Add(ref Unsafe.AsRef(in vector), index);

        // From 16 bytes a row to 8. Here a0 is one double or two floats. Permute2x64 swaps the two halves of each quarter:
        //
        //   sums       [a0 a1 | b0 b1 | c0 c1 | d0 d1]
        //   permuted   [a1 a0 | b1 b0 | c1 c0 | d1 d0]
        //   their sum  [a  a  | b  b  | c  c  | d  d ]
        //   halves     [a  b    c  d ]
        //
        // PermuteVar8x64 collects the first of each pair into the lower half, which is the one that GetLower keeps.
        sums += Avx512F.Permute2x64(sums.AsDouble(), 0b01010101).As<double, T>();
        Vector256<T> halves =
            Avx512F.PermuteVar8x64(sums.AsDouble(), Vector512.Create(0L, 2, 4, 6, 0, 2, 4, 6)).As<double, T>().GetLower();
        if (typeof(T) == typeof(double))
        {
            // 8 bytes are one double: the tree has come to one sum for each row, and at most one value is left.
            if (index < length)
            {
                halves = Fused.MultiplyAdd(Doubles(in row0, length).As<double, T>(), Vector256.Create(weight), halves);
            }

            halves += addendStep == 0 ? Vector256.Create(addend) : Vector256.LoadUnsafe(in addend);
            halves.StoreUnsafe(ref destination);
            return;
        }

        // Two sums for each row: a run of two floats joins. Both go as one double, so that the two weights are repeated for all
        // rows by one instruction and the four rows are collected by the same method as doubles.
        if (index + 2 <= length)
        {
            Vector256<double> both = Vector256.Create(Unsafe.As<T, double>(ref weight));
            halves = Fused.MultiplyAdd(Doubles(in row0, length).As<double, T>(), both.As<double, T>(), halves);
            row0 = ref Unsafe.Add(ref row0, 2);
            weight = ref Unsafe.Add(ref weight, 2);
            index += 2;
        }

        // From 8 bytes a row to 4, now in floats:
        //
        //   lower  [a0 a1 b0 b1]    evens  [a0 b0 c0 d0]    results  [a b c d]
        //   upper  [c0 c1 d0 d1]    odds   [a1 b1 c1 d1]
        Vector128<float> lower = halves.AsSingle().GetLower();
        Vector128<float> upper = halves.AsSingle().GetUpper();
        Vector128<T> results = (Sse.Shuffle(lower, upper, Evens) + Sse.Shuffle(lower, upper, Odds)).As<float, T>();

        // One sum for each row: the last float joins.
        if (index < length)
        {
            Vector128<T> values = Vector128.Create(
                Unsafe.As<T, float>(ref row0),
                Unsafe.As<T, float>(ref Unsafe.Add(ref row0, length)),
                Unsafe.As<T, float>(ref Unsafe.Add(ref row0, 2 * length)),
                Unsafe.As<T, float>(ref Unsafe.Add(ref row0, 3 * length))).As<float, T>();
            results = Fused.MultiplyAdd(values, Vector128.Create(weight), results);
        }

        results += addendStep == 0 ? Vector128.Create(addend) : Vector128.LoadUnsafe(in addend);
        results.StoreUnsafe(ref destination);
    }

    /// <summary>The first 8 bytes of each of four rows: one double or two floats a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Doubles<T>(ref readonly T row, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T row0 = ref Unsafe.AsRef(in row);
        return Vector256.Create(
            Unsafe.As<T, double>(ref row0),
            Unsafe.As<T, double>(ref Unsafe.Add(ref row0, length)),
            Unsafe.As<T, double>(ref Unsafe.Add(ref row0, 2 * length)),
            Unsafe.As<T, double>(ref Unsafe.Add(ref row0, 3 * length)));
    }

    /// <summary>
    /// Runs the tree for four rows down to 16 bytes of partial sums for each: those of row r are in the r-th quarter of the
    /// result. The last bytes of the rows, fewer than 16, have not joined.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sums<T>(ref readonly T row, ref readonly T vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        ref T row0 = ref Unsafe.AsRef(in row);
        ref T row1 = ref Unsafe.Add(ref row0, length);
        ref T row2 = ref Unsafe.Add(ref row1, length);
        ref T row3 = ref Unsafe.Add(ref row2, length);
        Vector512<T> half01 = Vector512<T>.Zero, half23 = Vector512<T>.Zero;

        // Short rows skip the levels of the tree that they have no values for: halving sums that are all 0 gives 0.
        if (length >= width)
        {
            nuint index = 0;
            Vector512<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            if (length >= 2 * width)
            {
                // Blocks of 128 bytes: sum and high are the lower and the upper half of a row's partial sums. The weights are
                // loaded once for four rows.
                Vector512<T> high0 = default, high1 = default, high2 = default, high3 = default;
                do
                {
                    Vector512<T> weight = Vector512.LoadUnsafe(in vector, index);
                    sum0 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index), weight, sum0);
                    sum1 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index), weight, sum1);
                    sum2 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index), weight, sum2);
                    sum3 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index), weight, sum3);
                    index += width;
                    weight = Vector512.LoadUnsafe(in vector, index);
                    high0 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index), weight, high0);
                    high1 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index), weight, high1);
                    high2 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index), weight, high2);
                    high3 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index), weight, high3);
                    index += width;
                }
                while (index + (2 * width) <= length);

                // From 128 bytes a row to 64.
                sum0 += high0;
                sum1 += high1;
                sum2 += high2;
                sum3 += high3;
            }

            // The tail: a run of 64 bytes joins where the tree has 64 bytes of sums.
            if (index + width <= length)
            {
                Vector512<T> weight = Vector512.LoadUnsafe(in vector, index);
                sum0 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index), weight, sum0);
                sum1 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index), weight, sum1);
                sum2 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index), weight, sum2);
                sum3 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index), weight, sum3);
            }

            // From 64 bytes a row to 32, by quarters of 16 bytes:
            //
            //   sum0  [a0 a1 a2 a3]    half01  [a0+a2 a1+a3 b0+b2 b1+b3]
            //   sum1  [b0 b1 b2 b3]
            half01 = Quarters(sum0, sum1, LowerHalves) + Quarters(sum0, sum1, UpperHalves);
            half23 = Quarters(sum2, sum3, LowerHalves) + Quarters(sum2, sum3, UpperHalves);
        }

        return Joined(in row, in vector, length, half01, half23);
    }

    /// <summary>
    /// Runs the tree for four rows from 32 bytes of partial sums each down to 16: those of row r are in the r-th quarter of the
    /// result. The runs of 32 and 16 bytes that are left over join on the way.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Joined<T>(
        ref readonly T row, ref readonly T vector, nuint length, Vector512<T> half01, Vector512<T> half23)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        nuint index = length & ~(width - 1);
        ref T row0 = ref Unsafe.Add(ref Unsafe.AsRef(in row), index);
        ref T row1 = ref Unsafe.Add(ref row0, length);
        ref T row2 = ref Unsafe.Add(ref row1, length);
        ref T row3 = ref Unsafe.Add(ref row2, length);
        nuint done = 0;

        // A run of 32 bytes joins: the rows lie in the register as the sums do, and the weights are repeated for each row.
        //
        //   half01  [row 0   | row 1  ]
        //   weight  [weights | weights]
        if (index + (width / 2) <= length)
        {
            Vector256<T> part = Vector256.LoadUnsafe(in vector, index);
            Vector512<T> weight = Beside(part, part);
            half01 = Fused.MultiplyAdd(
                Beside(Vector256.LoadUnsafe(ref row0), Vector256.LoadUnsafe(ref row1)), weight, half01);
            half23 = Fused.MultiplyAdd(
                Beside(Vector256.LoadUnsafe(ref row2), Vector256.LoadUnsafe(ref row3)), weight, half23);
            done = width / 2;
        }

        // From 32 bytes a row to 16, by quarters of 16 bytes:
        //
        //   half01  [a0 a1 b0 b1]    evens  [a0 b0 c0 d0]    sums  [a b c d]
        //   half23  [c0 c1 d0 d1]    odds   [a1 b1 c1 d1]
        Vector512<T> sums = Quarters(half01, half23, Evens) + Quarters(half01, half23, Odds);

        // A run of 16 bytes of each row joins, in one register for all four.
        if (index + done + (width / 4) <= length)
        {
            Vector128<T> part = Vector128.LoadUnsafe(in vector, index + done);
            Vector256<T> lower = Beside(Vector128.LoadUnsafe(ref row0, done), Vector128.LoadUnsafe(ref row1, done));
            Vector256<T> upper = Beside(Vector128.LoadUnsafe(ref row2, done), Vector128.LoadUnsafe(ref row3, done));
            Vector256<T> weight = Beside(part, part);
            sums = Fused.MultiplyAdd(Beside(lower, upper), Beside(weight, weight), sums);
        }

        return sums;
    }

    /// <summary>Two registers as one. Create of the framework would write both halves over a register that it first reads from memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Beside<T>(Vector256<T> lower, Vector256<T> upper)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => lower.ToVector512Unsafe().WithUpper(upper);

    /// <inheritdoc cref="Beside{T}(Vector256{T}, Vector256{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Beside<T>(Vector128<T> lower, Vector128<T> upper)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => lower.ToVector256Unsafe().WithUpper(upper);

    /// <summary>Two quarters of the left register and two of the right one, chosen by the control byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Quarters<T>(Vector512<T> left, Vector512<T> right, [ConstantExpected] byte control)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Avx512F.Shuffle4x128(left.AsDouble(), right.AsDouble(), control).As<double, T>();
}
