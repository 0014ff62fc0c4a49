using System.Numerics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>What came of a training.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class TrainingResult<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TrainingMessage<T> _message;

    internal TrainingResult(Perceptron<T> network, EpochReport report, TimeSpan duration)
    {
        Network = network;
        LossHistory = report.History.AsReadOnly();
        ValidationHistory = report.ValidationHistory.AsReadOnly();
        BestEpoch = report.BestEpoch;
        Duration = duration;
        StopReason = report.Reason;
        _message = new TrainingMessage<T>(network, report);
    }

    /// <summary>The network that was trained: the same object, for the next call.</summary>
    public Perceptron<T> Network { get; }

    /// <summary>The epochs completed in this training, [0, <see cref="TrainingOptions.Epochs"/>].</summary>
    public int Epochs => LossHistory.Count;

    /// <summary>
    /// The objective of every completed epoch <c>[epochs]</c>: the weighted mean (or the sum, by <see cref="Reduction"/>)
    /// over the rows of the loss that each had just before its own step, so that it costs no second pass, and the penalty of
    /// the weights after the epoch. Weights of rows and classes count. For L-BFGS both are of the weights after the epoch.
    /// </summary>
    public IReadOnlyList<double> LossHistory { get; }

    /// <summary>
    /// The objective on the validation rows after every completed epoch <c>[epochs]</c>, penalty included, by the weights
    /// that predict; weights of rows and classes count as in training. Empty where there are no such rows.
    /// </summary>
    public IReadOnlyList<double> ValidationHistory { get; }

    /// <summary>
    /// The epoch of this training whose weights are kept, [1, <see cref="Epochs"/>]: the one with the least objective on the
    /// validation rows, whatever ended the training. They are restored with all that the optimizer remembered then;
    /// <see cref="Perceptron{T}.CompletedEpochs"/> goes on counting the epochs that were run. Null where there are no such
    /// rows, no epoch was completed, or the objective on them was never finite.
    /// </summary>
    public int? BestEpoch { get; }

    /// <summary>The time the training took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Why the training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>
    /// Why the training ended, in a sentence, and what to do where it did not go well: where the loss rose, or was still falling as
    /// the last epoch ended, by how much an epoch, and what to change. It also names what was odd about the rows: classes without
    /// one, and inputs that are constant in those that fixed mean and scale.
    /// </summary>
    public string Message => _message.Text;

    /// <summary>
    /// Returns this result where the network can be used, and throws where it should not be:
    /// <c>network.Fit(rows, labels).EnsureSucceeded()</c>.
    /// </summary>
    /// <remarks>
    /// <para>A training failed where it diverged; where the loss of the weights that are kept is above that of the first epoch by more
    /// than a tenth, or more than twice that of the best constant prediction (of rows in memory, and a loss of the library that is
    /// never below 0; in later calls of a loss of sorted targets that of their mean; the perceptron's losses are not judged); and where it was cancelled before the network completed a first epoch.</para>
    /// <para>It succeeded whatever else ended it: all epochs, though the loss may still fall, no more to gain, early stopping,
    /// separable rows, no further step of L-BFGS, or a cancel. <see cref="Message"/> tells what there may be to change.</para>
    /// </remarks>
    /// <returns>This result.</returns>
    /// <exception cref="TrainingFailedException">The training failed; the message is <see cref="Message"/>.</exception>
    public TrainingResult<T> EnsureSucceeded() => _message.IsFailure ? throw new TrainingFailedException(Message) : this;

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
