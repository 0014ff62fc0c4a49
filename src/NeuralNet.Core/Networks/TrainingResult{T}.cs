using System.Numerics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>The result of a training: the network, the losses and the reason for the end.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class TrainingResult<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EpochReport _report;
    private readonly TrainingMessage<T> _message;

    internal TrainingResult(Perceptron<T> network, EpochReport report, TimeSpan duration)
    {
        Network = network;
        _report = report;
        LossHistory = report.History.AsReadOnly();
        ValidationHistory = report.ValidationHistory.AsReadOnly();
        BestEpoch = report.BestEpoch;
        AliasedInputs = report.AliasedInputs;
        Duration = duration;
        StopReason = report.Reason;
        _message = new TrainingMessage<T>(network, report);
    }

    /// <summary>The trained network: the same object that Fit was called on.</summary>
    public Perceptron<T> Network { get; }

    /// <summary>The number of epochs completed in this training, [0, <see cref="TrainingOptions.Epochs"/>].</summary>
    public int Epochs => LossHistory.Count;

    /// <summary>
    /// The objective of each completed epoch <c>[epochs]</c>: the loss of the rows, as weighted mean or sum (<see cref="Reduction"/>), plus
    /// the penalty of the weights after the epoch. The loss of a row is taken just before its own step, which saves a second pass; with
    /// L-BFGS after the epoch. Weights of rows and classes count.
    /// </summary>
    public IReadOnlyList<double> LossHistory { get; }

    /// <summary>
    /// The objective on the validation rows after each completed epoch <c>[epochs]</c>, with the predicting weights, penalty included.
    /// Weights of rows and classes count as in training. Empty without validation rows.
    /// </summary>
    public IReadOnlyList<double> ValidationHistory { get; }

    /// <summary>
    /// The epoch with the smallest objective on the validation rows, [1, <see cref="Epochs"/>]. Its weights and the memory of the optimizer
    /// are restored, for any <see cref="StopReason"/>; <see cref="Perceptron{T}.CompletedEpochs"/> still counts all epochs run. Null if
    /// there are no validation rows, no epoch was completed, or the objective on them was never finite.
    /// </summary>
    public int? BestEpoch { get; }

    /// <summary>
    /// The inputs that repeat others in the training rows, found by <see cref="Optimizer.Newton"/> without a penalty: their weights are 0.
    /// Empty with other optimizers.
    /// </summary>
    public IReadOnlyList<int> AliasedInputs { get; }

    /// <summary>The duration of the training.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The reason for the end of the training.</summary>
    public StopReason StopReason { get; }

    /// <summary>
    /// The reason for the end of the training in a sentence, with advice if something went wrong: if the loss rose, or was still falling
    /// at the end, by how much an epoch, and which setting to change. Also names classes without rows, and inputs that were constant in
    /// the rows that fixed mean and scale.
    /// </summary>
    public string Message => _message.Text;

    /// <summary>
    /// Returns this result if the training succeeded, and throws if the network should not be used:
    /// <c>network.Fit(rows, labels).EnsureSucceeded()</c>.
    /// </summary>
    /// <remarks>
    /// <para>A training failed if it diverged, if it was cancelled before the network completed its first epoch, or if the loss of the kept
    /// weights is too large: more than a tenth above that of the first epoch, or more than twice that of the best constant prediction.
    /// The constant prediction is known for rows in memory and losses of the library that are never below 0; for a loss that sorts its
    /// targets, later calls use their mean. The perceptron's losses are not judged.</para>
    /// <para>Any other end is a success: all epochs run, even if the loss is still falling, converged, stopped early, separable rows, no
    /// further step of L-BFGS, or cancelled. <see cref="Message"/> may still advise a change.</para>
    /// </remarks>
    /// <returns>This result.</returns>
    /// <exception cref="TrainingFailedException">The training failed; the message is <see cref="Message"/>.</exception>
    public TrainingResult<T> EnsureSucceeded() => _message.IsFailure ? throw new TrainingFailedException(Message) : this;

    /// <summary>Returns the same result with a copy of the network, which another training of the network does not change.</summary>
    internal TrainingResult<T> Detach() => new(Network.Clone(), _report, Duration);

    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;
}
