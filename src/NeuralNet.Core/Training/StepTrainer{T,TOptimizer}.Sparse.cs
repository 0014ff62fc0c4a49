using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <content>
/// Sparse rows. A call of the loss for each row costs nothing beside its columns, so these loops are compiled once for each optimizer.
/// </content>
internal abstract partial class StepTrainer<T, TOptimizer>
{
    /// <summary>The number of shuffled rows to prefetch ahead: their lengths are not known before they are read.</summary>
    private const int SparseRowsAhead = 4;

    /// <summary>The number of rows to prefetch the states of FTRL for.</summary>
    private const int SparseStatesAhead = 2;

    private FtrlPairs<T>? _pairs;

    /// <summary>Whether a step keeps to the columns of sparse rows. Loops that no step may take are not compiled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool KeepsSparse(in ExampleSpan<T> examples) => TOptimizer.IgnoresZeroGradients && Gradient.KeepsSparse(examples);

    /// <summary>Takes one step on one row, without writing its gradient.</summary>
    [MethodImpl(Jit.Loop)]
    private int LearnSparse(in ExampleSpan<T> batch, Span<T> logits)
    {
        batch.Inputs.Sparse.Row(0, out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
        T logit = Sparse.Dot(indices, values, Parameters.Trained[.._inputs]) + Parameters.Trained[_inputs];
        if (!T.IsFinite(logit))
        {
            return 0;
        }

        T target = Gradient.Tile.Targets(batch, 0, 1, Gradient.Code)[0];
        T weight = SampleWeights.Get(batch, 0);
        T slope = Gradient.Slope(logit, target, out T loss);

        // The loss of a row of weight 0 may be infinite.
        bool counts = weight != T.Zero;
        Gradient.LastBatch = new(counts ? double.CreateTruncating(loss * weight) : 0, double.CreateTruncating(weight));
        MoveAlongSparseRow(indices, values, counts ? slope * weight : T.Zero);
        if (!logits.IsEmpty)
        {
            logits[0] = logit;
        }

        return -1;
    }

    /// <summary>Takes a step on each row of a network with one output. Returns false if it was cancelled.</summary>
    private bool RunSparse(in ExampleSpan<T> examples, CancellationToken cancellationToken, ref BatchTotal total)
    {
        bool clips = double.IsFinite(Settings.Clipping.LargestValue);
        if (typeof(TOptimizer) != typeof(Ftrl) || clips || examples.Inputs.Sparse.Indices.Length < _inputs)
        {
            return RunSparse(examples, null, cancellationToken, ref total);
        }

        // More values than columns: bringing the states together for the epoch costs less than it gains.
        Span<T> weights = Parameters.Trained[.._inputs];
        _pairs ??= new(_inputs);
        if (!_pairs.TryBegin((Ftrl)(object)_optimizer, weights, First, Second))
        {
            return RunSparse(examples, null, cancellationToken, ref total);
        }

        try
        {
            return RunSparse(examples, _pairs, cancellationToken, ref total);
        }
        finally
        {
            _pairs.End(weights, First, Second);
        }
    }

    private bool RunSparse(in ExampleSpan<T> examples, FtrlPairs<T>? pairs, CancellationToken cancellationToken, ref BatchTotal total)
    {
        Tile<T> tile = Gradient.Tile;
        for (int start = (int)Progress.Position; start < examples.Count; start += Tile<T>.OnlineRows)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Progress = new(start, total);
                return false;
            }

            int rows = Math.Min(Tile<T>.OnlineRows, examples.Count - start);
            Span<T> logits = tile.Logits(rows);
            ReadOnlySpan<T> targets = tile.Targets(examples, start, rows, Gradient.Code);
            ReadOnlySpan<T> weights = SampleWeights.AreOne(examples) ? default : tile.Weights(examples, start, rows, SampleWeights);
            StepThrough(examples, start, pairs, targets, weights, logits);
            AddLosses(examples, start, rows, logits, ref total);
        }

        return true;
    }

    /// <summary>Takes a step on each row, and writes its logit before the step.</summary>
    [MethodImpl(Jit.Loop)]
    private void StepThrough(
        in ExampleSpan<T> examples, int start, FtrlPairs<T>? pairs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> logits)
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

            if (typeof(TOptimizer) == typeof(Ftrl) && pairs is not null && start + index + SparseStatesAhead < examples.Count)
            {
                rows.Row(examples.RowAt(start + index + SparseStatesAhead), out ReadOnlySpan<int> soon, out _);
                pairs.Prefetch(soon);
            }

            rows.Row(examples.RowAt(start + index), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            T product = typeof(TOptimizer) == typeof(Ftrl) && pairs is not null
                ? pairs.Dot(indices, values)
                : Sparse.Dot(indices, values, parameters[.._inputs]);
            T logit = product + parameters[_inputs];
            logits[index] = logit;
            T derivative = Gradient.Slope(logit, targets[index], out _);
            if (!weights.IsEmpty)
            {
                // The loss of a row of weight 0 may be infinite.
                derivative = weights[index] == T.Zero ? T.Zero : derivative * weights[index];
            }

            if (typeof(TOptimizer) == typeof(Ftrl) && pairs is not null)
            {
                BeginStep();
                pairs.Move(indices, values, derivative);
                if (Settings.HasBias)
                {
                    MoveBias(new ReadOnlySpan<T>(in derivative), T.One);
                }
            }
            else
            {
                MoveAlongSparseRow(indices, values, derivative);
            }
        }
    }

    /// <summary>Takes the step of one example with one output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveAlongSparseRow(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, T derivative)
    {
        double rate = BeginStep();
        Span<T> weights = Parameters.Trained[.._weights];
        if (_shrinks)
        {
            SparseUpdate.ApplyRow(_optimizer, Transform(rate), indices, values, derivative, weights, First, Second);
            if (Settings.HasBias)
            {
                MoveBias(new ReadOnlySpan<T>(in derivative), T.One);
            }

            return;
        }

        SparseUpdate.ApplyRow(_optimizer, default(NoGradientTransform), indices, values, derivative, weights, First, Second);
        if (Settings.HasBias)
        {
            SparseUpdate.MoveBias(_optimizer, default(NoGradientTransform), derivative, Parameters.Trained, First, Second);
        }
    }

    /// <summary>Takes the step along the sum of the gradients: moves the weights of the columns of the rows, and leaves the sum clear for the next step.</summary>
    [MethodImpl(Jit.Loop)]
    private void MoveAlongSparse(in ExampleSpan<T> examples, int position, int count)
    {
        T scale = Settings.Reduction == Reduction.Mean ? T.One / T.CreateTruncating(count) : T.One;
        double rate = BeginStep();
        SparseRows<T> rows = examples.Inputs.Sparse;
        WeightsByColumn<T>? columns = Gradient.Columns;
        for (int end = position + count; position < end; position++)
        {
            if (columns is not null)
            {
                MoveAlongColumns(columns, rows.Row(examples.RowAt(position)), rate, scale);
                continue;
            }

            ReadOnlySpan<int> indices = rows.Row(examples.RowAt(position)).Indices;
            for (int start = 0; start < _weights; start += _inputs)
            {
                Span<T> sum = Gradient.Sum.Slice(start, _inputs);
                Span<T> weights = Parameters.Trained.Slice(start, _inputs);
                Span<T> first = States<TOptimizer>.PerWeight > 0 ? First[start..] : default;
                Span<T> second = States<TOptimizer>.PerWeight > 1 ? Second[start..] : default;
                if (_shrinks)
                {
                    SparseUpdate.ApplySum(_optimizer, Transform(rate), indices, sum, scale, weights, first, second);
                }
                else
                {
                    SparseUpdate.ApplySum(_optimizer, default(NoGradientTransform), indices, sum, scale, weights, first, second);
                }
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
