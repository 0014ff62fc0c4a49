using System.Numerics;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>A span with guard values on both sides, at any alignment.</summary>
internal sealed class Guarded<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // More than the largest block of a kernel: 128 bytes.
    private const int Margin = 40;

    private readonly T[] _memory;
    private readonly T _guard;
    private readonly int _start;
    private readonly int _length;

    private Guarded(ReadOnlySpan<T> values, T guard, int offset)
    {
        _memory = new T[Margin + offset + values.Length + Margin];
        _memory.AsSpan().Fill(guard);
        _guard = guard;
        _start = Margin + offset;
        _length = values.Length;
        values.CopyTo(Span);
    }

    public Span<T> Span => _memory.AsSpan(_start, _length);

    /// <summary>Whether the guards are as they were.</summary>
    public bool IsIntact =>
        !_memory.AsSpan(0, _start).ContainsAnyExcept(_guard) && !_memory.AsSpan(_start + _length).ContainsAnyExcept(_guard);

    /// <summary>To be read: NaN around, which would reach every result it touches.</summary>
    public static Guarded<T> Input(ReadOnlySpan<T> values, int offset = 0) => new(values, T.NaN, offset);

    /// <summary>To be written: a number around that no test computes.</summary>
    public static Guarded<T> Output(ReadOnlySpan<T> values, int offset = 0) => new(values, T.CreateTruncating(-7654.5), offset);

    /// <summary>To be written, holding NaN that must be overwritten.</summary>
    public static Guarded<T> Output(int length, int offset = 0)
    {
        Guarded<T> output = Output(new T[length], offset);
        output.Span.Fill(T.NaN);
        return output;
    }
}
