using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Weights by column for an epoch or a pass over sparse rows of a network with several outputs: a value of a row then touches one place in
/// memory, and not one for each output. What is kept for each weight lies beside it in the same column.
/// </summary>
/// <remarks>
/// A column, with the two states of FTRL and the sum of a batch, three outputs in registers of four:
/// <code>
///   w0 w1 w2 0   z0 z1 z2 0   n0 n1 n2 0   s0 s1 s2 0
/// </code>
/// </remarks>
internal sealed class WeightsByColumn<T>(int inputs, int outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _factors = new T[SparseColumns.Stride<T>(outputs)];
    private AlignedArray<T> _memory;
    private int _between;

    /// <summary>The weights of a column, whole registers.</summary>
    public int Stride => _factors.Length;

    /// <summary>All columns.</summary>
    public Span<T> Span => _memory.Span[..(inputs * _between)];

    /// <summary>Makes room for some parts of a column.</summary>
    public void Begin(int parts)
    {
        _between = parts * Stride;
        if (_memory.Length < inputs * _between)
        {
            _memory = new(inputs * _between);
        }
    }

    /// <summary>Copies weights and states <c>[outputs x inputs]</c> to their columns, and sets the sums to 0. States may be empty.</summary>
    public void Take(ReadOnlySpan<T> weights, ReadOnlySpan<T> first, ReadOnlySpan<T> second)
    {
        // All that belongs to some columns at a time, while they are in the cache.
        for (int start = 0; start < inputs; start += SparseColumns.Block<T>())
        {
            int count = Math.Min(SparseColumns.Block<T>(), inputs - start);
            Span.Slice(start * _between, count * _between).Clear();
            Take(weights, 0, start, count);
            Take(first, 1, start, count);
            Take(second, 2, start, count);
        }
    }

    /// <summary>Copies weights and states back.</summary>
    public void Give(Span<T> weights, Span<T> first, Span<T> second)
    {
        for (int start = 0; start < inputs; start += SparseColumns.Block<T>())
        {
            int count = Math.Min(SparseColumns.Block<T>(), inputs - start);
            Give(weights, 0, start, count);
            Give(first, 1, start, count);
            Give(second, 2, start, count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Take(ReadOnlySpan<T> source, int part, int start, int count)
    {
        if (!source.IsEmpty)
        {
            SparseColumns.Gather(source, outputs, Span[(part * Stride)..], _between, start, count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Give(Span<T> destination, int part, int start, int count)
    {
        if (!destination.IsEmpty)
        {
            SparseColumns.Scatter(Span[(part * Stride)..], _between, outputs, destination, start, count);
        }
    }

    /// <summary>Turns a sum by column into <c>[outputs x inputs]</c>, over the weights, which are no longer needed.</summary>
    public void Turn(Span<T> sum)
    {
        Span<T> copy = Span[..sum.Length];
        sum.CopyTo(copy);
        SparseColumns.Scatter<T>(copy, outputs, outputs, sum);
    }

    /// <summary>Computes the logits of one row, each at a distance from the one before.</summary>
    public void Logits(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> bias, Span<T> logits, int apart) =>
        SparseColumns.Logits(indices, values, Span, _between, bias, logits, apart);

    /// <summary>Adds value * factor to a part of the given columns.</summary>
    public void AddScaled(int part, ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> factors) =>
        SparseColumns.AddScaled(indices, values, factors, Span[(part * Stride)..], _between);

    /// <summary>Copies a number of each output, which lie at a distance, to the numbers of a column. They are valid until the next call.</summary>
    public ReadOnlySpan<T> FactorsOf(ReadOnlySpan<T> numbers, int apart)
    {
        for (int output = 0; output < outputs; output++)
        {
            _factors[output] = numbers[output * apart];
        }

        return _factors;
    }
}
