using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <content>Sparse rows of several outputs, with weights and states by column for the time of an epoch.</content>
internal abstract partial class StepTrainer<T, TOptimizer>
{
    /// <summary>Takes a step on each batch, with weights and states by column if the epoch has more values than columns.</summary>
    private bool RunBatchesByColumn(in ExampleSpan<T> examples, int batchSize, CancellationToken cancellationToken, ref BatchTotal total)
    {
        Span<T> first = States<TOptimizer>.PerWeight > 0 ? First[.._weights] : default;
        Span<T> second = States<TOptimizer>.PerWeight > 1 ? Second[.._weights] : default;
        if (!Gradient.TryBeginSteps(examples, first, second, sums: batchSize > 1))
        {
            return RunBatches(examples, batchSize, cancellationToken, ref total);
        }

        try
        {
            return RunBatches(examples, batchSize, cancellationToken, ref total);
        }
        finally
        {
            Gradient.EndSteps(first, second);
        }
    }

    /// <summary>Takes the step along the sums of a batch, or along the gradient of one row, which is never written.</summary>
    [MethodImpl(Jit.Loop)]
    private void MoveAlongColumns(WeightsByColumn<T> columns, in ExampleSpan<T> examples, int position, int count)
    {
        T scale = Settings.Reduction == Reduction.Mean ? T.One / T.CreateTruncating(count) : T.One;
        double rate = BeginStep();
        ReadOnlySpan<T> derivatives = Gradient.SumsByColumn ? default : columns.FactorsOf(Gradient.Tile.Derivatives(1), 1);
        SparseRows<T> rows = examples.Inputs.Sparse;
        for (int end = position + count; position < end; position++)
        {
            rows.Row(examples.RowAt(position), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            if (_shrinks)
            {
                ColumnUpdate.Apply(_optimizer, Transform(rate), indices, values, derivatives, scale, columns.Span, columns.Stride);
            }
            else
            {
                ColumnUpdate.Apply(_optimizer, default(NoGradientTransform), indices, values, derivatives, scale, columns.Span, columns.Stride);
            }
        }

        Span<T> bias = Gradient.Sum.Slice(_weights, _outputs);
        if (Settings.HasBias)
        {
            MoveBias(bias, scale);
        }

        bias.Clear();
        Gradient.IsSumClear = true;
    }
}
