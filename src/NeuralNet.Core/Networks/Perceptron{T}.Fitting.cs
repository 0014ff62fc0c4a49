using System.Runtime.CompilerServices;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Training in epochs.</content>
public sealed partial class Perceptron<T>
{
    private RunState<T> _run = new();
    private double? _heldOut;
    private bool _isResumable;
    private bool _awaitsBias;

    /// <summary>Whether the next Fit starts the bias at the best constant prediction: nothing was learned, set or given before.</summary>
    private bool AwaitsBias => _awaitsBias && _trainer.Steps == 0 && _trainer.Epochs == 0;

    /// <summary>
    /// Trains on rows and targets, in epochs; each batch is one step. Training continues from the current weights. In the first Fit,
    /// unless initial weights were given, the bias starts at the constant prediction with the smallest loss. The order of rows continues
    /// from <see cref="CompletedEpochs"/>: two trainings of 5 epochs produce the bits of one of 10. After a cancellation within an epoch,
    /// and after early stopping, this needs <see cref="TrainingOptions.Resume"/>. Without it, a cancelled epoch starts again and keeps the
    /// steps it has taken, and after early stopping training continues from the best weights.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite. Not modified.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="options">Epochs, batch size and other options. Default null: the defaults of <see cref="TrainingOptions"/>.</param>
    /// <param name="progress">Called after each epoch. If it throws, training ends, and the network keeps its progress.</param>
    /// <param name="cancellationToken">Ends the training early; the network keeps its progress.</param>
    /// <returns>The network, the reason for the end, and the loss of each epoch.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, there are no rows, a value is NaN or infinite, a target is out of range, all targets are of one class (allowed
    /// for several independent outputs), or a column can't be standardized.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The weights are no longer finite because online learning diverged, a Fit is already running, or the optimizer needs another batch
    /// size.
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

    /// <summary>Trains a classifier on labeled rows, in epochs; each batch is one step.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite. Not modified.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, each in [0, <see cref="Predictor{T}.ClassCount"/>), at least two of them present.</param>
    /// <param name="options">Epochs, batch size and other options. Default null: the defaults of <see cref="TrainingOptions"/>.</param>
    /// <param name="progress">Called after each epoch. If it throws, training ends, and the network keeps its progress.</param>
    /// <param name="cancellationToken">Ends the training early; the network keeps its progress.</param>
    /// <returns>The network, the reason for the end, and the loss of each epoch.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, there are no rows, a value is NaN or infinite, a label is not one of the classes, all labels are the
    /// same, or a column can't be standardized.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The network is no classifier, a Fit is already running, the weights are no longer finite, or the optimizer needs another batch
    /// size.
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
    /// Trains on examples, whose rows may have weights, with early stopping if there is a validation set. In a full batch (also if the
    /// batch size is at least the number of rows) a weight of 2 equals the row twice and 0 leaves it out, except for rounding. In smaller
    /// batches the weight multiplies the gradient of its row, and the mean is over the rows of the batch. Standardization uses the
    /// weights.
    /// </summary>
    /// <param name="examples">The training examples.</param>
    /// <param name="options">Epochs, batch size and other options. Default null: the defaults of <see cref="TrainingOptions"/>.</param>
    /// <param name="validation">
    /// Examples that are not trained on. Each epoch computes the objective on them. Training stops when it no longer improves, and the
    /// weights with the best objective are restored. Default null: none.
    /// </param>
    /// <param name="progress">Called after each epoch. If it throws, training ends, and the network keeps its progress.</param>
    /// <param name="cancellationToken">Ends the training early; the network keeps its progress.</param>
    /// <returns>The network, the reason for the end, and the loss of each epoch.</returns>
    /// <exception cref="ArgumentNullException">The examples are null.</exception>
    /// <exception cref="ArgumentException">Lengths do not fit, a value is out of its interval, NaN or infinite, all rows are of one class, a column can't be standardized, or there are both a validation set and a validation fraction.</exception>
    /// <exception cref="InvalidOperationException">There are labels and the network is no classifier, a Fit is already running, the weights are no longer finite, or the optimizer needs another batch size.</exception>
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
    /// Trains on batches of a source that may be larger than memory. Each batch is one step, in the order of the source, which is
    /// enumerated again for each epoch. The weights have the same bits as with the same unshuffled batches in memory and the same initial
    /// bias. If all batches together are one step, with L-BFGS too, they have the bits of the full batch in memory, whatever the sizes of
    /// the batches.
    /// </summary>
    /// <remarks>
    /// <para>Each batch is checked as it arrives, and may reuse the memory of the previous one. If a batch is rejected or the source
    /// throws, the network returns to the end of the last complete epoch; before the first, nothing changes. An exception of the source
    /// is not wrapped.</para>
    /// <para>A network that balances its classes enumerates the source once more before each Fit, a network that standardizes its inputs
    /// once more before the first. L-BFGS enumerates it once or a few times for each epoch, and on raw inputs once or three times more
    /// before the first epoch of a Fit.</para>
    /// <para>The bias starts at the best constant prediction only if inputs are standardized, which needs those passes, and if the loss
    /// computes its best constant from the mean target; otherwise at 0. Then rows in memory need <see cref="InitialWeights.Zeros"/> to
    /// produce the same bits.</para>
    /// <para>Weights multiply the gradients of their rows, and the mean is over the rows of the batch. With
    /// <see cref="TrainingOptions.FullBatch"/> and with L-BFGS, all batches together are one step, and the mean is over their
    /// weights.</para>
    /// </remarks>
    /// <param name="batches">The source, which must return the same batches each time it is enumerated.</param>
    /// <param name="options">Epochs and other options. <see cref="TrainingOptions.Shuffle"/> has no effect.</param>
    /// <param name="validation">Examples that are not trained on, in memory. Default null: none.</param>
    /// <param name="progress">Called after each epoch. If it throws, training ends, and the network keeps its progress.</param>
    /// <param name="cancellationToken">Ends the training early; the network keeps its progress.</param>
    /// <returns>The network, the reason for the end, and the loss of each epoch.</returns>
    /// <exception cref="ArgumentNullException">The source is null.</exception>
    /// <exception cref="ArgumentException">The source is empty, also when enumerated again, a batch is null or does not fit the network, all rows are of one class, or an option needs rows in memory.</exception>
    /// <exception cref="InvalidOperationException">There are labels and the network is no classifier, a Fit is already running, the weights are no longer finite, or the optimizer needs another batch size.</exception>
    public TrainingResult<T> Fit(
        IEnumerable<Examples<T>> batches,
        TrainingOptions? options = null,
        Examples<T>? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using Writing writing = BeginWriting();
        ArgumentNullException.ThrowIfNull(batches);
        return FitBatches(batches, options, validation, progress, cancellationToken);
    }

    private TrainingResult<T> FitBatches(
        IEnumerable<Examples<T>> batches,
        TrainingOptions? options,
        Examples<T>? validation,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
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

        options ??= new TrainingOptions();
        SetCheck<T> check = NewSetCheck(ClassCount > 0);
        return FitSource(
            new ExampleSource<T>(batches, CheckedBatch, check, PassMeter.Create(progress, options)),
            check,
            CheckedValidation(validation, options, _checker),
            options,
            progress,
            _checker,
            cancellationToken);
    }

    /// <summary>Starts from the weights, mean and scale of another network of the same shape.</summary>
    internal void StartFrom(Perceptron<T> other)
    {
        _parameters.StartFrom(other._parameters);
        _awaitsBias = false;
    }

    /// <summary>Trains on examples with inputs that are known to be finite.</summary>
    internal TrainingResult<T> FitFinite(Examples<T> examples, TrainingOptions? options, CancellationToken cancellationToken)
    {
        using Writing writing = BeginWriting();
        ExampleChecker<T> checker = CheckerFor(examples.Classes, "labels");
        return FitRows(checker.Examples(examples, checkInputs: false), default, options, null, checker, cancellationToken);
    }

    /// <summary>
    /// Becomes a network of another penalty that starts from these weights, and whose only Fit has the rows of the last one. Returns false,
    /// and changes nothing, if the optimizer gains nothing by it.
    /// </summary>
    internal bool TryGoOn(PerceptronBuilder<T> description, Examples<T> examples)
    {
        Rows<T> rows = examples.Inputs.Rows;
        Optimizer optimizer = description.Optimizer == Optimizer.Auto ? ChoiceOf(description, rows.Count("inputs", InputCount), rows.AreSparse).Optimizer : description.Optimizer;
        if (optimizer != Description.Optimizer || !_trainer.TryGoOn(description.Penalizes ? description.Penalty : Penalty.None))
        {
            return false;
        }

        Description = description;
        _trainer.Epochs = 0;
        ForgetRun();
        return true;
    }

    /// <summary>Computes the loss of the examples with the predicting weights, penalty included.</summary>
    internal double Objective(Examples<T> examples) => _trainer.Objective(Scaled(_checker.Examples(examples, checkInputs: false)));

    /// <summary>Computes the mean loss of the examples with the predicting weights, without a penalty.</summary>
    internal double MeanLoss(Examples<T> examples) => _trainer.MeanLoss(Scaled(_checker.Examples(examples, checkInputs: false)));

    /// <summary>The penalty of the predicting weights.</summary>
    internal double PenaltyCost => _trainer.PenaltyCost;

    /// <summary>Computes the largest magnitude of the derivatives of the loss by the weights, without the penalty, each by its factor.</summary>
    internal double SteepestWeight(Examples<T> examples, IReadOnlyList<double>? factors, WeightBounds<T>? bounds) =>
        _trainer.SteepestWeight(Scaled(_checker.Examples(examples, checkInputs: false)), factors, bounds);
}
