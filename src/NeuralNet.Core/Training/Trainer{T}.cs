using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Rates;

namespace NeuralNet.Core.Training;

/// <summary>
/// Moves the parameters of a network. One virtual call a step or an epoch; behind it the loops are compiled for the
/// network's own loss and optimizer.
/// </summary>
internal abstract class Trainer<T>(BatchGradient<T> gradient, in TrainerSettings settings)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TrainerSettings _settings = settings;
    private readonly RateSchedule _rate = settings.Rate;
    private readonly bool _hasConstantRate = settings.Rate.IsConstant;
    private readonly double _constantRate = settings.Rate.IsConstant ? settings.Rate.At(1, 0) : 0;
    private readonly long _firstAveragedStep = settings.FirstAveragedStep;
    private readonly BlockwiseGradient<T> _all = new(gradient);
    private ReduceOnPlateauState _plateau = new();

    /// <summary>The epochs completed since the network was built.</summary>
    public long Epochs { get; set; }

    /// <summary>The steps taken since the network was built, or its weights were set.</summary>
    public long Steps { get; protected set; }

    /// <summary>How far an epoch has come that was cancelled on the way; nowhere otherwise.</summary>
    public EpochProgress Progress { get; set; }

    /// <summary>The epochs completed when <see cref="Forget"/> was last called.</summary>
    public long ForgottenEpochs { get; set; }

    /// <summary>What is trained.</summary>
    public Parameters<T> Parameters { get; } = gradient.Parameters;

    public SampleWeights<T> SampleWeights => gradient.SampleWeights;

    /// <summary>Whether every number that a step changes is finite, and so are the weights that predict.</summary>
    public virtual bool IsFinite => Parameters.AreFinite;

    protected BatchGradient<T> Gradient => gradient;

    protected ref readonly TrainerSettings Settings => ref _settings;

    /// <summary>
    /// One step on one example of a network with one output. Returns the logit before the step; where it is not finite
    /// nothing is changed and it is for the caller to say why.
    /// </summary>
    public abstract T Learn(ReadOnlySpan<T> row, T target, T weight);

    /// <summary>
    /// One step on a batch. Writes the logits <c>[rows x outputs]</c> before the step unless the destination is empty.
    /// Returns the position of the first row whose logits are not finite, in which case nothing is changed, or -1.
    /// </summary>
    public abstract int Learn(in ExampleSpan<T> batch, Span<T> logits);

    /// <summary>The mean loss of the rows of the last batch before its step, by their weights; 0 if all of them weigh nothing.</summary>
    public double LastLoss => gradient.LastBatch is { Weight: > 0 } total ? total.Loss / total.Weight : 0;

    /// <summary>
    /// One pass over the examples in steps of the batch size; of a stream each batch is a step unless the size is
    /// <see cref="TrainingOptions.FullBatch"/>. The objective is the weighted sum or mean of the losses of the rows, each as
    /// it was before its step, and the penalty of the weights after the epoch. The team, where there is one, shares the
    /// rows of a full batch. An epoch goes on from <see cref="Progress"/>, where a cancel leaves how far it came.
    /// </summary>
    public abstract EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective);

    /// <summary>How large the gradient is, and how small it must be for an optimum; null where steps do not know.</summary>
    public virtual (double Gradient, double Tolerance)? Optimality => null;

    /// <summary>Called once before the epochs of a Fit: rows may be others than before.</summary>
    public virtual void BeginFit()
    {
    }

    /// <summary>Whether a schedule of the library has run out, so that no step moves a weight any more.</summary>
    public bool IsAtRest => !_hasConstantRate && _rate.First is not null && NextRate() == 0;

    /// <summary>The weighted sum or mean of the losses of examples, as the network predicts now, with the penalty.</summary>
    public double Objective(in ExampleSpan<T> examples) =>
        Reduced(gradient.Losses(Normalized(examples))) + PenaltyOf(Parameters.Predicting);

    /// <summary>The same of a network without weights whose logits are the given ones <c>[outputs]</c> for every row.</summary>
    public double ObjectiveAt(ReadOnlySpan<T> constant, in ExampleSpan<T> examples)
    {
        ExampleSpan<T> normalized = Normalized(examples);
        int classes = Math.Max(2, constant.Length);
        bool areFew = !examples.Labels.IsEmpty && (long)classes * classes <= examples.Count;
        return Reduced(gradient.Losses(areFew ? normalized.OfClasses(classes) : normalized, constant));
    }

    /// <summary>The largest magnitude of a derivative of the loss, without the penalty, by a weight as training moves it.</summary>
    public double SteepestWeight(in ExampleSpan<T> examples)
    {
        double steepest = 0;
        var total = default(BatchTotal);
        gradient.Sum.Clear();
        AddAll(examples, null, default, ref total);
        foreach (T derivative in gradient.Sum.Slice(0, Parameters.Inputs * Parameters.Outputs))
        {
            steepest = Math.Max(steepest, Math.Abs(double.CreateTruncating(derivative)));
        }

        return Reduced(total with { Loss = steepest });
    }

    /// <summary>How many numbers the optimizer remembers.</summary>
    public abstract int MemoryLength { get; }

    /// <summary>Room for <see cref="Snapshot"/>.</summary>
    public TrainerSnapshot<T> NewSnapshot() => new(new T[Parameters.Trained.Length], new T[Parameters.Averaged.Length], new T[MemoryLength]);

    /// <summary>Keeps all that an epoch changes: the parameters, and what the optimizer remembers.</summary>
    public void Snapshot(TrainerSnapshot<T> snapshot)
    {
        Remember(snapshot.Memory);
        Parameters.Trained.CopyTo(snapshot.Trained);
        Parameters.Averaged.CopyTo(snapshot.Averaged);
        snapshot.Steps = Steps;
        snapshot.Plateau = _plateau;
        snapshot.Progress = Progress;
    }

    /// <summary>Goes back to where a snapshot was taken; false, and nothing has changed, where its memory is none of this optimizer's.</summary>
    public bool TryRestore(TrainerSnapshot<T> snapshot)
    {
        if (!IsMemory(snapshot.Memory) || !TryRecall(snapshot.Memory))
        {
            return false;
        }

        snapshot.Trained.CopyTo(Parameters.Trained);
        snapshot.Averaged.CopyTo(Parameters.Averaged);
        Steps = snapshot.Steps;
        _plateau = snapshot.Plateau;
        Progress = snapshot.Progress;
        Parameters.Fold();
        return true;
    }

    /// <summary>Goes back to where a snapshot of this trainer was taken.</summary>
    public void Restore(TrainerSnapshot<T> snapshot)
    {
        bool isRestored = TryRestore(snapshot);
        Debug.Assert(isRestored, "A snapshot of this trainer is one it can take back.");
    }

    /// <summary>Lets the optimizer begin anew, at its first step and with the first learning rate.</summary>
    public virtual void Forget()
    {
        Steps = 0;
        ForgottenEpochs = Epochs;
        _plateau = new();
        Progress = default;
    }

    /// <summary>Takes the objective of an epoch, which may lower the learning rate.</summary>
    public void Observe(double objective)
    {
        if (_rate.Plateau is not null)
        {
            _plateau.Observe(objective, _rate.Plateau);
        }
    }

    /// <summary>Writes what the optimizer remembers.</summary>
    protected abstract void Remember(Span<T> memory);

    /// <summary>Whether what is said to be remembered of squares is not below 0.</summary>
    private bool IsMemory(ReadOnlySpan<T> memory)
    {
        int length = Parameters.Trained.Length;
        if (_settings.SquaredState is { } state && memory.Length >= (state + 1) * length)
        {
            foreach (T value in memory.Slice(state * length, length))
            {
                if (value < T.Zero)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Takes back what <see cref="Remember"/> wrote; false, and nothing has changed, where that is not what it is.</summary>
    protected abstract bool TryRecall(ReadOnlySpan<T> memory);

    /// <summary>The learning rate of the step that is to come. A user's function may throw; nothing is changed yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected double NextRate() =>
        _hasConstantRate ? _constantRate : _rate.At(Steps + 1, Epochs - ForgottenEpochs, _plateau);

    /// <summary>Takes the weights after a step into their average, where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Average()
    {
        if (_firstAveragedStep > 0)
        {
            Parameters.Average(Steps - _firstAveragedStep + 1);
        }
    }

    /// <summary>
    /// Adds all rows of a full batch to the gradient; false where that was cancelled. Where the mean is asked for the weights of
    /// rows are normalized, the parts of a source by the largest weight so far.
    /// </summary>
    protected bool AddAll(
        in ExampleSpan<T> examples, ThreadTeam? team, CancellationToken cancellationToken, ref BatchTotal total)
    {
        if (!NormalizesWeights(examples) && total.Exponent == 0)
        {
            return _all.Add(examples, team, cancellationToken, ref total);
        }

        int exponent = SampleWeights<T>.ExponentOf(examples);
        if (total.Weight == 0)
        {
            total = total with { Exponent = exponent };
        }
        else if (exponent > total.Exponent)
        {
            double shrunk = Math.ScaleB(1, total.Exponent - exponent);
            TensorPrimitives.Multiply(gradient.Sum, T.CreateTruncating(shrunk), gradient.Sum);
            total = new(total.Loss * shrunk, total.Weight * shrunk) { Exponent = exponent };
        }

        return _all.Add(SampleWeights<T>.Normalized(examples, total.Exponent), team, cancellationToken, ref total);
    }

    /// <summary>The examples, their weights measured by the largest where only ratios matter.</summary>
    private ExampleSpan<T> Normalized(in ExampleSpan<T> examples) =>
        NormalizesWeights(examples) ? SampleWeights<T>.Normalized(examples, SampleWeights<T>.ExponentOf(examples)) : examples;

    /// <summary>Whether only the ratios of the weights matter, and there are some.</summary>
    private bool NormalizesWeights(in ExampleSpan<T> examples) =>
        Settings.Reduction == Reduction.Mean && !SampleWeights.AreOne(examples);

    protected double Reduced(BatchTotal total) =>
        Settings.Reduction == Reduction.Mean ? total.Loss / total.Weight : total.Loss;

    /// <summary>What is to be paid for weights <c>[outputs x inputs]</c>, with whatever follows them.</summary>
    protected double PenaltyOf(ReadOnlySpan<T> parameters) =>
        _settings.Penalty.IsNone ? 0 : _settings.Penalty.Evaluate(parameters[..(Parameters.Inputs * Parameters.Outputs)]);

    /// <summary>The share of L2 in it, which is smooth.</summary>
    protected double RidgeOf(ReadOnlySpan<T> parameters) =>
        Penalty.L2(Settings.Penalty.L2Strength).Evaluate(parameters[..(Parameters.Inputs * Parameters.Outputs)]);
}
