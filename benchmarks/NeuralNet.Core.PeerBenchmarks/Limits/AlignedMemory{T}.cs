using System.Runtime.InteropServices;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>Numbers outside the managed heap, on whole cache lines, and on large pages where there are many.</summary>
internal sealed unsafe class AlignedMemory<T> : IDisposable
    where T : unmanaged
{
    private const nuint LineBytes = 64;

    /// <summary>Room for numbers, each 0.</summary>
    public AlignedMemory(int length)
    {
        Length = length;
        nuint bytes = (nuint)length * (nuint)sizeof(T);
        bool isLarge = bytes >= LargePages.Bytes;
        Start = (T*)NativeMemory.AlignedAlloc(bytes, isLarge ? LargePages.Bytes : LineBytes);
        if (isLarge)
        {
            LargePages.Request(Start, bytes);
        }

        NativeMemory.Clear(Start, bytes);
    }

    /// <summary>A copy of numbers.</summary>
    public AlignedMemory(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    /// <summary>The first number.</summary>
    public T* Start { get; private set; }

    /// <summary>How many there are.</summary>
    public int Length { get; }

    /// <summary>All of them.</summary>
    public Span<T> Span => new(Start, Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(Start);
        Start = null;
    }
}
