using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>Rows of up to 64 bytes: one in a register.</summary>
internal readonly unsafe struct RowsInRegisters<T>(Vector512<T> vector, Vector512<T> mask) : IShortRows<RowsInRegisters<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _vector = vector;
    private readonly Vector512<T> _mask = mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowsInRegisters<T> Create(T* vector, nuint length)
    {
        Vector512<T> mask = Masked.FirstLanes<T>((nint)length);
        return new(Masked.Load(vector, mask), mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sums(T* rows, nuint length) =>
        FourRows.Halved(Products(rows), Products(rows + length), Products(rows + (2 * length)), Products(rows + (3 * length)));

    /// <remarks>In the place of missing rows the last row is read again.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Sums(T* rows, nuint length, nuint count) =>
        FourRows.Halved(
            Products(rows),
            Products(rows + (Math.Min(count - 1, 1) * length)),
            Products(rows + (Math.Min(count - 1, 2) * length)),
            Products(rows + ((count - 1) * length)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Products(T* row) => Fused.MultiplyAdd(Masked.Load(row, _mask), _vector, Vector512<T>.Zero);
}
