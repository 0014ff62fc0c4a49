using System.Numerics;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>What came of a training.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class TrainingResult<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal TrainingResult(Perceptron<T> network, EpochReport report, TimeSpan duration)
    {
        Network = network;
        LossHistory = report.History.AsReadOnly();
        ValidationHistory = report.ValidationHistory.AsReadOnly();
        BestEpoch = report.BestEpoch;
        Duration = duration;
        StopReason = report.Reason;
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

    /// <summary>Why the training ended, in a sentence, and what to do where it did not go well.</summary>
    public string Message => StopReason switch
    {
        StopReason.MaxEpochs => Invariant($"All epochs were run: {Epochs}.{Best}{Growth}"),
        StopReason.Converged => Invariant($"Converged after epoch {Epochs}: there is no more to gain.{Best}"),
        StopReason.Cancelled => Invariant(
            $"Cancelled; complete epochs: {Epochs}.{(Best.Length > 0 ? Best : " What was learned is kept.")}{Growth}"),
        StopReason.EarlyStopped => Invariant($"Stopped early after epoch {Epochs}: the validation rows gained no more.{Best}"),
        StopReason.Separable => Invariant(
            $"Stopped after epoch {Epochs}: every row has its class, and without a penalty the loss would go on falling while the weights grow without end. These weights separate the rows; add a penalty, such as WithPenalty(Penalty.L2(0.01)), for those that generalise best.{Best}"),
        StopReason.Stalled => Invariant(
            $"Stalled after epoch {Epochs}: no step lowers the objective, and it is not at a smooth minimum. The loss '{Network.Description.Loss}' may have kinks, which L-BFGS can't follow: use a smooth one, or another optimizer.{Best}"),
        _ => Invariant(
            $"Diverged in epoch {Epochs + 1}: a weight or the loss became infinite or NaN.{(Best.Length > 0 ? Best : " The weights before that epoch are kept.")}{Growth} {Cure}"),
    };

    private string Best => BestEpoch is { } epoch
        ? Invariant($" The weights of epoch {epoch}, the best on the validation rows, are restored.")
        : string.Empty;

    // By a tenth at least: less may be chance where a training goes on near its optimum.
    private string Growth => Epochs > 1 && LossHistory[^1] > 1.1 * LossHistory[0]
        ? Invariant($" The loss rose from {LossHistory[0]:G4} to {LossHistory[^1]:G4}.") +
            (StopReason == StopReason.Diverged ? string.Empty : $" {Cure}")
        : string.Empty;

    private string Cure => Network.Description.Optimizer.UsesLearningRate
        ? Invariant($"Lower the learning rate (now {Network.Description.LearningRate}), or standardise the inputs with Standardized().")
        : "Standardise the inputs with Standardized().";

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
