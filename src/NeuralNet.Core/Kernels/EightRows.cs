using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Computes the tree of <see cref="Dot"/> for as many rows at once as a register of 256 bits has lanes: eight of floats, four of doubles.
/// Only for processors with AVX2; <see cref="FourRows"/> is faster where there are registers of 512 bits. Memory must be pinned.
/// </summary>
internal static unsafe class EightRows
{
    // Two rows at a time have 128 bytes of partial sums each, in four registers. So eight chains of operations are independent, and
    // weights are loaded once for two rows. By the 32 bytes of a quarter:
    //
    //                    row 0             row 1
    //   128 bytes each   a0 a1 a2 a3       b0 b1 b2 b3      eight registers
    //    64 bytes each   a0 a1             b0 b1            four
    //    32 bytes each   a0                b0               two
    //    16 bytes each   half ------------------            one
    //
    // The halves of all pairs of rows are then reduced together, as in FourRows.Sixteen.

    private const byte LowerHalves = 0b_01_00_01_00;
    private const byte UpperHalves = 0b_11_10_11_10;
    private const byte Evens = 0b_10_00_10_00;
    private const byte Odds = 0b_11_01_11_01;

    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>
    /// destination[r] = rows[r] . vector + addends[r], or + addends[0] for all if the step is 0, for whole registers of rows. Returns the
    /// first row that is left.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(Jit.Loop)]
    public static nuint Compute<T>(T* row, T* vector, nuint length, T* addend, nuint addendStep, T* destination, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector256<T>.Count;
        nuint index = 0;
        Vector256<T>* halves = stackalloc Vector256<T>[4];
        for (; index + width <= count; index += width)
        {
            for (nuint pair = 0; pair < width / 2; pair++)
            {
                halves[pair] = Pair(row, row + length, vector, length);
                row += 2 * length;
            }

            Vector256<T> sums = typeof(T) == typeof(float)
                ? OfFloats(halves[0].AsSingle(), halves[1].AsSingle(), halves[2].AsSingle(), halves[3].AsSingle()).As<float, T>()
                : OfDoubles(halves[0].AsDouble(), halves[1].AsDouble()).As<double, T>();
            sums += addendStep == 0 ? Vector256.Create(*addend) : Vector256.Load(addend + index);
            sums.Store(destination + index);
        }

        return index;
    }

    /// <summary>Runs the tree for two rows down to 16 bytes of partial sums each: those of the first row in the lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Pair<T>(T* row0, T* row1, T* vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector256<T>.Count;
        Vector256<T> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<T> b0 = default, b1 = default, b2 = default, b3 = default;
        nuint index = 0;
        for (; index + (4 * width) <= length; index += 4 * width)
        {
            Add(row0, row1, vector, index, ref a0, ref b0);
            Add(row0, row1, vector, index + width, ref a1, ref b1);
            Add(row0, row1, vector, index + (2 * width), ref a2, ref b2);
            Add(row0, row1, vector, index + (3 * width), ref a3, ref b3);
        }

        // The last block, as far as it goes.
        if (index < length)
        {
            AddLast(row0, row1, vector, index, length, ref a0, ref b0);
            if (index + width < length)
            {
                AddLast(row0, row1, vector, index + width, length, ref a1, ref b1);
            }

            if (index + (2 * width) < length)
            {
                AddLast(row0, row1, vector, index + (2 * width), length, ref a2, ref b2);
            }

            if (index + (3 * width) < length)
            {
                AddLast(row0, row1, vector, index + (3 * width), length, ref a3, ref b3);
            }
        }

        // To 32 bytes a row, from as many as there are. Rows of 16 bytes have no more.
        if (length > 2 * width)
        {
            a0 += a2;
            a1 += a3;
            b0 += b2;
            b1 += b3;
        }

        if (length > width)
        {
            a0 += a1;
            b0 += b1;
        }
        else if (length <= width / 2)
        {
            return Avx.Permute2x128(a0.AsDouble(), b0.AsDouble(), 0x20).As<double, T>();
        }

        // From 32 bytes a row to 16:
        //
        //   a0  [a b]    sums  [a+b c+d]
        //   b0  [c d]
        return Avx.Permute2x128(a0.AsDouble(), b0.AsDouble(), 0x20).As<double, T>()
            + Avx.Permute2x128(a0.AsDouble(), b0.AsDouble(), 0x31).As<double, T>();
    }

    /// <summary>Adds the products of a register of each row to its sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T* row0, T* row1, T* vector, nuint index, ref Vector256<T> sum0, ref Vector256<T> sum1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> weights = Vector256.Load(vector + index);
        sum0 = Fused.MultiplyAdd(weights, Vector256.Load(row0 + index), sum0);
        sum1 = Fused.MultiplyAdd(weights, Vector256.Load(row1 + index), sum1);
    }

    /// <summary>The same with the values that are left, where they fill no register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLast<T>(
        T* row0, T* row1, T* vector, nuint index, nuint length, ref Vector256<T> sum0, ref Vector256<T> sum1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> mask = Masked.FirstLanes256<T>((nint)(length - index));
        Vector256<T> weights = Masked.Load(vector + index, mask);
        sum0 = Fused.MultiplyAdd(weights, Masked.Load(row0 + index, mask), sum0);
        sum1 = Fused.MultiplyAdd(weights, Masked.Load(row1 + index, mask), sum1);
    }

    /// <summary>From the halves of the rows 0 and 1, 2 and 3, 4 and 5, 6 and 7 to one sum for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> OfFloats(
        Vector256<float> rows0, Vector256<float> rows2, Vector256<float> rows4, Vector256<float> rows6)
    {
        // A half of the registers holds four partial sums of a row, and of the rows 2, 4 and 6 after it:
        //
        //   rows0  [a0 a1 a2 a3]    pairs0  [a0+a2 a1+a3 b0+b2 b1+b3]    sums  [a b c d]
        //   rows2  [b0 b1 b2 b3]
        //   rows4  [c0 c1 c2 c3]    pairs1  [c0+c2 c1+c3 d0+d2 d1+d3]
        //   rows6  [d0 d1 d2 d3]
        Vector256<float> pairs0 = Avx.Shuffle(rows0, rows2, LowerHalves) + Avx.Shuffle(rows0, rows2, UpperHalves);
        Vector256<float> pairs1 = Avx.Shuffle(rows4, rows6, LowerHalves) + Avx.Shuffle(rows4, rows6, UpperHalves);
        Vector256<float> sums = Avx.Shuffle(pairs0, pairs1, Evens) + Avx.Shuffle(pairs0, pairs1, Odds);

        // By the numbers of the rows, from [0 2 4 6 | 1 3 5 7] to [0 1 2 3 | 4 5 6 7].
        return Avx2.PermuteVar8x32(sums, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));
    }

    /// <summary>From the halves of the rows 0 and 1, 2 and 3 to one sum for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> OfDoubles(Vector256<double> rows0, Vector256<double> rows2) =>

        // By the numbers of the rows, from [0 2 | 1 3] to [0 1 | 2 3].
        Avx2.Permute4x64(Avx.UnpackLow(rows0, rows2) + Avx.UnpackHigh(rows0, rows2), 0b_11_01_10_00);
}
