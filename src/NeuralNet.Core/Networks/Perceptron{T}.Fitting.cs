using System.Diagnostics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Training in epochs.</content>
public sealed partial class Perceptron<T>
{
    private RunState<T> _run = new();
    private bool _isResumable;
    private bool _awaitsBias;

    /// <summary>Whether the next Fit lets the bias begin at the best constant prediction: nothing was learned, set or given before.</summary>
    private bool AwaitsBias => _awaitsBias && _trainer.Steps == 0 && _trainer.Epochs == 0;

    /// <summary>
    /// Trains on rows and targets, in epochs of steps of a batch each. Weights go on from where they are (in the first Fit, unless
    /// initial weights were given, the bias begins at the constant prediction whose loss is least); the order of rows
    /// goes on from <see cref="CompletedEpochs"/>, so that two trainings of 5 epochs give the bits of one of 10. After a
    /// cancel in the middle of an epoch, and after one that ends early by validation, that needs
    /// <see cref="TrainingOptions.Resume"/>: without it the epoch begins again, with its steps so far kept, and training goes
    /// on from the best weights.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite. They are not changed.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="options">How long, and in which portions. Default: <see cref="TrainingOptions"/> as it is.</param>
    /// <param name="progress">Told after each epoch; an exception it throws ends the training and keeps what was learned.</param>
    /// <param name="cancellationToken">Ends the training early; what was learned is kept.</param>
    /// <returns>The network itself, why the training ended, and the loss of every epoch.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, there are no rows, a value is NaN or infinite, a target is out of range, the targets are
    /// all of one class (but for several outputs that are trained each by itself), or a column can't be standardized.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The weights are no longer finite: online learning diverged. Or the network is in a Fit already, or the optimizer needs
    /// another batch size.
    /// </exception>
    public TrainingResult<T> Fit(
        Rows<T> inputs,
        Rows<T> targets,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using Writing writing = BeginWriting();
        int rows = _checker.Rows(inputs);
        return FitRows(
            new ExampleSpan<T>(inputs, _checker.Targets(targets, rows), default, rows), default, options, progress, _checker, cancellationToken);
    }

    /// <summary>Trains a classifier on labelled rows, in epochs of steps of a batch each.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite. They are not changed.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, each in [0, <see cref="Predictor{T}.ClassCount"/>), at least two of them present.</param>
    /// <param name="options">How long, and in which portions. Default: <see cref="TrainingOptions"/> as it is.</param>
    /// <param name="progress">Told after each epoch; an exception it throws ends the training and keeps what was learned.</param>
    /// <param name="cancellationToken">Ends the training early; what was learned is kept.</param>
    /// <returns>The network itself, why the training ended, and the loss of every epoch.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, there are no rows, a value is NaN or infinite, a label is not one of the classes, all labels are the
    /// same, or a column can't be standardized.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The network is no classifier or in a Fit already, its weights are no longer finite, or the optimizer needs another
    /// batch size.
    /// </exception>
    [OverloadResolutionPriority(1)]
    public TrainingResult<T> Fit(
        Rows<T> inputs,
        Labels labels,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using Writing writing = BeginWriting();
        ThrowIfNoClasses();
        int rows = _checker.Rows(inputs);
        ExampleChecker<T> checker = CheckerFor(labels, nameof(labels));
        return FitRows(
            new ExampleSpan<T>(inputs, default, checker.Labels(labels, rows), rows), default, options, progress, checker, cancellationToken);
    }

    /// <summary>
    /// Trains on examples, whose rows may have weights, and ends early by a validation set where there is one. In the full
    /// batch (also where the batch size is no less than the rows) a weight of 2 equals the row twice and 0 equals no row, to
    /// rounding; in smaller batches it multiplies the gradient of its row, and the mean is over the rows of the batch.
    /// Standardization uses the weights.
    /// </summary>
    /// <param name="examples">What to train on.</param>
    /// <param name="options">How long, and in which portions. Default: <see cref="TrainingOptions"/> as it is.</param>
    /// <param name="validation">
    /// Examples that are not trained on: after each epoch the objective on them is computed, the training ends when it no
    /// longer gains, and the weights that did best there are restored. Default null: none.
    /// </param>
    /// <param name="progress">Told after each epoch; an exception it throws ends the training and keeps what was learned.</param>
    /// <param name="cancellationToken">Ends the training early; what was learned is kept.</param>
    /// <returns>The network itself, why the training ended, and the loss of every epoch.</returns>
    /// <exception cref="ArgumentNullException">There are no examples.</exception>
    /// <exception cref="ArgumentException">Lengths do not fit, a value is out of its interval, NaN or infinite, all rows are of one class, or a column can't be standardized; or there are both a validation set and a validation share.</exception>
    /// <exception cref="InvalidOperationException">There are labels and the network is no classifier; it is in a Fit already, its weights are no longer finite, or the optimizer needs another batch size.</exception>
    public TrainingResult<T> Fit(
        Examples<T> examples,
        TrainingOptions? options = null,
        Examples<T>? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using Writing writing = BeginWriting();
        ArgumentNullException.ThrowIfNull(examples);
        ExampleChecker<T> checker = CheckerFor(examples.Classes, "labels");
        return FitRows(
            checker.Examples(examples), CheckedValidation(validation, options, checker), options, progress, checker, cancellationToken);
    }

    /// <summary>
    /// Trains on batches of a source that may be larger than memory, each of them one step, in the order they come; the
    /// source is enumerated anew for every epoch. The bits of the weights are those of the same batches in memory, unshuffled,
    /// that begin at the same bias; where all batches together are one step, those of the full batch in memory to rounding.
    /// </summary>
    /// <remarks>
    /// <para>Each batch is checked as it arrives, and may use the memory of the one before. If one is refused, or the source
    /// throws, the weights are those after the last complete epoch; where there is none, nothing has changed. The exception
    /// of a source comes through as it is.</para>
    /// <para>A network that balances its classes enumerates the source once before every Fit for that, and one that
    /// standardizes its inputs three times before the first. L-BFGS enumerates it once or a few times an epoch.</para>
    /// <para>The bias begins at the best constant prediction only where inputs are standardized, in those passes, and the loss is one
    /// whose best constant follows from the mean target; otherwise at 0. Rows in memory that are to give the same bits then need
    /// <see cref="InitialWeights.Zeros"/>.</para>
    /// <para>Weights multiply the gradients of their rows, and the mean is over the rows of the batch. With
    /// <see cref="TrainingOptions.FullBatch"/>, and with L-BFGS, all batches together are one step, and the mean is over
    /// their weights.</para>
    /// </remarks>
    /// <param name="batches">The source, which gives the same batches each time it is enumerated.</param>
    /// <param name="options">How long. <see cref="TrainingOptions.Shuffle"/> has no effect.</param>
    /// <param name="validation">Examples that are not trained on, in memory. Default null: none.</param>
    /// <param name="progress">Told after each epoch; an exception it throws ends the training and keeps what was learned.</param>
    /// <param name="cancellationToken">Ends the training early; what was learned is kept.</param>
    /// <returns>The network itself, why the training ended, and the loss of every epoch.</returns>
    /// <exception cref="ArgumentNullException">There is no source.</exception>
    /// <exception cref="ArgumentException">The source is empty, or is when it is enumerated again; a batch is null or does not fit the network; all rows are of one class; or the options ask for what only rows in memory can do.</exception>
    /// <exception cref="InvalidOperationException">There are labels and the network is no classifier; it is in a Fit already, its weights are no longer finite, or the optimizer needs another batch size.</exception>
    public TrainingResult<T> Fit(
        IEnumerable<Examples<T>> batches,
        TrainingOptions? options = null,
        Examples<T>? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using Writing writing = BeginWriting();
        ArgumentNullException.ThrowIfNull(batches);
        if (options is { ValidationFraction: { } share })
        {
            throw new ArgumentException(Invariant(
                $"ValidationFraction is {share}, and rows of a source can't be held out. Pass a validation set."), nameof(options));
        }

        if (options is { BatchSize: { } size and not TrainingOptions.FullBatch })
        {
            throw new ArgumentException(Invariant(
                $"BatchSize is {size}, and each batch of a source is one step. Leave it out, or use TrainingOptions.FullBatch to take all batches together."), nameof(options));
        }

        SetCheck<T> check = NewSetCheck(ClassCount > 0);
        return FitSource(
            new ExampleSource<T>(batches, _checker.Batch, check),
            check,
            CheckedValidation(validation, options, _checker),
            options ?? new TrainingOptions(),
            progress,
            _checker,
            cancellationToken);
    }

    /// <summary>Begins where another network of the same shape stands, with its mean and scale of the inputs.</summary>
    internal void StartFrom(Perceptron<T> other)
    {
        _parameters.StartFrom(other._parameters);
        _awaitsBias = false;
    }

    /// <summary>The loss of the examples, by the weights that predict now, with the penalty.</summary>
    internal double Objective(Examples<T> examples) => _trainer.Objective(_checker.Examples(examples));

    /// <summary>The largest magnitude of a derivative of the loss of the examples, without the penalty, by a weight.</summary>
    internal double SteepestWeight(Examples<T> examples) => _trainer.SteepestWeight(_checker.Examples(examples));

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
                    $"ValidationFraction is {share}, and with {examples.Count} row(s) none can be held out: it takes two that count, and with classes two of one. Use more rows, or no validation."), nameof(options));
            }

            validation = examples.InOrder(heldOut);
            examples = examples.InOrder(training);
        }

        return FitSource(new ExampleSource<T>(examples), check, validation, options, progress, checker, cancellationToken);
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
        int batchSize = BatchSize(source, options);
        if (!_trainer.IsFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("training");
        }

        long started = Stopwatch.GetTimestamp();
        var before = new Standing(this);
        try
        {
            AdoptNames(checker);
            _awaitsBias &= !new FitPreparation<T>(Description, _trainer).TryRun(source, before.AwaitsBias, cancellationToken, out T[]? constant);
            BeginRun(options);
            var plan = new EpochPlan(options, batchSize, Description.Seed);
            EpochReport report = new EpochLoop<T>(_trainer, source, validation, _run, plan)
                .Run(BetweenEpochs.Create(this, progress), cancellationToken);
            report.EpochsOfNetworkBefore = before.Epochs;
            report.ConstantObjective = constant is null || source.IsStream || Description.Loss.MayBeNegative ? null : _trainer.ObjectiveAt(constant, source.Rows);
            report.EmptyClasses = check.EmptyClasses;
            report.Tolerance = options.Tolerance;
            report.ConstantInputs = before.AwaitsStandardization && _parameters.Standardization is { } learned ? learned.ConstantInputs : [];
            if (!report.HasMoved && report.Reason != StopReason.Diverged)
            {
                before.Restore();
            }
            else if (before.AwaitsBias && _trainer.Steps == 0 && _trainer.Epochs == 0)
            {
                // It diverged at once: the next Fit is the first.
                before.RestoreBias();
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
            // Not one epoch was completed: what was fixed for them is open again.
            before.Restore();
            throw;
        }
        finally
        {
            // Whatever a user's optimizer or progress handler threw, weights and predictions belong together.
            _parameters.Fold();
        }
    }

    /// <summary>
    /// The checker of a Fit: that of the network, or, if this is the Fit that learns the names of the classes, one that knows the names
    /// of its labels.
    /// </summary>
    private ExampleChecker<T> CheckerFor(Labels labels, string parameter) =>
        ClassNames is null && Description.LearnsClassNames && !labels.Names.IsEmpty
            ? Description.CreateChecker(ClassNameIndex.Learn(labels.Names, ClassCount, parameter))
            : _checker;

    /// <summary>Takes over the names that a checker knows.</summary>
    private void AdoptNames(ExampleChecker<T> checker)
    {
        _checker = checker;
        ClassNames = checker.ClassNames.Names;
    }

    /// <summary>Goes on with the last training, or begins another.</summary>
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

    /// <summary>Leaves nothing to resume: the weights go another way.</summary>
    private void ForgetRun()
    {
        _trainer.Progress = default;
        _run = new();
        _isResumable = false;
    }

    /// <summary>The rows of a step, <see cref="TrainingOptions.FullBatch"/> where they are all.</summary>
    private int BatchSize(in ExampleSource<T> source, TrainingOptions options)
    {
        int? needed = Description.Optimizer.Limits.BatchSize;
        bool takesAll = needed == TrainingOptions.FullBatch && !source.IsStream && options.BatchSize >= source.Rows.Count;
        if (options.BatchSize is { } asked && needed is not null && asked != needed && !takesAll)
        {
            throw new InvalidOperationException(Invariant(
                $"BatchSize is {asked}, and the optimizer '{Description.Optimizer}' works with {(needed == 1 ? "1 row" : "all rows")} at a time. Leave BatchSize out."));
        }

        int size = options.BatchSize ?? needed ?? (source.IsStream ? 1 : Defaults.BatchSize);
        return !source.IsStream && size >= source.Rows.Count && needed != 1 ? TrainingOptions.FullBatch : size;
    }

    /// <summary>The class of each row, of which the same share is held out; 0 where there are none.</summary>
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

        ExampleSpan<T> examples = checker.Examples(validation, prefix: "validation: ");
        CheckSet(examples, needsTwoClasses: false, prefix: "validation: ");
        return examples;
    }

    /// <summary>Refuses examples of which none counts, and those of one class only where two are asked for.</summary>
    private SetCheck<T> CheckSet(in ExampleSpan<T> examples, bool needsTwoClasses, string prefix = "")
    {
        SetCheck<T> check = NewSetCheck(needsTwoClasses, prefix);
        check.Add(examples);
        check.End();
        return check;
    }

    private SetCheck<T> NewSetCheck(bool needsTwoClasses, string prefix = "") =>
        new(_trainer.SampleWeights, Description.Loss.Targets.Interval, needsTwoClasses, _checker.HasOneClassARow, ClassCount, prefix);
}
