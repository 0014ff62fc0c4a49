using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// Rows at the same distance from a cache line in every run. Where an array begins is up to the collector, and decides over
/// as much as a quarter of the time.
/// </summary>
internal sealed class RowStore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int CacheLine = 64;

    /// <summary>Not on the line itself: whoever brings an array has no such luck.</summary>
    private const int Past = 16;

    private readonly T[] _array;
    private readonly int _start;
    private readonly int _length;

    public RowStore(int rows, int inputs)
    {
        Inputs = inputs;
        _length = checked(rows * inputs);
        _array = GC.AllocateArray<T>(_length + (2 * CacheLine / Unsafe.SizeOf<T>()), pinned: true);
        int beyond = (int)(Address(_array) % CacheLine);
        _start = (CacheLine + Past - beyond) / Unsafe.SizeOf<T>();
    }

    public int Inputs { get; }

    public Span<T> Span => _array.AsSpan(_start, _length);

    public ReadOnlySpan<T> Row(int row) => _array.AsSpan(_start + (row * Inputs), Inputs);

    private static ulong Address(T[] pinned) => (ulong)(nint)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
