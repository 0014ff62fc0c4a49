using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Moves short rows that follow each other in memory to places of their own in a register of 512 bits, by one load and one shuffle. The
/// rows of a register are a power of two. Only with AVX-512.
/// </summary>
internal static unsafe class Spread
{
    // Four rows of 3 floats, twelve values in all:
    //
    //   loaded   [a0 a1 a2 b0 | b1 b2 c0 c1 | c2 d0 d1 d2 | .  .  .  . ]
    //   sources  [0  1  2  3  | 3  4  5  6  | 6  7  8  9  | 9  10 11 12]
    //   kept     [a0 a1 a2 0  | b0 b1 b2 0  | c0 c1 c2 0  | d0 d1 d2 0 ]

    /// <summary>For each lane the lane of its value among those loaded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sources<T>(int rows, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int shift = BitOperations.Log2((uint)(Vector512<T>.Count / rows));
        return typeof(T) == typeof(float)
            ? (((Vector512<int>.Indices >> shift) * length) + Places<T>(rows).AsInt32()).As<int, T>()
            : (((Vector512<long>.Indices >> shift) * length) + Places<T>(rows).AsInt64()).As<long, T>();
    }

    /// <summary>All bits of the lanes that have a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Kept<T>(int rows, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector512.LessThan(Places<T>(rows).AsInt32(), Vector512.Create(length)).As<int, T>()
            : Vector512.LessThan(Places<T>(rows).AsInt64(), Vector512.Create((long)length)).As<long, T>();

    /// <summary>The same vector at the place of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Repeat<T>(T* vector, int rows, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Shuffle(Masked.Load(vector, Masked.FirstLanes<T>(length)), Places<T>(rows));

    /// <summary>Lane i takes the lane that sources[i] names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Shuffle<T>(Vector512<T> values, Vector512<T> sources)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Avx512F.PermuteVar16x32(values.AsSingle(), sources.AsInt32()).As<float, T>()
            : Avx512F.PermuteVar8x64(values.AsDouble(), sources.AsInt64()).As<double, T>();

    /// <summary>For each lane its index in its row: [0 1 2 3 | 0 1 2 3 | ...] for four rows of floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Places<T>(int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int last = (Vector512<T>.Count / rows) - 1;
        return typeof(T) == typeof(float)
            ? (Vector512<int>.Indices & Vector512.Create(last)).As<int, T>()
            : (Vector512<long>.Indices & Vector512.Create((long)last)).As<long, T>();
    }
}
