using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>Trains in steps along the gradient: logits, loss and its derivative, gradient, step.</summary>
internal sealed partial class Trainer<T, TLoss, TOptimizer> : Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IBatchLoss
    where TOptimizer : struct, IOptimizer
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _weights;
    private readonly bool _isPlain;
    private readonly bool _shrinks;
    private readonly bool _clipsNorm;
    private readonly BatchGradient<T, TLoss> _gradient;
    private readonly TLoss _loss;
    private readonly T[] _states;
    private TOptimizer _optimizer;

    public Trainer(BatchGradient<T, TLoss> gradient, TLoss loss, TOptimizer optimizer, in TrainerSettings settings)
        : base(gradient, settings)
    {
        _inputs = Parameters.Inputs;
        _outputs = Parameters.Outputs;
        _weights = _inputs * _outputs;
        _shrinks = !settings.Penalty.IsNone || settings.WeightDecay > 0 || double.IsFinite(settings.Clipping.LargestValue);
        _clipsNorm = double.IsFinite(settings.Clipping.LargestNorm);
        _isPlain = !_shrinks && !_clipsNorm && settings.FirstAveragedStep == 0;
        _gradient = gradient;
        _loss = loss;
        _optimizer = optimizer;
        _states = new T[Parameters.Trained.Length * States<TOptimizer>.PerWeight];
    }

    public override bool IsFinite => base.IsFinite && Finite.All<T>(_states);

    private Span<T> First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => States<TOptimizer>.PerWeight > 0 ? _states.AsSpan(0, _weights + _outputs) : default;
    }

    private Span<T> Second
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => States<TOptimizer>.PerWeight > 1 ? _states.AsSpan(_weights + _outputs) : default;
    }

    public override int MemoryLength => _states.Length;

    protected override bool IsPlainDescent => typeof(TOptimizer) == typeof(Sgd) && _isPlain;

    public override void Forget()
    {
        base.Forget();
        Array.Clear(_states);
    }

    protected override void Remember(Span<T> memory) => _states.CopyTo(memory);

    protected override bool TryRecall(ReadOnlySpan<T> memory) => memory.TryCopyTo(_states);

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

    public override int Learn(in ExampleSpan<T> batch, Span<T> logits)
    {
        int culprit = _gradient.AddFinite(batch, logits);
        if (culprit < 0)
        {
            MoveAlongGradient(batch.Count);
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
            : source.IsStream ? RunStream(source, cancellationToken, ref total)
            : IsOnline(source.Rows, batchSize) ? RunOnline(source.Rows, cancellationToken, ref total)
            : RunBatches(source.Rows, batchSize, cancellationToken, ref total);
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

    [MethodImpl(Jit.Loop)]
    private bool RunStream(in ExampleSource<T> source, CancellationToken cancellationToken, ref BatchTotal total)
    {
        long number = 0;
        foreach (ref readonly ExampleSpan<T> batch in source)
        {
            if (number++ < Progress.Position)
            {
                continue;
            }

            if (!StepAlong(batch, 0, batch.Count, cancellationToken, ref total))
            {
                return false;
            }

            Progress = new(number, total);
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
                Progress = new(position, total);
                return false;
            }

            position += count;
        }

        return true;
    }

    /// <summary>
    /// Takes one step along the gradient of some examples. Returns false, and changes nothing, if it was cancelled. Not inlined: it has two
    /// callers for each of a hundred pairs of loss and optimizer, and a call costs nothing compared with a batch.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool StepAlong(
        in ExampleSpan<T> examples, int position, int count, CancellationToken cancellationToken, ref BatchTotal total)
    {
        var batch = default(BatchTotal);
        _gradient.Sum.Clear();
        if (!_gradient.Add(examples, position, count, _gradient.Tile, _gradient.Sum, cancellationToken, ref batch))
        {
            return false;
        }

        MoveAlongGradient(count);
        total += batch;
        return true;
    }

    /// <summary>Returns the logit of a row of a network with one output, and the inputs as training sees them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Logit(ReadOnlySpan<T> row, out ReadOnlySpan<T> inputs)
    {
        inputs = Parameters.Standardization is null ? row : _gradient.Tile.Standardized(row, Parameters.Standardization);
        Span<T> trained = Parameters.Trained;
        return Dot.Compute(inputs, trained[.._inputs]) + trained[_inputs];
    }

    /// <summary>Takes the step of one example with one output. Its gradient, the row times the derivative, is never stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveAlongRow(ReadOnlySpan<T> inputs, T derivative)
    {
        if (!_isPlain)
        {
            MoveAlongRowWithMore(inputs, derivative);
            return;
        }

        BeginStep();
        Update.ApplyRow(_optimizer, inputs, derivative, Parameters.Trained, First, Second, Settings.HasBias);
    }

    /// <summary>The same with a penalty, clipping or averaging. Separate, so the compiler inlines the loss in the plain step.</summary>
    [MethodImpl(Jit.Loop)]
    private void MoveAlongRowWithMore(ReadOnlySpan<T> inputs, T derivative)
    {
        if (_clipsNorm)
        {
            MoveAlongWrittenRow(inputs, derivative);
            return;
        }

        double rate = BeginStep();
        if (_shrinks)
        {
            Move(Transform(rate), inputs, derivative, 0);
        }
        else
        {
            Move(default(NoGradientTransform), inputs, derivative, 0);
        }

        if (Settings.HasBias)
        {
            MoveBias(new ReadOnlySpan<T>(in derivative), T.One);
        }

        Average();
    }

    private void MoveAlongWrittenRow(ReadOnlySpan<T> inputs, T derivative)
    {
        _gradient.Sum.Clear();
        ScaledRows.Add(inputs, _inputs, new ReadOnlySpan<T>(in derivative), _gradient.Sum.Slice(0, _inputs));
        _gradient.Sum[_inputs] = derivative;
        MoveAlongGradient(1);
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
            Move(Transform(rate), _gradient.Sum.Slice(0, _weights), scale, 0);
            MoveBias(_gradient.Sum.Slice(_weights, moving - _weights), scale);
        }
        else
        {
            Move(default(NoGradientTransform), _gradient.Sum.Slice(0, moving), scale, 0);
        }

        Average();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double BeginStep()
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

    /// <summary>A bias has no penalty and no decay; its gradient is clipped like any other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveBias(ReadOnlySpan<T> direction, T scale)
    {
        if (_shrinks)
        {
            Move(new PenaltyAndClipping(0, 0, 1, Settings.Clipping.LargestValue), direction, scale, _weights);
        }
        else
        {
            Move(default(NoGradientTransform), direction, scale, _weights);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Move<TTransform>(TTransform transform, ReadOnlySpan<T> direction, T scale, int start)
        where TTransform : struct, IGradientTransform =>
        Update.Apply(
            _optimizer,
            transform,
            direction,
            scale,
            Parameters.Trained.Slice(start, direction.Length),
            States<TOptimizer>.PerWeight > 0 ? First[start..] : default,
            States<TOptimizer>.PerWeight > 1 ? Second[start..] : default);
}
