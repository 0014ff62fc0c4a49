using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core.Training;

/// <summary>
/// What dual coordinate descent keeps of each row besides its inputs, in double: weight, squared length and targets. Rows are read from the
/// caller's memory, sparse or dense, with the same bits.
/// </summary>
internal sealed class DualRows<T>(BatchGradient<T> gradient, Reduction reduction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _inputs = gradient.Parameters.Inputs;
    private readonly int _outputs = gradient.Parameters.Outputs;
    private double[] _weights = [];
    private double[] _norms = [];
    private double[] _targets = [];
    private double[] _values = [];
    private T[] _standardized = [];

    /// <summary>The number of rows.</summary>
    public int Count => _weights.Length;

    /// <summary>The weights <c>[rows]</c>; for a mean only their ratios matter.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The sum of the weights.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>The squared length of the inputs of each row <c>[rows]</c>.</summary>
    public ReadOnlySpan<double> Norms => _norms;

    /// <summary>The mean of the squared lengths.</summary>
    public double MeanNorm { get; private set; }

    /// <summary>Frees the memory.</summary>
    public void Clear() => (_weights, _norms, _targets) = ([], [], []);

    /// <summary>The targets of an output <c>[rows]</c>.</summary>
    public ReadOnlySpan<double> TargetsOf(int output) => _targets.AsSpan(output * Count, Count);

    /// <summary>Reads all rows once. Returns false if it was cancelled.</summary>
    public bool TryLearn(in ExampleSpan<T> rows, CancellationToken cancellationToken)
    {
        ExampleSpan<T> examples = reduction == Reduction.Mean ? SampleWeights<T>.Normalized(rows, SampleWeights<T>.ExponentOf(rows)) : rows;
        long numbers = (long)rows.Count * _outputs;
        if (numbers > Array.MaxLength)
        {
            throw new InvalidOperationException(Invariant(
                $"The optimizer 'dual-coordinate-descent' keeps a number of each row and output, {rows.Count} x {_outputs}; {Array.MaxLength} are possible. Use Optimizer.Lbfgs, or fewer rows."));
        }

        (_weights, _norms, _targets) = (new double[rows.Count], new double[rows.Count], new double[numbers]);
        SparseRows<T> sparse = examples.Inputs.Sparse;
        Tile<T> tile = gradient.Tile;
        for (int start = 0; start < examples.Count; start += tile.Rows)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int count = Math.Min(tile.Rows, examples.Count - start);
            ReadOnlySpan<T> targets = tile.Targets(examples, start, count, gradient.Code);
            for (int index = 0; index < count; index++)
            {
                int number = start + index;
                int row = examples.RowAt(number);
                for (int output = 0; output < _outputs; output++)
                {
                    _targets[(output * rows.Count) + number] = double.CreateTruncating(targets[(output * count) + index]);
                }

                _weights[number] = double.CreateTruncating(gradient.SampleWeights.Get(examples, row));
                if (_weights[number] == 0)
                {
                    // Standardized it may overflow.
                    continue;
                }

                ReadOnlySpan<double> values = Read(examples, sparse, row, out ReadOnlySpan<int> indices);
                _norms[number] = examples.Inputs.AreSparse ? Sparse.SquaredNorm(indices, values, _inputs) : Dot.Compute(values, values);
            }
        }

        TotalWeight = Sum.Compute(Weights);
        MeanNorm = Dot.Compute(Weights, Norms) / TotalWeight;
        return true;
    }

    /// <summary>Returns the inputs of a row in double, until the next call, those of <paramref name="indices"/> if they are sparse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<double> Read(in ExampleSpan<T> rows, in SparseRows<T> sparse, int row, out ReadOnlySpan<int> indices)
    {
        if (!rows.Inputs.AreSparse)
        {
            indices = default;
            return ReadDense(rows, row);
        }

        sparse.Row(row, out indices, out ReadOnlySpan<T> values);
        return InDouble(values);
    }

    /// <summary>Multiplies a row with a vector <c>[inputs]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Product(bool isSparse, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, ReadOnlySpan<double> vector) =>
        isSparse ? Sparse.Dot(indices, values, vector) : Dot.Compute(values, vector);

    /// <summary>Adds a row times a factor to a vector <c>[inputs]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(bool isSparse, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, double factor, Span<double> vector)
    {
        if (isSparse)
        {
            Sparse.AddScaled(indices, values, factor, vector);
        }
        else
        {
            ScaledRows.Add(values, values.Length, new(in factor), vector);
        }
    }

    private ReadOnlySpan<double> ReadDense(in ExampleSpan<T> rows, int row)
    {
        T[]? none = null;
        ReadOnlySpan<T> values = rows.Inputs.Row(row, _inputs, ref none);
        if (gradient.Parameters.Standardization is { } standardization)
        {
            _standardized = _standardized.Length == 0 ? new T[_inputs] : _standardized;
            standardization.Apply(values, _standardized);
            values = _standardized;
        }

        return InDouble(values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<double> InDouble(ReadOnlySpan<T> values)
    {
        if (_values.Length < values.Length)
        {
            _values = new double[Math.Max(values.Length, Math.Min(_inputs, 2 * _values.Length))];
        }

        TensorPrimitives.ConvertTruncating<T, double>(values, _values);
        return _values.AsSpan(0, values.Length);
    }
}
