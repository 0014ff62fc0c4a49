using System.Numerics;
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

    /// <summary>Copies <c>[outputs x inputs]</c> to a part.</summary>
    public void Take(int part, ReadOnlySpan<T> source) => SparseColumns.Gather(source, outputs, Span[(part * Stride)..], _between);

    /// <summary>Copies a part to <c>[outputs x inputs]</c>.</summary>
    public void Give(int part, Span<T> destination) => SparseColumns.Scatter<T>(Span[(part * Stride)..], _between, outputs, destination);

    /// <summary>Sets a part to 0.</summary>
    public void Clear(int part)
    {
        Span<T> all = Span;
        for (int start = part * Stride; start < all.Length; start += _between)
        {
            all.Slice(start, Stride).Clear();
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
