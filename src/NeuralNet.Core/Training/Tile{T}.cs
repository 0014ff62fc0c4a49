using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Scratch for the rows that are worked on together: few enough to stay in the first-level cache, so that a batch is read
/// from memory once for logits and gradient. Allocated with the network, so that no step allocates.
/// </summary>
internal sealed class Tile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The rows of one output for which there is room for targets, logits and the like, though not for their inputs: what
    /// does not fit into the steps of an online epoch is done for so many rows at once.
    /// </summary>
    public const int OnlineRows = 256;

    private const int Bytes = 8 * 1024;
    private const int MostRows = 256;

    /// <summary>Bytes of a row below which it takes so little time that beginning a tile counts, and the bytes of such a tile.</summary>
    private const int NarrowRowBytes = 256;
    private const int NarrowBytes = 16 * 1024;

    /// <summary>Several outputs go over the rows several times: more rows are worth the room in the second-level cache.</summary>
    private const int RowsOfManyOutputs = 32;

    /// <summary>Outputs up to which the height is that of a single output, so that each is trained to the bits it has alone.</summary>
    private const int FewOutputs = 64;

    /// <summary>Inputs or outputs beyond which working on four rows at a time gains less than the room for them costs.</summary>
    private const int WideRow = 1 << 16;

    /// <summary>Bytes of shuffled rows that are on their way while one is worked on.</summary>
    private const int BytesAhead = 16 * 1024;

    private readonly int _inputCount;
    private readonly int _outputCount;
    private readonly AlignedArray<T> _inputs;
    private readonly T[] _targets;
    private readonly T[] _logits;
    private readonly T[] _derivatives;
    private readonly T[] _losses;
    private readonly T[] _weights;
    private readonly int _rowsAhead;

    public Tile(int inputs, int outputs)
    {
        _inputCount = inputs;
        _outputCount = outputs;
        int widest = outputs > FewOutputs ? Math.Max(inputs, outputs) : inputs;
        int least = widest > WideRow ? 1 : outputs > 1 && widest <= WideRow / 16 ? RowsOfManyOutputs : 4;
        int bytes = widest * (long)Unsafe.SizeOf<T>() < NarrowRowBytes ? NarrowBytes : Bytes;
        Rows = Math.Clamp(bytes / Unsafe.SizeOf<T>() / widest / 4 * 4, least, MostRows);
        _inputs = new(Rows * inputs);
        _rowsAhead = Math.Clamp(BytesAhead / Unsafe.SizeOf<T>() / inputs, 1, 16);
        int numbers = outputs == 1 ? Math.Max(Rows, OnlineRows) : Rows * outputs;
        _targets = new T[numbers];
        _logits = new T[numbers];
        _derivatives = new T[numbers];
        _losses = new T[numbers];
        _weights = new T[Math.Max(Rows, OnlineRows)];
    }

    /// <summary>How many shuffled rows ahead is soon enough to ask for one.</summary>
    public int RowsAhead => _rowsAhead;

    /// <summary>How many rows a tile holds: a number that depends on the shape of the network alone.</summary>
    public int Rows { get; }

    public Span<T> Losses => _losses;

    public Span<T> Logits(int rows) => _logits.AsSpan(0, rows * _outputCount);

    public Span<T> Derivatives(int rows) => _derivatives.AsSpan(0, rows * _outputCount);

    /// <summary>One row, standardized.</summary>
    public ReadOnlySpan<T> Standardized(ReadOnlySpan<T> row, Standardization<T> standardization)
    {
        Span<T> destination = _inputs.Span.Slice(0, _inputCount);
        standardization.Apply(row, destination);
        return destination;
    }

    /// <summary>
    /// Lets a row that was standardized into the tile, and counts for nothing, be all 0: it may have overflowed there, and
    /// 0 times infinity is NaN. Returns it.
    /// </summary>
    public ReadOnlySpan<T> Cleared(int row)
    {
        Span<T> destination = _inputs.Span.Slice(row * _inputCount, _inputCount);
        destination.Clear();
        return destination;
    }

    /// <summary>How many rows of an online epoch are prepared at once: as many as there is room for.</summary>
    public int OnlineHeight(in ExampleSpan<T> examples, Standardization<T>? standardization) =>
        standardization is null && !examples.Inputs.AreApart ? OnlineRows : Rows;

    /// <summary>
    /// The inputs as <see cref="Inputs"/> gives them, where they are standardized or lie apart; empty where each row can be taken where it is.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlySpan<T> Gathered(in ExampleSpan<T> examples, int position, int rows, Standardization<T>? standardization) =>
        standardization is null && !examples.Inputs.AreApart ? default : Inputs(examples, position, rows, standardization);

    /// <summary>
    /// The inputs <c>[rows x inputs]</c> of the examples from a position on: the caller's own memory where they lie there
    /// one after the other, otherwise gathered, and standardized, into the tile. The kind of rows is looked at once a tile.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public ReadOnlySpan<T> Inputs(in ExampleSpan<T> examples, int position, int rows, Standardization<T>? standardization)
    {
        if (examples.Inputs.AreApart)
        {
            return InputsApart(examples, position, rows, standardization);
        }

        ReadOnlySpan<T> values = examples.Inputs.Values;
        if (standardization is null && (examples.Order.IsEmpty || rows == 1))
        {
            return values.Slice(examples.RowAt(position) * _inputCount, rows * _inputCount);
        }

        int last = examples.Order.IsEmpty ? 0 : examples.Count - 1;
        for (int row = 0; row < rows; row++)
        {
            if (last > 0)
            {
                // Nobody can guess which row is next but the order.
                int ahead = examples.Order[Math.Min(position + row + _rowsAhead, last)];
                Prefetch.Row(values.Slice(ahead * _inputCount, _inputCount));
            }

            Gather(values.Slice(examples.RowAt(position + row) * _inputCount, _inputCount), standardization, row);
        }

        return _inputs.Span.Slice(0, rows * _inputCount);
    }

    private ReadOnlySpan<T> InputsApart(in ExampleSpan<T> examples, int position, int rows, Standardization<T>? standardization)
    {
        if (standardization is null && rows == 1)
        {
            return examples.Inputs.RowApart(examples.RowAt(position), _inputCount);
        }

        for (int row = 0; row < rows; row++)
        {
            // The rows may lie anywhere, in whatever order they are taken.
            int ahead = Math.Min(position + row + _rowsAhead, examples.Count - 1);
            Prefetch.Row(examples.Inputs.RowApart(examples.RowAt(ahead), _inputCount));
            Gather(examples.Inputs.RowApart(examples.RowAt(position + row), _inputCount), standardization, row);
        }

        return _inputs.Span.Slice(0, rows * _inputCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Gather(ReadOnlySpan<T> source, Standardization<T>? standardization, int row)
    {
        Span<T> destination = _inputs.Span.Slice(row * _inputCount, _inputCount);
        if (standardization is null)
        {
            source.CopyTo(destination);
        }
        else
        {
            standardization.Apply(source, destination);
        }
    }

    /// <summary>
    /// The targets <c>[outputs x rows]</c> of the examples from a position on. Labels become targets: the low or the high
    /// one for one output; the high one for the class and the low one for the others where there are several.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public ReadOnlySpan<T> Targets(in ExampleSpan<T> examples, int position, int rows, in TargetCode<T> code)
    {
        if (examples.Labels.IsEmpty && (rows == 1 || (_outputCount == 1 && examples.Order.IsEmpty)))
        {
            return examples.Targets.Slice(examples.RowAt(position) * _outputCount, rows * _outputCount);
        }

        Span<T> targets = _targets.AsSpan(0, rows * _outputCount);
        if (!examples.Labels.IsEmpty)
        {
            code.Write(examples, position, rows, targets);
            return targets;
        }

        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> source =
                examples.Targets.Slice(examples.RowAt(position + row) * _outputCount, _outputCount);
            for (int output = 0; output < source.Length; output++)
            {
                targets[(output * rows) + row] = source[output];
            }
        }

        return targets;
    }

    /// <summary>The weights <c>[rows]</c> of the examples from a position on; not to be asked for where they are all 1.</summary>
    [MethodImpl(Jit.Loop)]
    public ReadOnlySpan<T> Weights(in ExampleSpan<T> examples, int position, int rows, SampleWeights<T> weights)
    {
        for (int row = 0; row < rows; row++)
        {
            _weights[row] = weights.Get(examples, examples.RowAt(position + row));
        }

        return _weights.AsSpan(0, rows);
    }
}
