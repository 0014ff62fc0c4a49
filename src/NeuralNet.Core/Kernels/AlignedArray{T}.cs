using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// An array that begins at a cache line and stays there: a load that crosses from one line into the next runs at half the
/// speed. A short array is not aligned.
/// </summary>
internal readonly struct AlignedArray<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The size of a cache line.</summary>
    public const int LineBytes = 64;

    /// <summary>Below this the gain is too small for memory that the garbage collector can't move.</summary>
    private const int ShortBytes = 1024;

    /// <summary>The most numbers, with the room to align them.</summary>
    public static int MaxLength => Array.MaxLength - (2 * LineBytes / Unsafe.SizeOf<T>());

    private readonly T[] _array;
    private readonly int _start;
    private readonly int _length;

    public AlignedArray(int length)
    {
        _length = length;
        int size = Unsafe.SizeOf<T>();
        if ((long)length * size < ShortBytes)
        {
            _array = new T[length];
            return;
        }

        (_array, _start) = Allocate(length);
    }

    public AlignedArray(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    /// <summary>The first numbers of an array that is not aligned.</summary>
    public AlignedArray(T[] array, int length)
    {
        _array = array;
        _length = length;
    }

    /// <summary>Memory of any length that begins at a cache line.</summary>
    public static Memory<T> Pinned(int length)
    {
        (T[] array, int start) = Allocate(length);
        return array.AsMemory(start, length);
    }

    public int Length => _length;

    public Span<T> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _array.AsSpan(_start, _length);
    }

    /// <summary>
    /// Pinned, so that the address does not change. Longer by two lines: one since the runtime does not align to lines, and one for
    /// masked loads at the end, which take some hundred times as long where the next page of memory does not exist.
    /// </summary>
    private static (T[] Array, int Start) Allocate(int length)
    {
        int size = Unsafe.SizeOf<T>();
        T[] array = GC.AllocateArray<T>(checked(length + (2 * LineBytes / size)), pinned: true);
        return (array, ToLine(ref MemoryMarshal.GetArrayDataReference(array)));
    }

    /// <summary>Returns the number of values from an address, which must not change, to the next cache line.</summary>
    public static unsafe int ToLine(ref T value) => (int)(-(nint)Unsafe.AsPointer(ref value) & (LineBytes - 1)) / sizeof(T);
}
