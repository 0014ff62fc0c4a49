using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Takes steps along the gradient. What does not depend on the loss is here, so that it is compiled once for each optimizer, and not for each
/// pair of loss and optimizer.
/// </summary>
internal abstract partial class StepTrainer<T, TOptimizer> : Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TOptimizer : struct, IOptimizer
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _weights;

    /// <summary>Whether weights do not move as the bias does: a penalty, a limit of each gradient, or FTRL, which has its own penalty.</summary>
    private readonly bool _shrinks;
    private readonly bool _clipsNorm;
    private readonly T[] _states;
    private TOptimizer _optimizer;

    protected StepTrainer(BatchGradient<T> gradient, TOptimizer optimizer, in TrainerSettings settings)
        : base(gradient, settings)
    {
        _inputs = Parameters.Inputs;
        _outputs = Parameters.Outputs;
        _weights = _inputs * _outputs;
        _shrinks = !settings.Penalty.IsNone
            || settings.WeightDecay > 0
            || double.IsFinite(settings.Clipping.LargestValue)
            || typeof(TOptimizer) == typeof(Ftrl);
        _clipsNorm = double.IsFinite(settings.Clipping.LargestNorm);
        IsPlain = !_shrinks && !_clipsNorm && settings.FirstAveragedStep == 0;
        _optimizer = optimizer;
        _states = new T[Parameters.Trained.Length * States<TOptimizer>.PerWeight];
    }

    public override bool IsFinite => base.IsFinite && Finite.All<T>(_states);

    /// <summary>Whether a step is that of the optimizer alone, without a penalty, clipping or averaging.</summary>
    protected bool IsPlain { get; }

    /// <summary>The optimizer in its current step.</summary>
    protected TOptimizer Optimizer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _optimizer;
    }

    protected Span<T> First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => States<TOptimizer>.PerWeight > 0 ? _states.AsSpan(0, _weights + _outputs) : default;
    }

    protected Span<T> Second
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => States<TOptimizer>.PerWeight > 1 ? _states.AsSpan(_weights + _outputs) : default;
    }

    public override int MemoryLength => _states.Length;

    protected override bool IsPlainDescent => typeof(TOptimizer) == typeof(Sgd) && IsPlain;

    public override void Forget()
    {
        base.Forget();
        Array.Clear(_states);
    }

    protected override LazyUpdate<T> NewLazy() => typeof(TOptimizer) == typeof(AdaGrad) && Settings.Penalty.L1Strength > 0
        ? new LazyShrinkage<T>(Parameters, Settings.Penalty, _states, ((AdaGrad)(object)_optimizer).Epsilon)
        : base.NewLazy();

    protected override void Remember(Span<T> memory) => _states.CopyTo(memory);

    protected override bool TryRecall(ReadOnlySpan<T> memory) => memory.TryCopyTo(_states);

    public override int Learn(in ExampleSpan<T> batch, Span<T> logits)
    {
        if (KeepsSparse(batch) && IsOnline(batch, batch.Count))
        {
            return LearnSparse(batch, logits);
        }

        int culprit = Gradient.AddFinite(batch, logits);
        if (culprit < 0)
        {
            MoveAlongGradient(batch, 0, batch.Count);
        }

        return culprit;
    }

    [MethodImpl(Jit.Loop)]
    public override EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective)
    {
        BatchTotal total = Progress.Total;
        bool completed = batchSize == TrainingOptions.FullBatch ? AddAll(source, team, cancellationToken, out total)
            : RunSteps(source, batchSize, cancellationToken, ref total);
        if (completed && batchSize == TrainingOptions.FullBatch)
        {
            MoveAlongGradient(total.Weight);
        }

        if (completed)
        {
            Progress = default;
        }

        objective = Reduced(total) + PenaltyOf(Parameters.Trained);
        return completed ? EpochEnd.Completed : EpochEnd.Cancelled;
    }

    /// <summary>
    /// Adds the losses of rows by their logits before their steps. No step needs the losses, so they are computed together, and added row by
    /// row, as if each row were a batch.
    /// </summary>
    protected void AddLosses(in ExampleSpan<T> examples, int start, int rows, ReadOnlySpan<T> logits, ref BatchTotal total)
    {
        (double loss, double weight) = total;
        Gradient.Evaluate(examples, start, rows, Gradient.Tile, logits, ref weight);
        foreach (T value in Gradient.Tile.Losses[..rows])
        {
            loss += double.CreateTruncating(value);
        }

        total = new(loss, weight);
    }

    /// <summary>Takes a step on each row of a network with one output. Returns false if it was cancelled.</summary>
    protected abstract bool RunOnline(in ExampleSpan<T> examples, CancellationToken cancellationToken, ref BatchTotal total);

    [MethodImpl(Jit.Loop)]
    private bool RunSteps(in ExampleSource<T> source, int batchSize, CancellationToken cancellationToken, ref BatchTotal total)
    {
        if (source.IsStream)
        {
            return EndSteps(RunStream(source, cancellationToken, ref total));
        }

        bool isSparse = KeepsSparse(source.Rows);
        bool isOnline = IsOnline(source.Rows, batchSize);
        BeginLazy(isSparse, isOnline);
        return EndSteps(
            isSparse && !isOnline && Lazy is null ? RunBatchesByColumn(source.Rows, batchSize, cancellationToken, ref total)
            : !isOnline ? RunBatches(source.Rows, batchSize, cancellationToken, ref total)
            : isSparse ? RunSparse(source.Rows, cancellationToken, ref total)
            : RunOnline(source.Rows, cancellationToken, ref total));
    }

    [MethodImpl(Jit.Loop)]
    private bool RunStream(in ExampleSource<T> source, CancellationToken cancellationToken, ref BatchTotal total)
    {
        long number = 0;
        long first = Progress.Position;
        foreach (ref readonly ExampleSpan<T> batch in source)
        {
            if (number++ < first)
            {
                continue;
            }

            BeginLazy(KeepsSparse(batch));
            if (!StepAlong(batch, 0, batch.Count, cancellationToken, ref total))
            {
                return false;
            }

            EndStepsAt(new(number, total));
        }

        return true;
    }

    [MethodImpl(Jit.Loop)]
    private bool RunBatches(
        in ExampleSpan<T> examples,
        int batchSize,
        CancellationToken cancellationToken,
        ref BatchTotal total)
    {
        int position = (int)Progress.Position;
        while (position < examples.Count)
        {
            int count = Math.Min(batchSize, examples.Count - position);
            if (!StepAlong(examples, position, count, cancellationToken, ref total))
            {
                return false;
            }

            position += count;
            EndStepsAt(new(position, total));
        }

        return true;
    }

    /// <summary>
    /// Takes one step along the gradient of some examples. Returns false, and changes nothing, if it was cancelled. Not inlined: it has two
    /// callers, and a call costs nothing compared with a batch.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool StepAlong(
        in ExampleSpan<T> examples, int position, int count, CancellationToken cancellationToken, ref BatchTotal total)
    {
        var batch = default(BatchTotal);
        Gradient.ClearSum();
        bool isAdded = Lazy is not null
            ? AddLazily(examples, position, count, cancellationToken, ref batch)
            : Gradient.Add(examples, position, count, Gradient.Tile, Gradient.Sum, cancellationToken, ref batch);
        if (!isAdded)
        {
            return false;
        }

        MoveAlongGradient(examples, position, count);
        total += batch;
        return true;
    }

    /// <summary>Takes the step of one example with one output. Its gradient, the row times the derivative, is never stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void MoveAlongRow(ReadOnlySpan<T> inputs, T derivative)
    {
        if (!IsPlain)
        {
            MoveAlongRowWithMore(inputs, derivative);
            return;
        }

        BeginStep();
        Update.ApplyRow(_optimizer, inputs, derivative, Parameters.Trained, First, Second, Settings.HasBias);
    }

    /// <summary>The same with a penalty, clipping or averaging. Separate, so the compiler inlines the loss in the plain step.</summary>
    [MethodImpl(Jit.Loop)]
    protected void MoveAlongRowWithMore(ReadOnlySpan<T> inputs, T derivative)
    {
        if (_clipsNorm)
        {
            MoveAlongWrittenRow(inputs, derivative);
            return;
        }

        double rate = BeginStep();
        if (_shrinks)
        {
            Move(_optimizer, Transform(rate), inputs, derivative, 0);
        }
        else
        {
            Move(_optimizer, default(NoGradientTransform), inputs, derivative, 0);
        }

        if (Settings.HasBias)
        {
            MoveBias(new ReadOnlySpan<T>(in derivative), T.One);
        }

        Average();
    }

    private void MoveAlongWrittenRow(ReadOnlySpan<T> inputs, T derivative)
    {
        Gradient.ClearSum();
        ScaledRows.Add(inputs, _inputs, new ReadOnlySpan<T>(in derivative), Gradient.Sum.Slice(0, _inputs));
        Gradient.Sum[_inputs] = derivative;
        MoveAlongGradient(1);
    }

    /// <summary>Takes the step along the sum of the gradients of some examples.</summary>
    private void MoveAlongGradient(in ExampleSpan<T> examples, int position, int count)
    {
        if (KeepsSparse(examples))
        {
            MoveAlongSparse(examples, position, count);
        }
        else
        {
            MoveAlongGradient(count);
        }
    }

    /// <summary>Takes the step along the sum of the gradients; for a mean, divided by the number of rows or their weight.</summary>
    [MethodImpl(Jit.Loop)]
    private void MoveAlongGradient(double rows)
    {
        T scale = Settings.Reduction == Reduction.Mean ? T.One / T.CreateTruncating(rows) : T.One;
        if (_clipsNorm)
        {
            scale = ClipNorm(scale);
        }

        // Without a bias, the zeros in its place are never updated.
        int moving = Settings.HasBias ? _weights + _outputs : _weights;
        double rate = BeginStep();
        if (_shrinks)
        {
            Move(_optimizer, Transform(rate), Gradient.Sum.Slice(0, _weights), scale, 0);
            MoveBias(Gradient.Sum.Slice(_weights, moving - _weights), scale);
        }
        else
        {
            Move(_optimizer, default(NoGradientTransform), Gradient.Sum.Slice(0, moving), scale, 0);
        }

        Average();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected double BeginStep()
    {
        // A user's rate or optimizer may throw, so nothing changes before both have returned.
        double rate = NextRate();
        _optimizer.BeginStep(Steps + 1, rate);
        Steps++;
        return rate;
    }

    private PenaltyAndClipping Transform(double rate) => new(
        Settings.Penalty.L1Strength,
        Settings.Penalty.L2Strength,
        kept: 1 - (rate * Settings.WeightDecay),
        Settings.Clipping.LargestValue);

    private PenaltyAndClipping Clip => new(0, 0, 1, Settings.Clipping.LargestValue);

    /// <summary>A bias has no penalty and no decay; its gradient is clipped like any other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveBias(ReadOnlySpan<T> direction, T scale)
    {
        if (_shrinks)
        {
            Move(OfBias, Clip, direction, scale, _weights);
        }
        else
        {
            Move(_optimizer, default(NoGradientTransform), direction, scale, _weights);
        }
    }

    /// <summary>The optimizer of the bias, which has no penalty.</summary>
    private TOptimizer OfBias
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TOptimizer) == typeof(Ftrl) ? (TOptimizer)(object)((Ftrl)(object)_optimizer).WithoutPenalty : _optimizer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Move<TTransform>(TOptimizer optimizer, TTransform transform, ReadOnlySpan<T> direction, T scale, int start)
        where TTransform : struct, IGradientTransform =>
        Update.Apply(
            optimizer,
            transform,
            direction,
            scale,
            Parameters.Trained.Slice(start, direction.Length),
            States<TOptimizer>.PerWeight > 0 ? First[start..] : default,
            States<TOptimizer>.PerWeight > 1 ? Second[start..] : default);
}
