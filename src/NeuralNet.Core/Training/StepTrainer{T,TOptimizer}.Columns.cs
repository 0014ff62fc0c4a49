using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <content>Sparse rows of several outputs, with weights and states by column for the time of an epoch.</content>
internal abstract partial class StepTrainer<T, TOptimizer>
{
    /// <summary>
    /// Whether steps can go by column: with the optimizer alone, or FTRL and its penalty. A second loop for each optimizer, for clipped
    /// gradients, is not worth its size in an app.
    /// </summary>
    private bool MovesByColumn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TOptimizer) == typeof(Ftrl) || !_shrinks;
    }

    /// <summary>Takes a step on each batch, with weights and states by column if the epoch has more values than columns.</summary>
    private bool RunBatchesByColumn(in ExampleSpan<T> examples, int batchSize, CancellationToken cancellationToken, ref BatchTotal total)
    {
        Span<T> first = States<TOptimizer>.PerWeight > 0 ? First[.._weights] : default;
        Span<T> second = States<TOptimizer>.PerWeight > 1 ? Second[.._weights] : default;
        if (!MovesByColumn || !Gradient.TryBeginSteps(examples, first, second, sums: batchSize > 1))
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

    /// <summary>Moves the weights of the columns of a row along the sums of the batch, or along the gradient of this row, which is never written.</summary>
    [MethodImpl(Jit.Loop)]
    private void MoveAlongColumns(WeightsByColumn<T> columns, SparseRow<T> row, double rate, T scale)
    {
        ReadOnlySpan<T> derivatives = Gradient.SumsByColumn ? default : columns.FactorsOf(Gradient.Tile.Derivatives(1), 1);
        if (typeof(TOptimizer) == typeof(Ftrl))
        {
            ColumnUpdate.Apply(_optimizer, Transform(rate), row.Indices, row.Values, derivatives, scale, columns.Span, columns.Stride);
        }
        else
        {
            ColumnUpdate.Apply(_optimizer, default(NoGradientTransform), row.Indices, row.Values, derivatives, scale, columns.Span, columns.Stride);
        }
    }
}
