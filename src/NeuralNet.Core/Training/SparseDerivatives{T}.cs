using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>
/// The losses of sparse rows in memory and their derivatives by the logits, at the weights in training, in double. Each row keeps its own
/// numbers, so that the derivatives by a column need only the rows in which it is given. All work is done on one thread.
/// </summary>
/// <param name="gradient">The gradient of the loss.</param>
/// <param name="loss">The second derivatives of the loss.</param>
/// <param name="reduction">How losses add up.</param>
internal sealed class SparseDerivatives<T>(BatchGradient<T> gradient, Curvature loss, Reduction reduction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows between two looks for a cancellation.</summary>
    private const int RowsPerLook = 256;

    private readonly RowNumbers<T> _rows = new(gradient, reduction, "coordinate-descent");
    private readonly int _inputs = gradient.Parameters.Inputs;
    private readonly int _outputs = gradient.Parameters.Outputs;
    private readonly double[] _magnitudes = new double[gradient.Parameters.Outputs];
    private double[] _logits = [];
    private double[] _derivatives = [];
    private double[] _curvatures = [];
    private double[] _losses = [];

    /// <summary>The number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>The weights <c>[rows]</c>.</summary>
    public ReadOnlySpan<double> Weights => _rows.Weights;

    /// <summary>The loss and the weight of all rows.</summary>
    public BatchTotal Total { get; private set; }

    /// <summary>The derivatives by each logit <c>[outputs x rows]</c>, times the weight of the row.</summary>
    public ReadOnlySpan<double> Derivatives => _derivatives;

    /// <summary>The second derivatives <c>[outputs x rows]</c>, times the weight of the row; for coupled outputs the probabilities.</summary>
    public ReadOnlySpan<double> Curvatures => _curvatures;

    /// <summary>The magnitudes of the derivatives with respect to each logit, <c>[outputs]</c>.</summary>
    public ReadOnlySpan<double> Magnitudes => _magnitudes;

    /// <summary>Takes rows, and reads their weights and targets. Returns false if it was cancelled.</summary>
    public bool TryBegin(in ExampleSpan<T> rows, CancellationToken cancellationToken)
    {
        if (!_rows.TryLearn(rows, cancellationToken))
        {
            return false;
        }

        int numbers = _rows.Count * _outputs;
        _logits = new double[numbers];
        _derivatives = new double[numbers];
        _curvatures = new double[numbers];
        _losses = new double[numbers];
        return true;
    }

    /// <summary>Computes losses and derivatives at the weights in training. Returns false if it was cancelled.</summary>
    public bool TryEvaluate(in ExampleSpan<T> rows, CancellationToken cancellationToken)
    {
        if (!TryComputeLogits(rows, cancellationToken))
        {
            return false;
        }

        loss.Evaluate(_logits, _rows.Targets, _outputs, _derivatives, _curvatures, _losses);
        ReadOnlySpan<double> weights = _rows.Weights;
        Span<double> losses = _losses.AsSpan(0, Count);
        Weigh(losses, weights);
        for (int output = 0; output < _outputs; output++)
        {
            Span<double> derivatives = _derivatives.AsSpan(output * Count, Count);
            Weigh(derivatives, weights);
            if (!loss.CouplesOutputs)
            {
                Weigh(_curvatures.AsSpan(output * Count, Count), weights);
            }

            // The logits are no longer needed.
            Span<double> magnitudes = _logits.AsSpan(0, Count);
            TensorPrimitives.Abs<double>(derivatives, magnitudes);
            _magnitudes[output] = Sum.Compute<double>(magnitudes);
        }

        Total = new(Sum.Compute<double>(losses), _rows.TotalWeight);
        return true;
    }

    /// <summary>Writes the derivatives by all variables <c>[outputs x width]</c>. Returns false if it was cancelled.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="basis">The variables.</param>
    /// <param name="width">The numbers of an output.</param>
    /// <param name="gradient">The derivatives.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public bool TryDifferentiate(in ExampleSpan<T> rows, NewtonBasis<T> basis, int width, Span<double> gradient, CancellationToken cancellationToken)
    {
        gradient.Clear();
        SparseRows<T> sparse = rows.Inputs.Sparse;
        for (int output = 0; output < _outputs; output++)
        {
            ReadOnlySpan<double> derivatives = _derivatives.AsSpan(output * Count, Count);
            Span<double> sums = gradient.Slice(output * width, width);
            if (basis.FirstWeight > 0)
            {
                sums[0] = Sum.Compute(derivatives);
            }

            sums = sums.Slice(basis.FirstWeight, _inputs);
            for (int number = 0; number < Count; number++)
            {
                if (number % RowsPerLook == 0 && cancellationToken.IsCancellationRequested)
                {
                    return false;
                }

                if (derivatives[number] != 0)
                {
                    sparse.Row(rows.RowAt(number), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
                    Add(indices, values, derivatives[number], sums);
                }
            }

            TensorPrimitives.Multiply(sums, basis.Units, sums);
        }

        return true;
    }

    /// <summary>The exact product of numbers and weights; a row of weight 0 may have any number.</summary>
    private static void Weigh(Span<double> numbers, ReadOnlySpan<double> weights)
    {
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = weights[row] == 0 ? 0 : weights[row] * numbers[row];
        }
    }

    private bool TryComputeLogits(in ExampleSpan<T> rows, CancellationToken cancellationToken)
    {
        SparseRows<T> sparse = rows.Inputs.Sparse;
        ReadOnlySpan<T> trained = gradient.Parameters.Trained;
        for (int number = 0; number < Count; number++)
        {
            if (number % RowsPerLook == 0)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return false;
                }

                gradient.Meter?.Add(Math.Min(RowsPerLook, Count - number));
            }

            int row = rows.RowAt(number);
            bool counts = _rows.Weights[number] != 0;
            sparse.Row(row, out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            for (int output = 0; output < _outputs; output++)
            {
                double bias = double.CreateTruncating(trained[(_inputs * _outputs) + output]);
                double offset = rows.Offsets.IsEmpty ? 0 : double.CreateTruncating(rows.Offsets[(row * _outputs) + output]);
                _logits[(output * Count) + number] = counts ? Product(indices, values, trained.Slice(output * _inputs, _inputs)) + bias + offset : 0;
            }
        }

        return true;
    }

    [MethodImpl(Jit.Loop)]
    private static double Product(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> weights)
    {
        double sum = 0;
        if (values.IsEmpty)
        {
            foreach (int index in indices)
            {
                sum += double.CreateTruncating(weights[index]);
            }

            return sum;
        }

        values = values[..indices.Length];
        for (int position = 0; position < indices.Length; position++)
        {
            sum += double.CreateTruncating(values[position]) * double.CreateTruncating(weights[indices[position]]);
        }

        return sum;
    }

    [MethodImpl(Jit.Loop)]
    private static void Add(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, double factor, Span<double> sums)
    {
        if (values.IsEmpty)
        {
            foreach (int index in indices)
            {
                sums[index] += factor;
            }

            return;
        }

        values = values[..indices.Length];
        for (int position = 0; position < indices.Length; position++)
        {
            sums[indices[position]] += double.CreateTruncating(values[position]) * factor;
        }
    }
}
