using System.Numerics;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core.Training;

/// <summary>The weight and the targets of each row, in double, for optimizers that keep numbers of each row.</summary>
/// <param name="gradient">The gradient of the loss.</param>
/// <param name="reduction">How losses add up.</param>
/// <param name="optimizer">The name of the optimizer.</param>
internal class RowNumbers<T>(BatchGradient<T> gradient, Reduction reduction, string optimizer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows between two looks for a cancellation.</summary>
    private const int RowsPerLook = 256;

    private readonly int _outputs = gradient.Parameters.Outputs;
    private double[] _weights = [];
    private double[] _targets = [];

    /// <summary>The number of rows.</summary>
    public int Count => _weights.Length;

    /// <summary>The weights <c>[rows]</c>; for a mean only their ratios matter.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The targets <c>[outputs x rows]</c>.</summary>
    public ReadOnlySpan<double> Targets => _targets;

    /// <summary>The sum of the weights.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>Frees the memory.</summary>
    public virtual void Clear() => (_weights, _targets) = ([], []);

    /// <summary>The targets of an output <c>[rows]</c>.</summary>
    public ReadOnlySpan<double> TargetsOf(int output) => _targets.AsSpan(output * Count, Count);

    /// <summary>Reads all rows once. Returns false if it was cancelled.</summary>
    public virtual bool TryLearn(in ExampleSpan<T> rows, CancellationToken cancellationToken)
    {
        ExampleSpan<T> examples = reduction == Reduction.Mean ? SampleWeights<T>.Normalized(rows, SampleWeights<T>.ExponentOf(rows)) : rows;
        long numbers = (long)rows.Count * _outputs;
        if (numbers > Array.MaxLength)
        {
            throw new InvalidOperationException(Invariant(
                $"The optimizer '{optimizer}' keeps a number of each row and output, {rows.Count} x {_outputs}; {Array.MaxLength} are possible. Use Optimizer.Lbfgs, or fewer rows."));
        }

        (_weights, _targets) = (new double[rows.Count], new double[numbers]);
        Tile<T> tile = gradient.Tile;
        for (int start = 0; start < examples.Count; start += tile.Rows)
        {
            if (start % RowsPerLook < tile.Rows && cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int count = Math.Min(tile.Rows, examples.Count - start);
            ReadOnlySpan<T> targets = tile.Targets(examples, start, count, gradient.Code);
            for (int index = 0; index < count; index++)
            {
                int number = start + index;
                _weights[number] = double.CreateTruncating(gradient.SampleWeights.Get(examples, examples.RowAt(number)));
                for (int output = 0; output < _outputs; output++)
                {
                    _targets[(output * rows.Count) + number] = double.CreateTruncating(targets[(output * count) + index]);
                }
            }
        }

        TotalWeight = Sum.Compute(Weights);
        return true;
    }
}
