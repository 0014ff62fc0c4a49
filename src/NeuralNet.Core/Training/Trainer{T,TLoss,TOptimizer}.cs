using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>The training loops: logits, loss and its derivative, gradient, step.</summary>
internal sealed class Trainer<T, TLoss, TOptimizer> : Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IBatchLoss
    where TOptimizer : struct, IOptimizer
{
    /// <summary>Examples between two looks at the cancellation: some ten microseconds of work or more.</summary>
    private const int CancellationInterval = 1024;

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _weights;
    private readonly TrainerSettings _settings;
    private readonly TargetCode<T> _code;
    private readonly TLoss _loss;
    private readonly Tile<T> _tile;
    private readonly T[] _gradient;
    private readonly T[] _states;
    private TOptimizer _optimizer;
    private TOptimizer _lastOptimizer;
    private long _lastSteps;

    public Trainer(Parameters<T> parameters, TLoss loss, TOptimizer optimizer, in TrainerSettings settings)
        : base(parameters)
    {
        _inputs = parameters.Inputs;
        _outputs = parameters.Outputs;
        _weights = _inputs * _outputs;
        _settings = settings;
        _code = new TargetCode<T>(settings.Targets);
        _loss = loss;
        _optimizer = optimizer;
        _tile = new Tile<T>(_inputs, _outputs);
        _gradient = new T[parameters.Trained.Length];
        _states = new T[parameters.Trained.Length * TOptimizer.StatesPerWeight];
    }

    public override int SnapshotLength => _gradient.Length + _states.Length;

    public override bool IsFinite => Parameters.AreFinite && Finite.All<T>(_states);

    private Span<T> First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TOptimizer.StatesPerWeight > 0 ? _states.AsSpan(0, _gradient.Length) : default;
    }

    private Span<T> Second
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TOptimizer.StatesPerWeight > 1 ? _states.AsSpan(_gradient.Length, _gradient.Length) : default;
    }

    public override void Snapshot(Span<T> destination)
    {
        Parameters.Trained.CopyTo(destination);
        _states.CopyTo(destination[_gradient.Length..]);
        _lastOptimizer = _optimizer;
        _lastSteps = Steps;
    }

    public override void Restore(ReadOnlySpan<T> snapshot)
    {
        snapshot[.._gradient.Length].CopyTo(Parameters.Trained);
        snapshot[_gradient.Length..].CopyTo(_states);
        _optimizer = _lastOptimizer;
        Steps = _lastSteps;
        Parameters.Fold();
    }

    public override void Forget()
    {
        Array.Clear(_states);
        Steps = 0;
    }

    [MethodImpl(Jit.Loop)]
    public override T Learn(ReadOnlySpan<T> row, T target)
    {
        T logit = Logit(row, out ReadOnlySpan<T> inputs);
        if (T.IsFinite(logit))
        {
            _loss.Evaluate(logit, target, out T derivative);
            MoveAlongRow(inputs, derivative);
        }

        return logit;
    }

    public override int Learn(in Examples<T> batch, Span<T> logits)
    {
        if (Accumulate(batch, 0, batch.Count, logits, mustBeFinite: true, default, out int culprit, out _))
        {
            MoveAlongGradient(batch.Count);
        }

        return culprit;
    }

    [MethodImpl(Jit.Loop)]
    public override bool RunEpoch(
        in Examples<T> examples, int batchSize, CancellationToken cancellationToken, out double loss)
    {
        bool completed = batchSize == 1 && _outputs == 1
            ? RunOnline(examples, cancellationToken, out double total)
            : RunBatches(examples, batchSize, cancellationToken, out total);
        loss = _settings.Reduction == Reduction.Mean ? total / examples.Count : total;
        return completed;
    }

    [MethodImpl(Jit.Loop)]
    private bool RunOnline(in Examples<T> examples, CancellationToken cancellationToken, out double loss)
    {
        loss = 0;
        for (int position = 0; position < examples.Count; position++)
        {
            if (position % CancellationInterval == 0 && cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            T target = _tile.Targets(examples, position, 1, _code)[0];
            T logit = Logit(
                examples.Inputs.Slice(examples.RowAt(position) * _inputs, _inputs), out ReadOnlySpan<T> inputs);
            loss += double.CreateTruncating(_loss.Evaluate(logit, target, out T derivative));
            MoveAlongRow(inputs, derivative);
        }

        return true;
    }

    [MethodImpl(Jit.Loop)]
    private bool RunBatches(
        in Examples<T> examples, int batchSize, CancellationToken cancellationToken, out double loss)
    {
        loss = 0;
        int position = 0;
        while (position < examples.Count)
        {
            int count = Math.Min(batchSize, examples.Count - position);
            if (!Accumulate(
                examples, position, count, default, mustBeFinite: false, cancellationToken, out _, out double batchLoss))
            {
                return false;
            }

            MoveAlongGradient(count);
            loss += batchLoss;
            position += count;
        }

        return true;
    }

    /// <summary>The logit of a row of a network with one output, and the inputs as training sees them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Logit(ReadOnlySpan<T> row, out ReadOnlySpan<T> inputs)
    {
        inputs = Parameters.Standardization is null ? row : _tile.Standardized(row, Parameters.Standardization);
        Span<T> trained = Parameters.Trained;
        return Dot.Of(inputs, trained[.._inputs]) + trained[_inputs];
    }

    /// <summary>The step of one example with one output: its gradient is the row times the derivative, never written down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveAlongRow(ReadOnlySpan<T> inputs, T derivative)
    {
        _optimizer.BeginStep(++Steps, _settings.LearningRate);
        Span<T> trained = Parameters.Trained;
        Update.Apply(_optimizer, inputs, derivative, trained[.._inputs], First, Second);
        if (_settings.HasBias)
        {
            Update.Apply(
                _optimizer,
                new ReadOnlySpan<T>(in derivative),
                T.One,
                trained[_inputs..],
                TOptimizer.StatesPerWeight > 0 ? First[_inputs..] : default,
                TOptimizer.StatesPerWeight > 1 ? Second[_inputs..] : default);
        }
    }

    /// <summary>
    /// Sums the gradient of the losses of a batch, tile by tile, so that each row is read from memory once. False where it
    /// was cancelled, or, if that is asked, met logits that are not finite: the culprit is their row in the batch, else -1.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    private bool Accumulate(
        in Examples<T> examples,
        int position,
        int count,
        Span<T> logits,
        bool mustBeFinite,
        CancellationToken cancellationToken,
        out int culprit,
        out double loss)
    {
        culprit = -1;
        loss = 0;
        Span<T> gradient = _gradient;
        gradient.Clear();
        Span<T> trained = Parameters.Trained;
        for (int done = 0; done < count; done += _tile.Rows)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int rows = Math.Min(_tile.Rows, count - done);
            ReadOnlySpan<T> inputs = _tile.Inputs(examples, position + done, rows, Parameters.Standardization);
            Span<T> tileLogits = logits.IsEmpty ? _tile.Logits(rows) : logits.Slice(done * _outputs, rows * _outputs);
            Logits.Of(inputs, trained[.._weights], trained[_weights..], _inputs, tileLogits);
            if (mustBeFinite && Finite.IndexOfNonFinite<T>(tileLogits) is >= 0 and int index)
            {
                culprit = done + (index / _outputs);
                return false;
            }

            ReadOnlySpan<T> targets = _tile.Targets(examples, position + done, rows, _code);
            Span<T> derivatives = _tile.Derivatives(rows);
            _loss.Evaluate(tileLogits, targets, _outputs, derivatives, _tile.Losses);
            loss += double.CreateTruncating(Sum.Of<T>(_tile.Losses[..rows]));
            for (int output = 0; output < _outputs; output++)
            {
                ScaledRows.Add(inputs, rows, derivatives[output..], _outputs, gradient.Slice(output * _inputs, _inputs));
            }

            Span<T> biasGradient = gradient[_weights..];
            for (int start = 0; start < derivatives.Length; start += _outputs)
            {
                for (int output = 0; output < _outputs; output++)
                {
                    biasGradient[output] += derivatives[start + output];
                }
            }
        }

        return true;
    }

    [MethodImpl(Jit.Loop)]
    private void MoveAlongGradient(int rows)
    {
        T scale = _settings.Reduction == Reduction.Mean ? T.One / T.CreateTruncating(rows) : T.One;

        // Without a bias its zeros stay out of every update.
        int moving = _settings.HasBias ? _gradient.Length : _weights;
        _optimizer.BeginStep(++Steps, _settings.LearningRate);
        Update.Apply(_optimizer, _gradient.AsSpan(0, moving), scale, Parameters.Trained[..moving], First, Second);
    }
}
