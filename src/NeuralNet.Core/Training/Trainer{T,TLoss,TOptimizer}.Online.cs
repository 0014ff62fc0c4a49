using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <content>Epochs of one row a step, by a network with one output.</content>
internal sealed partial class Trainer<T, TLoss, TOptimizer>
{
    private bool RunOnline(in ExampleSpan<T> examples, CancellationToken cancellationToken, ref BatchTotal total)
    {
        Tile<T> tile = _gradient.Tile;
        int most = tile.OnlineHeight(examples, Parameters.Standardization);
        for (int start = (int)Progress.Position; start < examples.Count; start += most)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Progress = new(start, total);
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

            // The losses of all these rows at once, which no step waits for; row by row into the total, as if each were a batch.
            (double loss, double weight) = total;
            _gradient.Evaluate(examples, start, rows, tile, logits, ref weight);
            foreach (T value in tile.Losses[..rows])
            {
                loss += double.CreateTruncating(value);
            }

            total = new(loss, weight);
        }

        return true;
    }

    /// <summary>A step on each row; writes its logit before the step.</summary>
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
            if (_isPlain)
            {
                BeginStep();
            }

            // From here to the next logit each operation waits for the one before: nothing else is to be among them, and no call
            // before the one that moves the weights, around which the derivative would go through memory.
            logits[index] = logit;
            _loss.Evaluate(logit, targets[index], out T derivative);
            if (!weights.IsEmpty)
            {
                derivative *= weights[index];
                if (weights[index] == T.Zero)
                {
                    // As if the row were not there, however large: its loss, or the row as it is standardized, may be infinite.
                    derivative = T.Zero;
                    inputs = Parameters.Standardization is null ? inputs : _gradient.Tile.Cleared(index);
                }
            }

            logit = _isPlain
                ? Update.ApplyRowAndLogit(
                    _optimizer, inputs, derivative, Parameters.Trained, First, Second, Settings.HasBias, next)
                : MoveWithMoreAndLogit(inputs, derivative, next);
            inputs = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> RowAt(in ExampleSpan<T> examples, int start, ReadOnlySpan<T> gathered, int index) =>
        gathered.IsEmpty
            ? examples.Inputs.Values.Slice(examples.RowAt(start + index) * _inputs, _inputs)
            : gathered.Slice(index * _inputs, _inputs);

    /// <summary>A step with more to it than the optimizer, and the logit of the next row with the weights after it.</summary>
    [MethodImpl(Jit.Loop)]
    private T MoveWithMoreAndLogit(ReadOnlySpan<T> inputs, T derivative, ReadOnlySpan<T> next)
    {
        MoveAlongRowWithMore(inputs, derivative);
        return Dot.Compute(next, Parameters.Trained[.._inputs]) + Parameters.Trained[_inputs];
    }
}
