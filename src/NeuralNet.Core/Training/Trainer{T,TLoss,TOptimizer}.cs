using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>Trains in steps along the gradient: logits, loss and its derivative, gradient, step.</summary>
internal sealed class Trainer<T, TLoss, TOptimizer>(BatchGradient<T, TLoss> gradient, TLoss loss, TOptimizer optimizer, in TrainerSettings settings)
    : StepTrainer<T, TOptimizer>(gradient, optimizer, settings)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IBatchLoss
    where TOptimizer : struct, IOptimizer
{
    private readonly int _inputs = gradient.Parameters.Inputs;
    private readonly BatchGradient<T, TLoss> _gradient = gradient;
    private readonly TLoss _loss = loss;

    [MethodImpl(Jit.Loop)]
    public override T Learn(ReadOnlySpan<T> row, T target, T weight)
    {
        T logit = Logit(row, out ReadOnlySpan<T> inputs);
        if (T.IsFinite(logit))
        {
            _loss.Evaluate(new Scalar<T>(logit), new Scalar<T>(target), out Scalar<T> slope);
            T derivative = slope.Value;
            if (weight == T.Zero)
            {
                // A row of weight 0 must not compute 0 * infinity.
                derivative = T.Zero;
                inputs = _gradient.Tile.Cleared(0);
            }

            MoveAlongRow(inputs, derivative * weight);
        }

        return logit;
    }

    protected override bool RunOnline(in ExampleSpan<T> examples, CancellationToken cancellationToken, ref BatchTotal total)
    {
        Tile<T> tile = _gradient.Tile;
        int most = tile.OnlineHeight(examples, Parameters.Standardization);
        for (int start = (int)Progress.Position; start < examples.Count; start += most)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int rows = Math.Min(most, examples.Count - start);
            Span<T> logits = tile.Logits(rows);
            StepThrough(
                examples,
                start,
                tile.Gathered(examples, start, rows, Parameters.Standardization),
                tile.Targets(examples, start, rows, _gradient.Code),
                SampleWeights.AreOne(examples) ? default : tile.Weights(examples, start, rows, SampleWeights),
                logits);
            AddLosses(examples, start, rows, logits, ref total);
            Progress = new(start + rows, total);
        }

        return true;
    }

    /// <summary>Takes a step on each row, and writes its logit before the step.</summary>
    [MethodImpl(Jit.Loop)]
    private void StepThrough(
        in ExampleSpan<T> examples,
        int start,
        ReadOnlySpan<T> gathered,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> weights,
        Span<T> logits)
    {
        int last = logits.Length - 1;
        int ahead = examples.Order.IsEmpty || !gathered.IsEmpty ? int.MaxValue : _gradient.Tile.RowsAhead;
        int known = examples.Count - start;
        ReadOnlySpan<T> inputs = RowAt(examples, start, gathered, 0);
        T logit = Dot.Compute(inputs, Parameters.Trained[.._inputs]) + Parameters.Trained[_inputs];
        for (int index = 0; index <= last; index++)
        {
            if (ahead < known - index)
            {
                Prefetch.Row(examples.Inputs.Values.Slice(examples.Order[start + index + ahead] * _inputs, _inputs));
            }

            ReadOnlySpan<T> next = RowAt(examples, start, gathered, Math.Min(index + 1, last));
            if (IsPlain)
            {
                BeginStep();
            }

            // From here to the next logit each operation waits for the one before. So nothing else may be in between, and no call
            // before the one that moves the weights, because the derivative would go through memory around it.
            logits[index] = logit;
            _loss.Evaluate(new Scalar<T>(logit), new Scalar<T>(targets[index]), out Scalar<T> slope);
            T derivative = slope.Value;
            if (!weights.IsEmpty)
            {
                derivative *= weights[index];
                if (weights[index] == T.Zero)
                {
                    // Ignores the row, of any size: its loss, or the standardized row, may be infinite.
                    derivative = T.Zero;
                    inputs = Parameters.Standardization is null ? inputs : _gradient.Tile.Cleared(index);
                }
            }

            logit = IsPlain
                ? Update.ApplyRowAndLogit(
                    Optimizer, inputs, derivative, Parameters.Trained, First, Second, Settings.HasBias, next)
                : MoveWithMoreAndLogit(inputs, derivative, next);
            inputs = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> RowAt(in ExampleSpan<T> examples, int start, ReadOnlySpan<T> gathered, int index) =>
        gathered.IsEmpty
            ? examples.Inputs.Values.Slice(examples.RowAt(start + index) * _inputs, _inputs)
            : gathered.Slice(index * _inputs, _inputs);

    /// <summary>Takes a step with a penalty, clipping or averaging. Returns the logit of the next row with the weights after it.</summary>
    [MethodImpl(Jit.Loop)]
    private T MoveWithMoreAndLogit(ReadOnlySpan<T> inputs, T derivative, ReadOnlySpan<T> next)
    {
        MoveAlongRowWithMore(inputs, derivative);
        return Dot.Compute(next, Parameters.Trained[.._inputs]) + Parameters.Trained[_inputs];
    }

    /// <summary>Returns the logit of a row of a network with one output, and the inputs as training sees them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Logit(ReadOnlySpan<T> row, out ReadOnlySpan<T> inputs)
    {
        inputs = Parameters.Standardization is null ? row : _gradient.Tile.Standardized(row, Parameters.Standardization);
        Span<T> trained = Parameters.Trained;
        return Dot.Compute(inputs, trained[.._inputs]) + trained[_inputs];
    }
}
