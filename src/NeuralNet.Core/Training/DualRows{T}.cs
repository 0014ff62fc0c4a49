using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// What dual coordinate descent keeps of each row besides its inputs, in double: the squared length too. Rows are read from the caller's
/// memory, sparse or dense, with the same bits.
/// </summary>
internal sealed class DualRows<T>(BatchGradient<T> gradient, Reduction reduction) : RowNumbers<T>(gradient, reduction, DualRows<T>.Optimizer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The name of the optimizer.</summary>
    public const string Optimizer = "dual-coordinate-descent";

    private readonly Parameters<T> _parameters = gradient.Parameters;
    private readonly int _inputs = gradient.Parameters.Inputs;
    private double[] _norms = [];
    private double[] _values = [];
    private T[] _standardized = [];

    /// <summary>The squared length of the inputs of each row <c>[rows]</c>.</summary>
    public ReadOnlySpan<double> Norms => _norms;

    /// <summary>The mean of the squared lengths.</summary>
    public double MeanNorm { get; private set; }

    public override void Clear()
    {
        base.Clear();
        _norms = [];
    }

    public override bool TryLearn(in ExampleSpan<T> rows, CancellationToken cancellationToken)
    {
        if (!base.TryLearn(rows, cancellationToken))
        {
            return false;
        }

        _norms = new double[Count];
        SparseRows<T> sparse = rows.Inputs.Sparse;
        for (int number = 0; number < Count; number++)
        {
            // A row of weight 0 may overflow when it is standardized.
            if (Weights[number] != 0)
            {
                ReadOnlySpan<double> values = Read(rows, sparse, rows.RowAt(number), out ReadOnlySpan<int> indices);
                _norms[number] = rows.Inputs.AreSparse ? Sparse.SquaredNorm(indices, values, _inputs) : Dot.Compute(values, values);
            }
        }

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
        if (_parameters.Standardization is { } standardization)
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
