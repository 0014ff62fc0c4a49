using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    /// <summary>The number of shuffled sparse rows to prefetch ahead: their lengths are not known before they are read.</summary>
    private const int SparseRowsAhead = 4;

    /// <summary>The number of sparse rows to prefetch weights and states for: three places in memory for each column, which may be far apart.</summary>
    private const int SparseStatesAhead = 2;

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

    public override int Learn(in ExampleSpan<T> batch, Span<T> logits) =>
        IsOnline(batch, batch.Count) && _gradient.KeepsSparse(batch) ? LearnSparse(batch, logits) : base.Learn(batch, logits);

    /// <summary>Takes one step on one sparse row, without writing its gradient.</summary>
    [MethodImpl(Jit.Loop)]
    private int LearnSparse(in ExampleSpan<T> batch, Span<T> logits)
    {
        batch.Inputs.Sparse.Row(0, out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
        T logit = Sparse.Dot(indices, values, Parameters.Trained[.._inputs]) + Parameters.Trained[_inputs];
        if (!T.IsFinite(logit))
        {
            return 0;
        }

        T target = _gradient.Tile.Targets(batch, 0, 1, _gradient.Code)[0];
        T weight = SampleWeights.Get(batch, 0);
        T loss = _loss.Evaluate(new Scalar<T>(logit), new Scalar<T>(target), out Scalar<T> slope).Value;

        // The loss of a row of weight 0 may be infinite.
        bool counts = weight != T.Zero;
        _gradient.LastBatch = new(counts ? double.CreateTruncating(loss * weight) : 0, double.CreateTruncating(weight));
        MoveAlongSparseRow(indices, values, counts ? slope.Value * weight : T.Zero);
        if (!logits.IsEmpty)
        {
            logits[0] = logit;
        }

        return -1;
    }

    protected override bool RunOnline(in ExampleSpan<T> examples, CancellationToken cancellationToken, ref BatchTotal total)
    {
        Tile<T> tile = _gradient.Tile;
        bool keepsSparse = _gradient.KeepsSparse(examples);
        int most = keepsSparse ? Tile<T>.OnlineRows : tile.OnlineHeight(examples, Parameters.Standardization);
        for (int start = (int)Progress.Position; start < examples.Count; start += most)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Progress = new(start, total);
                return false;
            }

            int rows = Math.Min(most, examples.Count - start);
            Span<T> logits = tile.Logits(rows);
            ReadOnlySpan<T> targets = tile.Targets(examples, start, rows, _gradient.Code);
            ReadOnlySpan<T> weights = SampleWeights.AreOne(examples) ? default : tile.Weights(examples, start, rows, SampleWeights);
            if (keepsSparse)
            {
                StepThroughSparse(examples, start, targets, weights, logits);
            }
            else
            {
                ReadOnlySpan<T> gathered = tile.Gathered(examples, start, rows, Parameters.Standardization);
                StepThrough(examples, start, gathered, targets, weights, logits);
            }

            // No step needs the losses, so they are computed together, and added row by row, as if each row were a batch.
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

    /// <summary>The same for sparse rows.</summary>
    [MethodImpl(Jit.Loop)]
    private void StepThroughSparse(
        in ExampleSpan<T> examples, int start, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> logits)
    {
        SparseRows<T> rows = examples.Inputs.Sparse;
        Span<T> parameters = Parameters.Trained;
        for (int index = 0; index < logits.Length; index++)
        {
            if (start + index + SparseRowsAhead < examples.Order.Length)
            {
                // The processor can't predict the next row of a shuffled order.
                rows.Row(examples.Order[start + index + SparseRowsAhead], out ReadOnlySpan<int> nextIndices, out ReadOnlySpan<T> nextValues);
                Prefetch.Row(nextIndices, nextValues);
            }

            if (States<TOptimizer>.PerWeight > 1 && start + index + SparseStatesAhead < examples.Count)
            {
                rows.Row(examples.RowAt(start + index + SparseStatesAhead), out ReadOnlySpan<int> soon, out _);
                Prefetch.At(ref MemoryMarshal.GetReference(parameters), soon);
                Prefetch.At(ref MemoryMarshal.GetReference(First), soon);
                Prefetch.At(ref MemoryMarshal.GetReference(Second), soon);
            }

            rows.Row(examples.RowAt(start + index), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            T logit = Sparse.Dot(indices, values, parameters[.._inputs]) + parameters[_inputs];
            logits[index] = logit;
            _loss.Evaluate(new Scalar<T>(logit), new Scalar<T>(targets[index]), out Scalar<T> slope);
            T derivative = slope.Value;
            if (!weights.IsEmpty)
            {
                // The loss of a row of weight 0 may be infinite.
                derivative = weights[index] == T.Zero ? T.Zero : derivative * weights[index];
            }

            MoveAlongSparseRow(indices, values, derivative);
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
