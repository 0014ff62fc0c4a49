using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>The inner products of 16 rows with the weights, in one register; rows are whole registers long.</summary>
internal static unsafe class SixteenRows
{
    /// <summary>How many they are.</summary>
    public const int Count = 16;

    /// <summary>The inputs of a row whose weights stay in two registers.</summary>
    public const int NarrowWidth = 32;

    /// <summary>Rows of any number of registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Dots(float* rows, int width, float* weights)
    {
        (Vector512<float> a, Vector512<float> b) = EightDots(rows, width, weights);
        (Vector512<float> c, Vector512<float> d) = EightDots(rows + (8 * width), width, weights);
        return Reduction.Sixteen(a, b, c, d);
    }

    /// <summary>Rows of <see cref="NarrowWidth"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Dots(float* rows, Vector512<float> left, Vector512<float> right) => Reduction.Sixteen(
        FourDots(rows, left, right),
        FourDots(rows + (4 * NarrowWidth), left, right),
        FourDots(rows + (8 * NarrowWidth), left, right),
        FourDots(rows + (12 * NarrowWidth), left, right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> First, Vector512<float> Second) EightDots(float* row, nint width, float* weights)
    {
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (float* end = weights + width; weights < end; weights += Vector512<float>.Count)
        {
            Vector512<float> w = Vector512.Load(weights);
            float* fifth = row + (4 * width);
            a = Avx512F.FusedMultiplyAdd(w, Vector512.Load(row), a);
            b = Avx512F.FusedMultiplyAdd(w, Vector512.Load(row + width), b);
            c = Avx512F.FusedMultiplyAdd(w, Vector512.Load(row + (2 * width)), c);
            d = Avx512F.FusedMultiplyAdd(w, Vector512.Load(row + (3 * width)), d);
            e = Avx512F.FusedMultiplyAdd(w, Vector512.Load(fifth), e);
            f = Avx512F.FusedMultiplyAdd(w, Vector512.Load(fifth + width), f);
            g = Avx512F.FusedMultiplyAdd(w, Vector512.Load(fifth + (2 * width)), g);
            h = Avx512F.FusedMultiplyAdd(w, Vector512.Load(fifth + (3 * width)), h);
            row += Vector512<float>.Count;
        }

        return (Reduction.Four(a, b, c, d), Reduction.Four(e, f, g, h));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FourDots(float* rows, Vector512<float> left, Vector512<float> right) => Reduction.Four(
        Dot(rows, left, right),
        Dot(rows + NarrowWidth, left, right),
        Dot(rows + (2 * NarrowWidth), left, right),
        Dot(rows + (3 * NarrowWidth), left, right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Dot(float* row, Vector512<float> left, Vector512<float> right) =>
        Avx512F.FusedMultiplyAdd(right, Vector512.Load(row + 16), left * Vector512.Load(row));
}
