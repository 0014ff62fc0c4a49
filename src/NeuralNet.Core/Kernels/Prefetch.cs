using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Asks for memory that is needed soon, where the processor can't guess it. This changes only the time that a program takes.
/// The memory comes into the second-level cache, which can wait for many more lines at once than the first-level cache.
/// </summary>
internal static class Prefetch
{
    /// <summary>The bytes that come from memory together.</summary>
    private const int LineBytes = 64;

    /// <summary>Asks for all cache lines of a row that is not empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Row<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Sse.IsSupported)
        {
            for (int index = 0; index < row.Length; index += LineBytes / sizeof(T))
            {
                Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.AsRef(in row[index])));
            }

            // A row that begins within a line may end in one more line than the steps of a whole line reach.
            Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.AsRef(in row[^1])));
        }
    }

    /// <summary>Asks for all cache lines of the indices and values of a sparse row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Row<T>(ReadOnlySpan<int> indices, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Sse.IsSupported)
        {
            for (int index = 0; index < indices.Length; index += LineBytes / sizeof(int))
            {
                Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.AsRef(in indices[index])));
            }

            for (int index = 0; index < values.Length; index += LineBytes / sizeof(T))
            {
                Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.AsRef(in values[index])));
            }
        }
    }

    /// <summary>Asks for the items at some indices, each of some neighbors, which need not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void At<TItem>(ref TItem source, ReadOnlySpan<int> indices, int neighbors = 1)
        where TItem : unmanaged
    {
        if (Sse.IsSupported)
        {
            byte* address = (byte*)Unsafe.AsPointer(ref source);
            foreach (int index in indices)
            {
                Sse.Prefetch1(address + ((nint)index * neighbors * sizeof(TItem)));
            }
        }
    }

    /// <summary>
    /// Asks for all cache lines of some values, into the first-level cache: for a loop that reads them soon, in order. The values need not
    /// exist.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Near<T>(ref T value, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Sse.IsSupported)
        {
            byte* address = (byte*)Unsafe.AsPointer(ref value);
            for (nuint done = 0; done < count * (nuint)sizeof(T); done += LineBytes)
            {
                Sse.Prefetch0(address + done);
            }
        }
    }
}
