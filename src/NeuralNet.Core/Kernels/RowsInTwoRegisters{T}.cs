using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>Rows of more than 64 bytes, up to 128: each in two registers.</summary>
internal readonly unsafe struct RowsInTwoRegisters<T>(Vector512<T> lower, Vector512<T> upper, Vector512<T> mask)
    : IShortRows<RowsInTwoRegisters<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _lower = lower;
    private readonly Vector512<T> _upper = upper;
    private readonly Vector512<T> _mask = mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowsInTwoRegisters<T> Create(T* vector, nuint length)
    {
        int width = Vector512<T>.Count;
        Vector512<T> mask = Masked.FirstLanes<T>((nint)length - width);
        return new(Vector512.Load(vector), Masked.Load(vector + width, mask), mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sums(T* rows, nuint length) =>
        FourRows.Halved(Half(rows), Half(rows + length), Half(rows + (2 * length)), Half(rows + (3 * length)));

    /// <remarks>In the place of missing rows the last row is read again.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sums(T* rows, nuint length, nuint count) =>
        FourRows.Halved(
            Half(rows),
            Half(rows + (Math.Min(count - 1, 1) * length)),
            Half(rows + (Math.Min(count - 1, 2) * length)),
            Half(rows + ((count - 1) * length)));

    /// <summary>64 bytes of partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Half(T* row) =>
        Fused.MultiplyAdd(Vector512.Load(row), _lower, Vector512<T>.Zero)
        + Fused.MultiplyAdd(Masked.Load(row + Vector512<T>.Count, _mask), _upper, Vector512<T>.Zero);
}
