using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Scratch memory for rows that are processed together. They are few enough to stay in the first-level cache, so a batch is read from
/// memory once for logits and gradient. Allocated with the network, so no step allocates.
/// </summary>
internal sealed class Tile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The number of rows, with one output, that have space for targets and logits, though not for inputs. The parts of an online epoch
    /// that need not be in its steps are done for this number of rows at once.
    /// </summary>
    public const int OnlineRows = 256;

    private const int Bytes = 8 * 1024;
    private const int MostRows = 256;

    /// <summary>Below this size of a row the start of a tile takes a noticeable share of the time; its tiles have another size.</summary>
    private const int NarrowRowBytes = 256;
    private const int NarrowBytes = 16 * 1024;

    /// <summary>Several outputs read the rows several times: more rows are worth their space in the second-level cache.</summary>
    private const int RowsOfManyOutputs = 32;

    /// <summary>Up to this number of outputs the height is that of one output, so each output gets the same bits as alone.</summary>
    private const int FewOutputs = 64;

    /// <summary>Beyond this number of inputs or outputs, four rows at a time gain less than their memory costs.</summary>
    private const int WideRow = 1 << 16;

    /// <summary>The bytes of shuffled rows to prefetch while one row is processed.</summary>
    private const int BytesAhead = 16 * 1024;

    private readonly int _inputCount;
    private readonly int _outputCount;
    private AlignedArray<T> _inputs;
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
        _inputs = new(inputs > WideRow ? 0 : Rows * inputs);
        _rowsAhead = Math.Clamp(BytesAhead / Unsafe.SizeOf<T>() / inputs, 1, 16);
        int numbers = outputs == 1 ? Math.Max(Rows, OnlineRows) : Rows * outputs;
        _targets = new T[numbers];
        _logits = new T[numbers];
        _derivatives = new T[numbers];
        _losses = new T[numbers];
        _weights = new T[Math.Max(Rows, OnlineRows)];
    }

    /// <summary>The number of rows to prefetch ahead if rows are shuffled.</summary>
    public int RowsAhead => _rowsAhead;

    /// <summary>The number of rows in a tile, which depends only on the shape of the network.</summary>
    public int Rows { get; }

    public Span<T> Losses => _losses;

    /// <summary>The memory of inputs. That of a wide row is allocated when it is first needed: sparse rows need none.</summary>
    private Span<T> Room
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _inputs.Length > 0 ? _inputs.Span : Allocated();
    }

    public Span<T> Logits(int rows) => _logits.AsSpan(0, rows * _outputCount);

    public Span<T> Derivatives(int rows) => _derivatives.AsSpan(0, rows * _outputCount);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Span<T> Allocated()
    {
        _inputs = new(Rows * _inputCount);
        return _inputs.Span;
    }

    /// <summary>Returns one row, standardized.</summary>
    public ReadOnlySpan<T> Standardized(ReadOnlySpan<T> row, Standardization<T> standardization)
    {
        Span<T> destination = Room.Slice(0, _inputCount);
        standardization.Apply(row, destination);
        return destination;
    }

    /// <summary>
    /// Sets a standardized row of weight 0 in the tile to 0, and returns it. It may have overflowed, and 0 times infinity is NaN.
    /// </summary>
    public ReadOnlySpan<T> Cleared(int row)
    {
        Span<T> destination = Room.Slice(row * _inputCount, _inputCount);
        destination.Clear();
        return destination;
    }

    /// <summary>Returns the number of rows of an online epoch to prepare at once: as many as the memory holds.</summary>
    public int OnlineHeight(in ExampleSpan<T> examples, Standardization<T>? standardization) =>
        standardization is null && !examples.Inputs.AreApart ? OnlineRows : Rows;

    /// <summary>
    /// Returns the inputs as <see cref="Inputs"/> does, if they are standardized or not contiguous; otherwise empty, because each row can
    /// be read in place.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlySpan<T> Gathered(in ExampleSpan<T> examples, int position, int rows, Standardization<T>? standardization) =>
        standardization is null && !examples.Inputs.AreApart ? default : Inputs(examples, position, rows, standardization);

    /// <summary>
    /// Returns the inputs <c>[rows x inputs]</c> of the examples from a position on: the caller's memory if they are contiguous there,
    /// otherwise a copy in the tile, standardized if needed. The kind of rows is checked once for each tile.
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
                // The processor can't predict the next row of a shuffled order.
                int ahead = examples.Order[Math.Min(position + row + _rowsAhead, last)];
                Prefetch.Row(values.Slice(ahead * _inputCount, _inputCount));
            }

            Gather(values.Slice(examples.RowAt(position + row) * _inputCount, _inputCount), standardization, row);
        }

        return Room.Slice(0, rows * _inputCount);
    }

    private ReadOnlySpan<T> InputsApart(in ExampleSpan<T> examples, int position, int rows, Standardization<T>? standardization)
    {
        if (examples.Inputs.AreSparse)
        {
            return InputsWrittenOut(examples, position, rows);
        }

        if (standardization is null && rows == 1)
        {
            return examples.Inputs.RowApart(examples.RowAt(position), _inputCount);
        }

        for (int row = 0; row < rows; row++)
        {
            // The rows may be anywhere in memory, in any order.
            int ahead = Math.Min(position + row + _rowsAhead, examples.Count - 1);
            Prefetch.Row(examples.Inputs.RowApart(examples.RowAt(ahead), _inputCount));
            Gather(examples.Inputs.RowApart(examples.RowAt(position + row), _inputCount), standardization, row);
        }

        return Room.Slice(0, rows * _inputCount);
    }

    /// <summary>Sparse rows are scaled before training, see <see cref="ScaledInputs{T}"/>, and never centered.</summary>
    private ReadOnlySpan<T> InputsWrittenOut(in ExampleSpan<T> examples, int position, int rows)
    {
        SparseRows<T> sparse = examples.Inputs.Sparse;
        for (int row = 0; row < rows; row++)
        {
            Span<T> destination = Room.Slice(row * _inputCount, _inputCount);
            sparse.Row(examples.RowAt(position + row)).CopyTo(destination);
        }

        return Room.Slice(0, rows * _inputCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Gather(ReadOnlySpan<T> source, Standardization<T>? standardization, int row)
    {
        Span<T> destination = Room.Slice(row * _inputCount, _inputCount);
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
    /// Returns the targets <c>[outputs x rows]</c> of the examples from a position on. Labels become targets: low or high for one output;
    /// with several outputs high for the class and low for the others.
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

    /// <summary>Returns the weights <c>[rows]</c> of the examples from a position on. Not needed if all are 1.</summary>
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
