using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>Sums of the lanes of registers.</summary>
internal static class Reduction
{
    /// <summary>The sum of one register, by halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float One(Vector512<float> value)
    {
        Vector256<float> half = value.GetLower() + value.GetUpper();
        return Vector128.Sum(half.GetLower() + half.GetUpper());
    }

    /// <summary>
    /// Four registers to one. Each of its quarters has the lanes <c>a b c d</c>, and in each lane a quarter of that sum: the first
    /// half of 16 sums at once, with two registers becoming one in each step.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Four(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) =>
        AddNeighbors(AddPairs(a, b), AddPairs(c, d));

    /// <summary>Four results of <see cref="Four"/> to the 16 sums, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sixteen(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) =>
        AddQuarters(AddQuarters(a, b), AddQuarters(c, d));

    // a0 a1 b0 b1 | ... + a2 a3 b2 b3 | ...
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddPairs(Vector512<float> a, Vector512<float> b) =>
        Avx512F.UnpackLow(a.AsDouble(), b.AsDouble()).AsSingle() + Avx512F.UnpackHigh(a.AsDouble(), b.AsDouble()).AsSingle();

    // a0 a2 b0 b2 | ... + a1 a3 b1 b3 | ...
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddNeighbors(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle(a, b, 0b10_00_10_00) + Avx512F.Shuffle(a, b, 0b11_01_11_01);

    // The same with quarters of the registers: A0 | A2 | B0 | B2 + A1 | A3 | B1 | B3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddQuarters(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle4x128(a, b, 0b10_00_10_00) + Avx512F.Shuffle4x128(a, b, 0b11_01_11_01);
}
