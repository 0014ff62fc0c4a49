using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Computes the tree of <see cref="Dot"/> for as many rows at once as a register of 256 bits has lanes: eight of floats, four of doubles.
/// Only for processors with AVX2, and for rows whose length in bytes is a multiple of 16. <see cref="FourRows"/> is faster where there are
/// registers of 512 bits.
/// </summary>
internal static class EightRows
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

    /// <summary>destination[r] = rows[r] . vector + addends[r], or + addends[0] for all if the step is 0, for whole registers of rows.</summary>
    [SkipLocalsInit]
    [MethodImpl(Jit.Loop)]
    public static unsafe void Compute<T>(
        ref T row, ref T vector, nuint length, ref T addend, nuint addendStep, ref T destination, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(length * (nuint)sizeof(T) % 16 == 0, "There is no tail of single values.");
        nuint width = (nuint)Vector256<T>.Count;
        Vector256<T>* halves = stackalloc Vector256<T>[4];
        for (nuint index = 0; index < count; index += width)
        {
            for (nuint pair = 0; pair < width / 2; pair++)
            {
                halves[pair] = Pair(in row, in vector, length);
                row = ref Unsafe.Add(ref row, 2 * length);
            }

            Vector256<T> sums = typeof(T) == typeof(float)
                ? OfFloats(halves[0].AsSingle(), halves[1].AsSingle(), halves[2].AsSingle(), halves[3].AsSingle()).As<float, T>()
                : OfDoubles(halves[0].AsDouble(), halves[1].AsDouble()).As<double, T>();
            sums += addendStep == 0 ? Vector256.Create(addend) : Vector256.LoadUnsafe(in addend, index);
            sums.StoreUnsafe(ref destination, index);
        }
    }

    /// <summary>Runs the tree for two rows down to 16 bytes of partial sums each: those of the first row in the lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Pair<T>(ref readonly T row, ref readonly T vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector256<T>.Count;
        ref T row0 = ref Unsafe.AsRef(in row);
        ref T row1 = ref Unsafe.Add(ref row0, length);
        Vector256<T> a0 = default, a1 = default, b0 = default, b1 = default;
        nuint index = 0;
        if (length >= 4 * width)
        {
            Vector256<T> a2 = default, a3 = default, b2 = default, b3 = default;
            do
            {
                Add(in row0, in row1, in vector, index, ref a0, ref b0);
                Add(in row0, in row1, in vector, index + width, ref a1, ref b1);
                Add(in row0, in row1, in vector, index + (2 * width), ref a2, ref b2);
                Add(in row0, in row1, in vector, index + (3 * width), ref a3, ref b3);
                index += 4 * width;
            }
            while (index + (4 * width) <= length);
            a0 += a2;
            a1 += a3;
            b0 += b2;
            b1 += b3;
        }

        // The tail: runs of 64, 32 and 16 bytes join where the tree has as many bytes of sums.
        if (index + (2 * width) <= length)
        {
            Add(in row0, in row1, in vector, index, ref a0, ref b0);
            Add(in row0, in row1, in vector, index + width, ref a1, ref b1);
            index += 2 * width;
        }

        a0 += a1;
        b0 += b1;
        if (index + width <= length)
        {
            Add(in row0, in row1, in vector, index, ref a0, ref b0);
            index += width;
        }

        // From 32 bytes a row to 16:
        //
        //   a0  [a b]    sums  [a+b c+d]
        //   b0  [c d]
        Vector256<T> sums = Avx.Permute2x128(a0.AsDouble(), b0.AsDouble(), 0x20).As<double, T>()
            + Avx.Permute2x128(a0.AsDouble(), b0.AsDouble(), 0x31).As<double, T>();
        if (index < length)
        {
            Vector128<T> weights = Vector128.LoadUnsafe(in vector, index);
            Vector256<T> values = Vector128.LoadUnsafe(ref row0, index).ToVector256Unsafe().WithUpper(Vector128.LoadUnsafe(ref row1, index));
            sums = Fused.MultiplyAdd(values, weights.ToVector256Unsafe().WithUpper(weights), sums);
        }

        return sums;
    }

    /// <summary>Adds the products of a register of each row to its sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(
        ref readonly T row0, ref readonly T row1, ref readonly T vector, nuint index, ref Vector256<T> sum0, ref Vector256<T> sum1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> weights = Vector256.LoadUnsafe(in vector, index);
        sum0 = Fused.MultiplyAdd(weights, Vector256.LoadUnsafe(in row0, index), sum0);
        sum1 = Fused.MultiplyAdd(weights, Vector256.LoadUnsafe(in row1, index), sum1);
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
