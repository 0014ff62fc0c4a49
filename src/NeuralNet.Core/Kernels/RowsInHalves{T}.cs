using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>Rows of up to 32 bytes: two in a register.</summary>
internal readonly unsafe struct RowsInHalves<T>(Vector512<T> vector, Vector512<T> loaded, Vector512<T> sources, Vector512<T> kept)
    : IShortRows<RowsInHalves<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _vector = vector;
    private readonly Vector512<T> _loaded = loaded;
    private readonly Vector512<T> _sources = sources;
    private readonly Vector512<T> _kept = kept;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowsInHalves<T> Create(T* vector, nuint length) => new(
        Spread.Repeat(vector, 2, (int)length),
        Masked.FirstLanes<T>(2 * (nint)length),
        Spread.Sources<T>(2, (int)length),
        Spread.Kept<T>(2, (int)length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sums(T* rows, nuint length) =>
        FourRows.Joined(Products(Masked.Load(rows, _loaded)), Products(Masked.Load(rows + (2 * length), _loaded)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sums(T* rows, nuint length, nuint count)
    {
        nint values = (nint)(count * length);
        nint pair = 2 * (nint)length;
        return FourRows.Joined(
            Products(Masked.Load(rows, Masked.FirstLanes<T>(Math.Min(values, pair)))),
            Products(Masked.Load(rows + pair, Masked.FirstLanes<T>(values - pair))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Products(Vector512<T> values) =>
        Fused.MultiplyAdd(Spread.Shuffle(values, _sources) & _kept, _vector, Vector512<T>.Zero);
}
