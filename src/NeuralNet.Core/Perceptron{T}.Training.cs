using System.Diagnostics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>Learning, in place.</content>
public sealed partial class Perceptron<T>
{
    private bool _isTraining;

    /// <summary>One step of back-propagation on one example, by a network with one output.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="target">The target, in the <see cref="Loss.Targets"/> of the loss; for a classifier 0 or 1 (with tanh -1 or 1), or between.</param>
    /// <returns>
    /// The prediction before the step: that of <see cref="Predict(ReadOnlySpan{T})"/>, in every bit, unless inputs are
    /// standardised; then to rounding.
    /// </returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, the target is out of range, or the weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs, is in a Fit, its weights are no longer finite, or it standardises its inputs and was never fitted.</exception>
    /// <remarks>A step that makes a weight infinite shows at the next call, which is refused.</remarks>
    public T Learn(ReadOnlySpan<T> input, T target)
    {
        ThrowIfTraining();
        if (Outputs != 1)
        {
            Throw.InvalidOperation_NotOneOutputToLearn(Outputs);
        }

        if (input.Length != Inputs)
        {
            Throw.Argument_NotOneRow(nameof(input), input.Length, Inputs);
        }

        ThrowIfNotStandardizedYet();
        Loss loss = Description.Loss;
        if (!T.IsFinite(target) || !loss.Targets.Contains(double.CreateTruncating(target)))
        {
            ExampleCheck.Targets(nameof(target), new ReadOnlySpan<T>(in target), 1, 1, loss.Name, loss.Targets, areDistributions: false);
        }

        T logit = _trainer.Learn(input, target);
        if (!T.IsFinite(logit))
        {
            ThrowNotFinite(nameof(input), input, 0);
        }

        _parameters.Fold();
        return _link.Apply(logit);
    }

    /// <summary>
    /// One step of back-propagation on one labelled example, by a classifier with one output; a regressor takes the label as
    /// a number.
    /// </summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="label">The class, 0 or 1; for a regressor any number.</param>
    /// <returns>The prediction before the step, as by <see cref="Learn(ReadOnlySpan{T}, T)"/>.</returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, the label is neither 0 nor 1, or the weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs, is in a Fit, its weights are no longer finite, or it standardises its inputs and was never fitted.</exception>
    public T Learn(ReadOnlySpan<T> input, int label)
    {
        if (Classes != 2 || Outputs != 1)
        {
            return Learn(input, T.CreateTruncating(label));
        }

        ExampleCheck.Labels(nameof(label), new ReadOnlySpan<int>(in label), 1, 2);
        Interval targets = Description.Loss.Targets;
        return Learn(input, T.CreateTruncating(label == 0 ? targets.Low : targets.High));
    }

    /// <summary>One step of back-propagation on a mini-batch of one or more examples.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, row-major, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="destination">
    /// Receives the predictions <c>[rows x outputs]</c> before the step; may be longer. Empty: they are not wanted.
    /// Undefined where the call throws. Must overlap neither the inputs nor the targets.
    /// </param>
    /// <exception cref="ArgumentException">Lengths do not fit, memory overlaps, a value is NaN or infinite, a target is out of range, or a weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network is in a Fit, its weights are no longer finite, or it standardises its inputs and was never fitted.</exception>
    public void Learn(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> destination = default)
    {
        ThrowIfTraining();
        int rows = Shape.Rows(nameof(inputs), inputs.Length, Inputs);
        CheckTargets(nameof(targets), targets, rows);
        Shape.CheckNoOverlap(nameof(destination), destination, targets, nameof(targets));
        LearnBatch(inputs, new Examples<T>(inputs, targets, default, rows), destination);
    }

    /// <summary>One step of back-propagation on a mini-batch of one or more labelled examples, by a classifier.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, row-major, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, each in [0, <see cref="Classes"/>).</param>
    /// <param name="destination">
    /// Receives the predictions <c>[rows x outputs]</c> before the step; may be longer. Empty: they are not wanted.
    /// Undefined where the call throws. Must not overlap the inputs.
    /// </param>
    /// <exception cref="ArgumentException">Lengths do not fit, memory overlaps, a value is NaN or infinite, a label is none of the classes, or a weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier or in a Fit, its weights are no longer finite, or it standardises its inputs and was never fitted.</exception>
    public void Learn(ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels, Span<T> destination = default)
    {
        ThrowIfTraining();
        ThrowIfNoClasses();
        int rows = Shape.Rows(nameof(inputs), inputs.Length, Inputs);
        ExampleCheck.Labels(nameof(labels), labels, rows, Classes);
        LearnBatch(inputs, new Examples<T>(inputs, default, labels, rows), destination);
    }

    /// <summary>
    /// Trains on rows and targets, in epochs of steps of a batch each. Weights go on from where they are; the order of rows
    /// goes on from <see cref="CompletedEpochs"/>, so that two trainings of 5 epochs give the bits of one of 10. After a
    /// cancel in the middle of an epoch the next training begins that epoch again, with its steps so far kept.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, row-major, finite. They are not changed.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="options">How long, and in which portions. Default: <see cref="TrainingOptions"/> as it is.</param>
    /// <param name="progress">Told after each epoch; an exception it throws ends the training and keeps what was learned.</param>
    /// <param name="cancellationToken">Ends the training early; what was learned is kept.</param>
    /// <returns>The network itself, why the training ended, and the loss of every epoch.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, there are no rows, a value is NaN or infinite, a target is out of range, the targets of a
    /// classifier are all the same, or a column can't be standardised.
    /// </exception>
    /// <exception cref="InvalidOperationException">The weights are no longer finite: online learning diverged. Or the network is in a Fit already.</exception>
    public TrainingResult<T> Fit(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIfTraining();
        int rows = CheckRows(inputs);
        CheckTargets(nameof(targets), targets, rows);
        if (Classes > 0)
        {
            ExampleCheck.TwoClasses(nameof(targets), targets, Outputs, Description.Loss.Targets);
        }

        return Fit(new Examples<T>(inputs, targets, default, rows), options, progress, cancellationToken);
    }

    /// <summary>Trains a classifier on labelled rows, in epochs of steps of a batch each.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, row-major, finite. They are not changed.</param>
    /// <param name="labels">The classes <c>[rows]</c>, each in [0, <see cref="Classes"/>), at least two of them present.</param>
    /// <param name="options">How long, and in which portions. Default: <see cref="TrainingOptions"/> as it is.</param>
    /// <param name="progress">Told after each epoch; an exception it throws ends the training and keeps what was learned.</param>
    /// <param name="cancellationToken">Ends the training early; what was learned is kept.</param>
    /// <returns>The network itself, why the training ended, and the loss of every epoch.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, there are no rows, a value is NaN or infinite, a label is none of the classes, all labels are the
    /// same, or a column can't be standardised.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network is no classifier or in a Fit already, or its weights are no longer finite.</exception>
    public TrainingResult<T> Fit(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<int> labels,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIfTraining();
        ThrowIfNoClasses();
        int rows = CheckRows(inputs);
        ExampleCheck.Labels(nameof(labels), labels, rows, Classes);
        ExampleCheck.TwoClasses(nameof(labels), labels);
        return Fit(new Examples<T>(inputs, default, labels, rows), options, progress, cancellationToken);
    }

    private TrainingResult<T> Fit(
        Examples<T> examples,
        TrainingOptions? options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (!_trainer.IsFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("training");
        }

        // A training that is cancelled before it begins fixes nothing.
        if (_parameters.AwaitsStandardization && !cancellationToken.IsCancellationRequested
            && !_parameters.TryStandardize(Standardization<T>.Learn(examples.Inputs, Inputs, "inputs")))
        {
            Throw.Argument_InitialWeightsOverflow("inputs");
        }

        long started = Stopwatch.GetTimestamp();
        _isTraining = true;
        try
        {
            StopReason reason = EpochLoop.Run(
                _trainer,
                examples,
                Description.Seed,
                options ?? new TrainingOptions(),
                progress,
                cancellationToken,
                out List<double> history);
            return new TrainingResult<T>(this, history.AsReadOnly(), Stopwatch.GetElapsedTime(started), reason);
        }
        finally
        {
            // Whatever a user's optimizer or progress handler threw, weights and predictions belong together.
            _parameters.Fold();
            _isTraining = false;
        }
    }

    private void LearnBatch(ReadOnlySpan<T> inputs, in Examples<T> batch, Span<T> destination)
    {
        ThrowIfNotStandardizedYet();
        Span<T> logits = default;
        if (!destination.IsEmpty)
        {
            int count = Shape.Count(nameof(destination), batch.Count, Outputs);
            Shape.CheckDestination(nameof(destination), destination.Length, count);
            Shape.CheckNoOverlap(nameof(destination), destination, inputs, nameof(inputs));
            logits = destination[..count];
        }

        int culprit = _trainer.Learn(batch, logits);
        if (culprit >= 0)
        {
            ThrowNotFinite(nameof(inputs), inputs.Slice(culprit * Inputs, Inputs), culprit);
        }

        _parameters.Fold();
        _link.Apply(logits, Outputs);
    }

    private int CheckRows(ReadOnlySpan<T> inputs)
    {
        int rows = Shape.Rows(nameof(inputs), inputs.Length, Inputs);
        WeightCheck.CheckFinite(nameof(inputs), inputs, Inputs, Throw.MissingInputs);
        return rows;
    }

    private void CheckTargets(string parameter, ReadOnlySpan<T> targets, int rows)
    {
        Loss loss = Description.Loss;
        ExampleCheck.Targets(parameter, targets, rows, Outputs, loss.Name, loss.Targets, loss.CouplesOutputs);
    }

    /// <summary>Finds out why a logit was not finite: the row, the weights, or their product.</summary>
    private void ThrowNotFinite(string parameter, ReadOnlySpan<T> row, int rowNumber)
    {
        int column = Finite.IndexOfNonFinite(row);
        if (column >= 0)
        {
            Throw.Argument_NotFinite(parameter, row[column], rowNumber, column, Throw.MissingInputs);
        }

        if (!_trainer.IsFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("learning");
        }

        Throw.Argument_Overflow(parameter, rowNumber);
    }

    private void ThrowIfTraining()
    {
        if (_isTraining)
        {
            Throw.InvalidOperation_InTraining();
        }
    }

    private void ThrowIfNoClasses()
    {
        if (Classes == 0)
        {
            Throw.InvalidOperation_NoClasses(Outputs, Link.Name);
        }
    }
}
