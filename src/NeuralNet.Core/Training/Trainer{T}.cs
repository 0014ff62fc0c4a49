using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Rates;

namespace NeuralNet.Core.Training;

/// <summary>
/// Moves the parameters of a network. Costs one virtual call for each step or epoch; the loops behind it are compiled for the network's
/// loss and optimizer.
/// </summary>
internal abstract partial class Trainer<T>(BatchGradient<T> gradient, in TrainerSettings settings)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string NoSteps = "Single steps are rejected earlier.";

    private TrainerSettings _settings = settings;
    private readonly RateSchedule _rate = settings.Rate;
    private readonly bool _hasConstantRate = settings.Rate.IsConstant;
    private readonly double _constantRate = settings.Rate.IsConstant ? settings.Rate.At(1, 0) : 0;
    private readonly long _firstAveragedStep = settings.FirstAveragedStep;
    private readonly BlockwiseGradient<T> _all = new(gradient);
    private ReduceOnPlateauState _plateau = new();
    private long _stepsOfProgress;

    /// <summary>The number of epochs completed since the network was built.</summary>
    public long Epochs { get; set; }

    /// <summary>The number of steps taken since the network was built or its weights were set.</summary>
    public long Steps { get; protected set; }

    /// <summary>The last place within the epoch from which it can go on; 0 between epochs.</summary>
    public EpochProgress Progress
    {
        get;
        set
        {
            field = value;
            _stepsOfProgress = Steps;
        }
    }

    /// <summary>The number of epochs completed at the last call of <see cref="Forget"/>.</summary>
    public long ForgottenEpochs { get; set; }

    /// <summary>The parameters in training.</summary>
    public Parameters<T> Parameters { get; } = gradient.Parameters;

    public SampleWeights<T> SampleWeights => gradient.SampleWeights;

    /// <summary>Whether all values that a step changes are finite, and the weights for prediction too.</summary>
    public virtual bool IsFinite => Parameters.AreFinite;

    /// <summary>Counts the rows of steps on batches; null if nothing is reported.</summary>
    public PassMeter? Meter
    {
        set => gradient.Meter = value;
    }

    /// <summary>The check of the examples of the Fit.</summary>
    public SetCheck<T> Set
    {
        set => gradient.Set = value;
    }

    protected BatchGradient<T> Gradient => gradient;

    protected ref readonly TrainerSettings Settings => ref _settings;

    /// <summary>
    /// Takes one step on one example of a network with one output. Returns the logit before the step. If it is not finite, nothing
    /// changes, and the caller must find the reason.
    /// </summary>
    public virtual T Learn(ReadOnlySpan<T> row, T target, T weight) => throw new UnreachableException(NoSteps);

    /// <summary>
    /// Takes one step on a batch. Writes the logits <c>[rows x outputs]</c> before the step unless the destination is empty. Returns -1,
    /// or the position of the first row with a logit that is not finite; then nothing changes.
    /// </summary>
    public virtual int Learn(in ExampleSpan<T> batch, Span<T> logits) => throw new UnreachableException(NoSteps);

    /// <summary>The mean loss of the rows of the last batch before its step, by their weights; 0 if all of them weigh nothing.</summary>
    public double LastLoss => gradient.LastBatch is { Weight: > 0 } total ? total.Loss / total.Weight : 0;

    /// <summary>
    /// Goes through the examples once, in steps of the batch size. Each batch of a stream is one step unless the size is
    /// <see cref="TrainingOptions.FullBatch"/>. The objective is the weighted sum or mean of the losses of the rows, each before its step,
    /// plus the penalty of the weights after the epoch. The team, if not null, shares the rows of a full batch. The epoch starts at
    /// <see cref="Progress"/>, which a cancelled epoch sets.
    /// </summary>
    public abstract EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective);

    /// <summary>
    /// Runs several epochs at once over few rows, with the bits of single epochs. Writes the objective of each. Returns false, and changes
    /// nothing, if these epochs must run one by one.
    /// </summary>
    public bool TryRunEpochs(in ExampleSource<T> source, Span<double> objectives)
    {
        ref readonly ExampleSpan<T> rows = ref source.Rows;
        bool canRun = IsPlainDescent
            && !source.IsStream
            && _hasConstantRate
            && Parameters is { Outputs: 1, Standardization: null, AwaitsStandardization: false }
            && SampleWeights.AreOne(rows)
            && rows.Offsets.IsEmpty
            && FewRows.Fit<T>(rows.Count, Parameters.Inputs);
        if (!canRun)
        {
            return false;
        }

        var optimizer = default(Sgd);
        optimizer.BeginStep(Steps + 1, _constantRate);
        bool isMean = _settings.Reduction == Reduction.Mean;
        T scale = isMean ? T.One / T.CreateTruncating(rows.Count) : T.One;
        if (!gradient.TryRunFew(rows, optimizer, _settings.HasBias, scale, objectives))
        {
            return false;
        }

        if (isMean)
        {
            foreach (ref double objective in objectives)
            {
                objective /= rows.Count;
            }
        }

        Steps += objectives.Length;
        return true;
    }

    /// <summary>Whether a step is the gradient times the rate, and nothing else.</summary>
    protected virtual bool IsPlainDescent => false;

    /// <summary>The distance from the optimum; null if the optimizer does not know it.</summary>
    public virtual Optimality? Optimality => null;

    /// <summary>
    /// Whether the last epoch ended at the optimum, although it did not say so: for a training whose epochs are all run. May read the rows.
    /// </summary>
    public virtual bool IsAtOptimum(in ExampleSource<T> source) => false;

    /// <summary>Whether only a proof makes an optimum: at a kink of the loss a standstill is none.</summary>
    public virtual bool ProvesOptimum => false;

    /// <summary>The inputs that repeat others in the rows of the last step, so that their weights are 0.</summary>
    public virtual IReadOnlyList<int> AliasedInputs => [];

    /// <summary>
    /// Takes another penalty for the next Fit, which begins at the weights of the last one and has its rows. Returns false, and changes
    /// nothing, if the optimizer gains nothing by it.
    /// </summary>
    public virtual bool TryGoOn(Penalty penalty) => false;

    protected void SetPenalty(Penalty penalty) => _settings = _settings with { Penalty = penalty };

    /// <summary>Called once before the epochs of a Fit, whose rows may differ from the last ones.</summary>
    public virtual void BeginFit()
    {
    }

    /// <summary>Whether a schedule of the library has reached a rate of 0, so no step moves a weight.</summary>
    public bool IsAtRest => !_hasConstantRate && _rate.First is not null && NextRate() == 0;

    /// <summary>Returns the weighted sum or mean of the losses of the network's current predictions, plus the penalty.</summary>
    public double Objective(in ExampleSpan<T> examples) =>
        Reduced(LossesOf(examples)) + PenaltyCost;

    /// <summary>Returns the mean of the losses of the network's current predictions, by the weights of the rows, without a penalty.</summary>
    public double MeanLoss(in ExampleSpan<T> examples)
    {
        BatchTotal total = LossesOf(examples);
        return total.Loss / total.Weight;
    }

    /// <summary>The penalty of the weights of the network's current predictions.</summary>
    public double PenaltyCost => PenaltyOf(Parameters.Predicting);

    /// <summary>The same for a network without weights, with the same logits <c>[outputs]</c>, plus its offsets, for every row.</summary>
    public double ObjectiveAt(ReadOnlySpan<T> constant, in ExampleSpan<T> examples)
    {
        ExampleSpan<T> normalized = Normalized(examples);
        int classes = Math.Max(2, constant.Length);
        bool areFew = !examples.Labels.IsEmpty && examples.Offsets.IsEmpty && (long)classes * classes <= examples.Count;
        return Reduced(_all.Losses(areFew ? normalized.OfClasses(classes) : normalized, constant));
    }

    /// <summary>
    /// Returns the largest |derivative| of the loss with respect to a weight in training, without the penalty, in units of the factor of its
    /// input; 0 if no factor is above 0. With bounds only derivatives count along which a weight at the point nearest to 0 may leave it.
    /// </summary>
    /// <param name="examples">The rows.</param>
    /// <param name="factors">The factor of each input <c>[inputs]</c>; null if all are 1.</param>
    /// <param name="bounds">The bounds of the weights; null for none.</param>
    public double SteepestWeight(in ExampleSpan<T> examples, IReadOnlyList<double>? factors, WeightBounds<T>? bounds)
    {
        double steepest = 0;
        AddAll(new(examples), null, default, out BatchTotal total);
        ReadOnlySpan<T> derivatives = gradient.Sum.Slice(0, Parameters.Inputs * Parameters.Outputs);
        for (int index = 0; index < derivatives.Length; index++)
        {
            double factor = factors?[index % Parameters.Inputs] ?? 1;
            bool isHeld = bounds?.KeepsNearest(index, falls: derivatives[index] > T.Zero) == true;
            steepest = factor == 0 || isHeld ? steepest : Math.Max(steepest, Math.Abs(double.CreateTruncating(derivatives[index])) / factor);
        }

        return Reduced(total with { Loss = steepest });
    }

    /// <summary>The number of values that the optimizer keeps.</summary>
    public virtual int MemoryLength => 0;

    /// <summary>Allocates the memory for <see cref="Snapshot"/>.</summary>
    public TrainerSnapshot<T> NewSnapshot() => new(new T[Parameters.Trained.Length], new T[Parameters.Averaged.Length], new T[MemoryLength]);

    /// <summary>Saves everything that an epoch changes: the parameters and the state of the optimizer.</summary>
    public void Snapshot(TrainerSnapshot<T> snapshot)
    {
        Remember(snapshot.Memory);
        Parameters.Trained.CopyTo(snapshot.Trained);
        Parameters.Averaged.CopyTo(snapshot.Averaged);
        snapshot.Steps = Steps;
        snapshot.Plateau = _plateau;
        snapshot.Progress = Progress;
    }

    /// <summary>Restores a snapshot. Returns false, and changes nothing, if its memory can't be that of this optimizer.</summary>
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
        Lazy = null;
        Parameters.Fold();
        return true;
    }

    /// <summary>Restores a snapshot of this trainer.</summary>
    public void Restore(TrainerSnapshot<T> snapshot)
    {
        bool isRestored = TryRestore(snapshot);
        Debug.Assert(isRestored, "A trainer can restore its own snapshot.");
    }

    /// <summary>Resets the optimizer to its first step and its first learning rate.</summary>
    public virtual void Forget()
    {
        Steps = 0;
        ForgottenEpochs = Epochs;
        _plateau = new();
        Progress = default;
    }

    /// <summary>Records the objective of an epoch, which may lower the learning rate.</summary>
    public void Observe(double objective)
    {
        if (_rate.Plateau is not null)
        {
            _plateau.Observe(objective, _rate.Plateau);
        }
    }

    /// <summary>Whether each row is a step whose gradient is never written. Offsets are added to the logits of whole tiles only.</summary>
    /// <remarks>Not inlined: it would be repeated for each optimizer.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected bool IsOnline(in ExampleSpan<T> rows, int batchSize) =>
        batchSize == 1 && Parameters.Outputs == 1 && rows.Offsets.IsEmpty;

    /// <summary>Clips the norm of the gradient, sum * scale. Returns the scale to use.</summary>
    /// <remarks>Not inlined: it would be repeated for each optimizer.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected T ClipNorm(T scale)
    {
        int weights = Parameters.Inputs * Parameters.Outputs;
        return Settings.Clipping.ClipNorm(gradient.Sum.Slice(0, Settings.HasBias ? weights + Parameters.Outputs : weights), scale);
    }

    /// <summary>Writes the state of the optimizer.</summary>
    protected virtual void Remember(Span<T> memory)
    {
    }

    /// <summary>Checks that values which must be squares are not below 0.</summary>
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

    /// <summary>Restores what <see cref="Remember"/> wrote. Returns false, and changes nothing, if it can't have written this.</summary>
    protected virtual bool TryRecall(ReadOnlySpan<T> memory) => memory.IsEmpty;

    /// <summary>Returns the learning rate of the next step. A user's function may throw before anything changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected double NextRate() =>
        _hasConstantRate ? _constantRate : _rate.At(Steps + 1, Epochs - ForgottenEpochs, _plateau);

    /// <summary>Adds the weights after a step to their average, if the network averages.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Average()
    {
        if (_firstAveragedStep > 0)
        {
            Parameters.Average(Steps - _firstAveragedStep + 1);
        }
    }

    /// <summary>
    /// Sums the gradient of all examples, and their losses and weights. Returns false if it was cancelled. For a mean the weights of rows
    /// are normalized, and those of the parts of a source by the largest weight so far.
    /// </summary>
    protected bool AddAll(
        in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken, out BatchTotal total)
    {
        bool isByColumn = gradient.TryBeginPass(source, Parameters.Trained, sums: true);
        try
        {
            return TryAddAll(source, team, cancellationToken, out total);
        }
        finally
        {
            if (isByColumn)
            {
                gradient.EndPass(sums: true);
            }
        }
    }

    private bool TryAddAll(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken, out BatchTotal total)
    {
        total = default;
        if (_all.IsOneBlock(source))
        {
            gradient.ClearSum();
            return gradient.Add(
                Normalized(source.Rows), 0, source.Rows.Count, gradient.Tile, gradient.Sum, cancellationToken, ref total);
        }

        return _all.TrySum(source, Settings.Reduction == Reduction.Mean ? SampleWeights : null, team, cancellationToken, out total);
    }

    /// <summary>The losses of all rows, of the network's current predictions.</summary>
    private BatchTotal LossesOf(in ExampleSpan<T> examples)
    {
        bool isByColumn = gradient.TryBeginPass(new(examples), Parameters.Predicting, sums: false);
        try
        {
            return _all.Losses(Normalized(examples));
        }
        finally
        {
            if (isByColumn)
            {
                gradient.EndPass(sums: false);
            }
        }
    }

    /// <summary>Returns the examples, with normalized weights if only ratios matter.</summary>
    private ExampleSpan<T> Normalized(in ExampleSpan<T> examples) =>
        NormalizesWeights(examples) ? SampleWeights<T>.Normalized(examples, SampleWeights<T>.ExponentOf(examples)) : examples;

    /// <summary>Checks whether only the ratios of the weights matter, and not all weights are 1.</summary>
    private bool NormalizesWeights(in ExampleSpan<T> examples) =>
        Settings.Reduction == Reduction.Mean && !SampleWeights.AreOne(examples);

    protected double Reduced(BatchTotal total) =>
        Settings.Reduction == Reduction.Mean ? total.Loss / total.Weight : total.Loss;

    /// <summary>Returns the penalty of the weights <c>[outputs x inputs]</c>, which other values may follow.</summary>
    protected double PenaltyOf(ReadOnlySpan<T> parameters) =>
        _settings.Penalty.Evaluate(parameters[..(Parameters.Inputs * Parameters.Outputs)], _settings.PenaltyFactors);

    /// <summary>Returns the L2 part of the penalty, which is smooth.</summary>
    protected double RidgeOf(ReadOnlySpan<T> parameters) =>
        Penalty.L2(Settings.Penalty.L2Strength).Evaluate(parameters[..(Parameters.Inputs * Parameters.Outputs)], Settings.PenaltyFactors);
}
