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
        if (typeof(TOptimizer) != typeof(Ftrl) || clips || Lazy is not null || examples.Inputs.Sparse.Indices.Length < _inputs)
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
        int start = (int)Progress.Position;
        while (start < examples.Count)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int rows = Math.Min(Tile<T>.OnlineRows, examples.Count - start);
            Span<T> logits = tile.Logits(rows);
            ReadOnlySpan<T> targets = tile.Targets(examples, start, rows, Gradient.Code);
            ReadOnlySpan<T> weights = SampleWeights.AreOne(examples) ? default : tile.Weights(examples, start, rows, SampleWeights);
            rows = StepThrough(examples, start, pairs, targets, weights, logits);
            AddLosses(examples, start, rows, logits[..rows], ref total);
            start += rows;
            EndStepsAt(new(start, total));
        }

        return true;
    }

    /// <summary>
    /// Takes a step on each row, and writes its logit before the step. Stops after a step when all columns should be paid. Returns the number of
    /// rows.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    private int StepThrough(
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

            LazyUpdate<T>? lazy = Lazy;
            if (lazy is not null && start + index + SparseStatesAhead < examples.Count)
            {
                rows.Row(examples.RowAt(start + index + SparseStatesAhead), out ReadOnlySpan<int> soon, out _);
                lazy.Prefetch(soon);
            }

            rows.Row(examples.RowAt(start + index), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            lazy?.BeginStep();
            lazy?.Add(indices);

            T product = typeof(TOptimizer) == typeof(Ftrl) && pairs is not null
                ? pairs.Dot(indices, values)
                : Sparse.Dot(indices, values, parameters[.._inputs]);
            product = lazy is null ? product : product * T.CreateTruncating(lazy.Scale);
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

            if (lazy is { IsFull: true })
            {
                return index + 1;
            }
        }

        return logits.Length;
    }

    /// <summary>Takes the step of one example with one output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveAlongSparseRow(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, T derivative)
    {
        double rate = BeginStep();
        Span<T> weights = Parameters.Trained[.._weights];
        if (ShrinksFactor)
        {
            SparseUpdate.ApplyRow(StepOfFactor(rate), Clip, indices, values, derivative, weights, default, default);
        }
        else if (_shrinks)
        {
            SparseUpdate.ApplyRow(_optimizer, Transform(rate), indices, values, derivative, weights, First, Second);
        }
        else
        {
            SparseUpdate.ApplyRow(_optimizer, default(NoGradientTransform), indices, values, derivative, weights, First, Second);
        }

        if (Settings.HasBias && _shrinks)
        {
            MoveBias(new ReadOnlySpan<T>(in derivative), T.One);
        }
        else if (Settings.HasBias)
        {
            SparseUpdate.MoveBias(_optimizer, default(NoGradientTransform), derivative, Parameters.Trained, First, Second);
        }

        Lazy?.EndStep(rate);
    }

    /// <summary>Whether the penalty of a step on sparse rows shrinks a factor that all weights have in common.</summary>
    private bool ShrinksFactor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TOptimizer) == typeof(Sgd) && Lazy is not null && Settings.Penalty is { L2Strength: > 0, L1Strength: 0 };
    }

    /// <summary>Shrinks the common factor. Returns the step of the weights in memory, which the factor multiplies.</summary>
    private Sgd StepOfFactor(double rate)
    {
        Sgd step = default;
        step.BeginStep(Steps, rate / Lazy!.ShrinkFactor(rate));
        return step;
    }

    /// <summary>Sums the gradients of a batch whose columns pay later. Returns false if it was cancelled.</summary>
    private bool AddLazily(in ExampleSpan<T> examples, int position, int count, CancellationToken cancellationToken, ref BatchTotal batch)
    {
        Lazy!.BeginStep();
        for (int number = 0; number < count; number++)
        {
            Lazy.Add(examples.Inputs.Sparse.Row(examples.RowAt(position + number)).Indices);
        }

        try
        {
            Gradient.Scale = T.CreateTruncating(Lazy.Scale);
            return Gradient.Add(examples, position, count, Gradient.Tile, Gradient.Sum, cancellationToken, ref batch);
        }
        finally
        {
            Gradient.Scale = T.One;
        }
    }

    /// <summary>Takes the step along the sum of the gradients: moves the weights of the columns of the rows, and leaves the sum clear for the next step.</summary>
    [MethodImpl(Jit.Loop)]
    private void MoveAlongSparse(in ExampleSpan<T> examples, int position, int count)
    {
        T scale = Settings.Reduction == Reduction.Mean ? T.One / T.CreateTruncating(count) : T.One;
        double rate = BeginStep();
        Sgd ofFactor = ShrinksFactor ? StepOfFactor(rate) : default;
        WeightsByColumn<T>? columns = Gradient.Columns;
        if (Lazy is not null && Settings.Penalty.L1Strength > 0)
        {
            // Each column once: it would pay the penalty of the step again with every row that has it.
            MoveAlongColumns(Lazy.ColumnsOfStep, scale, rate, ofFactor);
        }
        else
        {
            SparseRows<T> rows = examples.Inputs.Sparse;
            for (int end = position + count; position < end; position++)
            {
                SparseRow<T> row = rows.Row(examples.RowAt(position));
                if (columns is not null)
                {
                    MoveAlongColumns(columns, row, rate, scale);
                }
                else
                {
                    MoveAlongColumns(row.Indices, scale, rate, ofFactor);
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
        Lazy?.EndStep(rate);
    }

    [MethodImpl(Jit.Loop)]
    private void MoveAlongColumns(ReadOnlySpan<int> indices, T scale, double rate, Sgd ofFactor)
    {
        for (int start = 0; start < _weights; start += _inputs)
        {
            Span<T> sum = Gradient.Sum.Slice(start, _inputs);
            Span<T> weights = Parameters.Trained.Slice(start, _inputs);
            Span<T> first = States<TOptimizer>.PerWeight > 0 ? First[start..] : default;
            Span<T> second = States<TOptimizer>.PerWeight > 1 ? Second[start..] : default;
            if (ShrinksFactor)
            {
                SparseUpdate.ApplySum(ofFactor, Clip, indices, sum, scale, weights, default, default);
            }
            else if (_shrinks)
            {
                SparseUpdate.ApplySum(_optimizer, Transform(rate), indices, sum, scale, weights, first, second);
            }
            else
            {
                SparseUpdate.ApplySum(_optimizer, default(NoGradientTransform), indices, sum, scale, weights, first, second);
            }
        }
    }
}
