using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>Rows of up to 16 bytes: four in a register.</summary>
internal readonly unsafe struct RowsInQuarters<T>(Vector512<T> vector, Vector512<T> loaded, Vector512<T> sources, Vector512<T> kept)
    : IShortRows<RowsInQuarters<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _vector = vector;
    private readonly Vector512<T> _loaded = loaded;
    private readonly Vector512<T> _sources = sources;
    private readonly Vector512<T> _kept = kept;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowsInQuarters<T> Create(T* vector, nuint length) => new(
        Spread.Repeat(vector, 4, (int)length),
        Masked.FirstLanes<T>(4 * (nint)length),
        Spread.Sources<T>(4, (int)length),
        Spread.Kept<T>(4, (int)length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sums(T* rows, nuint length) => Products(Masked.Load(rows, _loaded));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sums(T* rows, nuint length, nuint count) =>
        Products(Masked.Load(rows, Masked.FirstLanes<T>((nint)(count * length))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Products(Vector512<T> values) =>
        Fused.MultiplyAdd(Spread.Shuffle(values, _sources) & _kept, _vector, Vector512<T>.Zero);
}
