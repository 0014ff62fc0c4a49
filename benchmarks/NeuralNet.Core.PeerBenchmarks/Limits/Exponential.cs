using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>Exponentials and sigmoids of 16 numbers.</summary>
internal static class Exponential
{
    private const float Log2OfE = 1.44269504f;
    private const byte NearestWhole = 8;

    /// <summary>1 / (1 + exp(-z)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> z) =>
        Vector512<float>.One / (Vector512<float>.One + ExpOfMinus(z));

    /// <summary>exp(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> z) => PowerOfTwo(z * Log2OfE);

    /// <summary>exp(-z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpOfMinus(Vector512<float> z) => PowerOfTwo(z * -Log2OfE);

    /// <summary>
    /// 2^x: the nearest whole number goes into the exponent, and a polynomial takes the rest, which is within 0.5. Its largest
    /// error, relative, is 7.5e-8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<float> x)
    {
        Vector512<float> whole = Avx512F.RoundScale(x, NearestWhole);
        Vector512<float> f = x - whole;
        Vector512<float> square = f * f;

        // In pairs of coefficients, so that fewer of the operations wait for each other.
        Vector512<float> low = Fused(f, Vector512.Create(0.6931469671f), Vector512.Create(1.0000000716f));
        Vector512<float> middle = Fused(f, Vector512.Create(0.0555071323f), Vector512.Create(0.2402211976f));
        Vector512<float> high = Fused(f, Vector512.Create(0.0013276487f), Vector512.Create(0.0096755404f));
        return Avx512F.Scale(Fused(square, Fused(square, high, middle), low), whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fused(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.FusedMultiplyAdd(a, b, c);
}
