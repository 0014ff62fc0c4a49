using System.Diagnostics;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>One run of a Fit: checks, preparation, epochs, and what stays if it fails.</content>
public sealed partial class Perceptron<T>
{
    private TrainingResult<T> FitRows(
        ExampleSpan<T> examples,
        ExampleSpan<T> validation,
        TrainingOptions? options,
        IProgress<TrainingProgress>? progress,
        ExampleChecker<T> checker,
        CancellationToken cancellationToken)
    {
        options ??= new TrainingOptions();
        SetCheck<T> check = CheckSet(examples, ClassCount > 0);
        if (options.ValidationFraction is { } share)
        {
            (int[] training, int[] heldOut) = Holdout.Split(Groups(examples), share, Description.Seed);
            if (heldOut.Length == 0)
            {
                throw new ArgumentException(Invariant(
                    $"ValidationFraction is {share}, and with {examples.Count} row(s) none can be held out: it takes two rows with a weight above 0, and with classes two of one class. Use more rows, or no validation."), nameof(options));
            }

            validation = examples.InOrder(heldOut);
            examples = examples.InOrder(training);
        }

        return FitSource(new ExampleSource<T>(examples, PassMeter.Create(progress, options)), check, validation, options, progress, checker, cancellationToken);
    }

    private TrainingResult<T> FitSource(
        ExampleSource<T> source,
        SetCheck<T> check,
        ExampleSpan<T> validation,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress,
        ExampleChecker<T> checker,
        CancellationToken cancellationToken)
    {
        check.CompareWith(validation);
        OptimizerChoice? choice = Description.Optimizer == Optimizer.Auto
            ? ChoiceOf(Description, source.IsStream ? null : source.Rows.Count, source.Rows.Inputs.AreSparse)
            : null;
        Optimizer optimizer = choice?.Optimizer ?? Description.Optimizer;
        int batchSize = BatchSize(source, options, optimizer);
        check.NoSparse = Description.WhyNotSparse(optimizer, steps: batchSize != TrainingOptions.FullBatch);
        if (!source.IsStream)
        {
            check.CheckRows(source.Rows);
        }

        if (!_trainer.IsFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("training");
        }

        long started = Stopwatch.GetTimestamp();
        var before = new Standing(this);
        try
        {
            AdoptNames(checker);
            if (choice is { } chosen)
            {
                T[]? classWeights = _trainer.SampleWeights.OfClasses;
                Adopt(Description.WithOptimizer(chosen.Optimizer), _trainer is UndecidedTrainer<T> ? null : _trainer);
                _trainer.SampleWeights.OfClasses = classWeights;
            }

            // Of a source its first batch tells.
            _trainer.Set = check;
            HasOffsets = check.HasOffsets;
            _awaitsBias &= !TryPrepare(source, before.AwaitsBias, cancellationToken, out T[]? constant);
            source = source.Scaled(_parameters.Standardization, _trainer.SampleWeights);
            validation = new ScaledInputs<T>().Of(validation, _parameters.Standardization, _trainer.SampleWeights);
            source.Meter?.BeginEpochs();
            BeginRun(options);
            _heldOut = options.ValidationFraction;
            var plan = new EpochPlan(options, batchSize, Description.Seed);
            EpochReport report = new EpochLoop<T>(_trainer, source, validation, _run, plan)
                .Run(BetweenEpochs.Create(this, progress), cancellationToken);
            report.EpochsOfNetworkBefore = before.Epochs;
            report.ConstantObjective = constant is null || source.IsStream || Description.Loss.MayBeNegative ? null : _trainer.ObjectiveAt(constant, source.Rows);
            report.ConstantWithoutOffsets = check.HasOffsets && !source.IsStream ? ObjectiveWithoutOffsets(source.Rows) : null;
            report.Choice = choice?.Message;
            report.EmptyClasses = check.EmptyClasses;
            report.Tolerance = options.Tolerance;
            report.OffsetReach = check.OffsetReach;
            report.ConstantInputs = before.AwaitsStandardization && _parameters.Standardization is { } learned ? learned.ConstantInputs : [];
            if (!report.HasMoved && report.Reason != StopReason.Diverged)
            {
                before.Restore();
            }
            else if (before.AwaitsBias && _trainer.Steps == 0 && _trainer.Epochs == 0)
            {
                // It diverged at once, so the next Fit counts as the first.
                before.RestoreBias();
            }

            if (_parameters.Bounds is { } bounds)
            {
                _parameters.Fold();
                report.HeldWeights = bounds.FindHeld(Weights);
            }

            if (report.History.Count > 0)
            {
                _metrics = new()
                {
                    Epochs = _trainer.Epochs,
                    Loss = report.History[^1],
                    ValidationLoss = report.ValidationHistory.Count > 0 ? report.ValidationHistory[^1] : null,
                };
            }

            return new TrainingResult<T>(this, report, Stopwatch.GetElapsedTime(started));
        }
        catch when (_trainer.Epochs == before.Epochs)
        {
            // No epoch was completed, so the next Fit must fix scales, class weights and names again.
            before.Restore();
            throw;
        }
        finally
        {
            // Keeps predictions consistent with the weights, even if a custom optimizer or a progress handler threw.
            _parameters.Fold();
        }
    }

    /// <summary>Returns the objective of a constant prediction of rows without their offsets; null if it is not known.</summary>
    private double? ObjectiveWithoutOffsets(in ExampleSpan<T> rows) =>
        new FitPreparation<T>(Description, _trainer).ConstantWithoutOffsets(rows) is { } constant
            ? _trainer.ObjectiveAt(constant, rows with { Offsets = default })
            : null;

    /// <summary>Prepares the first step. Returns false if that was cancelled, also by a source that heeds the cancellation.</summary>
    private bool TryPrepare(in ExampleSource<T> source, bool awaitsBias, CancellationToken cancellationToken, out T[]? constant)
    {
        try
        {
            return new FitPreparation<T>(Description, _trainer).TryRun(source, awaitsBias, cancellationToken, out constant);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            constant = null;
            return false;
        }
    }

    /// <summary>
    /// Returns the checker of a Fit: the network's own, or, if this Fit learns the class names, a checker that knows the names of its
    /// labels.
    /// </summary>
    private ExampleChecker<T> CheckerFor(Labels labels, string parameter)
    {
        if (ClassNames is not null || !Description.LearnsClassNames || labels.Names.IsEmpty)
        {
            return _checker;
        }

        // Ordinal order would give the classes that were trained other names.
        if (_trainer.Steps > 0 || _trainer.Epochs > 0)
        {
            Throw.Argument_NamesAfterTraining(parameter);
        }

        return Description.CreateChecker(ClassNameIndex.Learn(labels.Names, ClassCount, parameter));
    }

    /// <summary>Adopts a checker and its class names.</summary>
    private void AdoptNames(ExampleChecker<T> checker)
    {
        _checker = checker;
        ClassNames = checker.ClassNames.Names;
    }

    /// <summary>Resumes the last training, or starts another.</summary>
    private void BeginRun(TrainingOptions options)
    {
        if (!options.Resume)
        {
            ForgetRun();
        }
        else if (_run.Live is { } live)
        {
            _trainer.Restore(live);
        }

        _isResumable = true;
    }

    /// <summary>Discards the training that could be resumed: its weights no longer exist.</summary>
    private void ForgetRun()
    {
        _trainer.Progress = default;
        _heldOut = null;
        _run = new();
        _isResumable = false;
    }

    private static OptimizerChoice ChoiceOf(PerceptronBuilder<T> description, int? rows, bool areSparse) => OptimizerChoice.Of(
        description.Loss, description.Penalty, description.InputCount, description.OutputCount, description.HasBias, rows, description.PenaltyFactors, description.BoundedAway, areSparse);

    /// <summary>Returns the number of rows of a step; <see cref="TrainingOptions.FullBatch"/> for all rows.</summary>
    private static int BatchSize(in ExampleSource<T> source, TrainingOptions options, Optimizer optimizer)
    {
        int? needed = optimizer.Limits.BatchSize;
        bool takesAll = needed == TrainingOptions.FullBatch && !source.IsStream && options.BatchSize >= source.Rows.Count;
        if (options.BatchSize is { } asked && needed is not null && asked != needed && !takesAll)
        {
            throw new InvalidOperationException(Invariant(
                $"BatchSize is {asked}, and the optimizer '{optimizer}' works with {(needed == 1 ? "1 row" : "all rows")} at a time. Leave BatchSize out."));
        }

        int size = options.BatchSize ?? needed ?? (source.IsStream ? 1 : Defaults.BatchSize);
        return !source.IsStream && size >= source.Rows.Count && needed != 1 ? TrainingOptions.FullBatch : size;
    }

    /// <summary>Returns the class of each row, 0 without classes. The same share of each class is held out.</summary>
    private int[] Groups(in ExampleSpan<T> examples)
    {
        bool hasClasses = ClassCount > 0 && (_checker.HasOneClassARow || !examples.Labels.IsEmpty);
        var groups = new int[examples.Count];
        for (int row = 0; row < groups.Length; row++)
        {
            groups[row] = !_trainer.SampleWeights.Counts(examples, row) ? Holdout.NoGroup
                : hasClasses ? _trainer.SampleWeights.ClassOf(examples, row)
                : 0;
        }

        return groups;
    }

    private ExampleSpan<T> CheckedValidation(Examples<T>? validation, TrainingOptions? options, ExampleChecker<T> checker)
    {
        if (validation is null)
        {
            return default;
        }

        if (options?.ValidationFraction is { } share)
        {
            throw new ArgumentException(Invariant(
                $"There is a validation set, and ValidationFraction is {share}. Use one of the two."), nameof(validation));
        }

        try
        {
            ExampleSpan<T> examples = checker.Examples(validation);
            CheckSet(examples, needsTwoClasses: false);
            return examples;
        }
        catch (ArgumentException refusal)
        {
            throw Throw.ArgumentAt(nameof(validation), nameof(validation), refusal);
        }
    }

    /// <summary>Rejects examples whose weights are all 0, and examples of a single class if two are needed.</summary>
    private SetCheck<T> CheckSet(in ExampleSpan<T> examples, bool needsTwoClasses)
    {
        SetCheck<T> check = NewSetCheck(needsTwoClasses);
        check.Add(examples);
        check.End();
        return check;
    }

    /// <summary>Checks a batch of a source, and notes whether the network is trained with offsets.</summary>
    private ExampleSpan<T> CheckedBatch(Examples<T>? batch, long number)
    {
        ExampleSpan<T> rows = _checker.Batch(batch, number);
        HasOffsets = !rows.Offsets.IsEmpty;
        return rows;
    }

    private SetCheck<T> NewSetCheck(bool needsTwoClasses) =>
        new(_trainer.SampleWeights, Description.Loss.Targets.Interval, needsTwoClasses, _checker.HasOneClassARow, ClassCount);
}
