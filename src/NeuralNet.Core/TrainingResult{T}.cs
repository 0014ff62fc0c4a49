using System.Numerics;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>What came of a training.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class TrainingResult<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal TrainingResult(Perceptron<T> network, IReadOnlyList<double> lossHistory, TimeSpan duration, StopReason stopReason)
    {
        Network = network;
        LossHistory = lossHistory;
        Duration = duration;
        StopReason = stopReason;
    }

    /// <summary>The network that was trained: the same object, for the next call.</summary>
    public Perceptron<T> Network { get; }

    /// <summary>The epochs completed in this training, [0, <see cref="TrainingOptions.Epochs"/>].</summary>
    public int Epochs => LossHistory.Count;

    /// <summary>
    /// The loss of every completed epoch <c>[epochs]</c>: the mean (or the sum, by <see cref="Reduction"/>) over the rows of
    /// the loss that each had just before its own step, so that it costs no second pass.
    /// </summary>
    public IReadOnlyList<double> LossHistory { get; }

    /// <summary>The time the training took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Why the training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>Why the training ended, in a sentence, and what to do where it did not go well.</summary>
    public string Message => StopReason switch
    {
        StopReason.MaxEpochs => Invariant($"All epochs were run: {Epochs}.{Growth}"),
        StopReason.Converged => Invariant($"Converged after epoch {Epochs}: the loss gained no more than the tolerance."),
        StopReason.Cancelled => Invariant($"Cancelled; complete epochs: {Epochs}. What was learned is kept.{Growth}"),
        _ => Invariant(
            $"Diverged in epoch {Epochs + 1}: a weight or the loss became infinite or NaN. The weights before that epoch are kept.{Growth} {Cure}"),
    };

    // By a tenth at least: less may be chance where a training goes on near its optimum.
    private string Growth => Epochs > 1 && LossHistory[^1] > 1.1 * LossHistory[0]
        ? Invariant($" The loss rose from {LossHistory[0]:G4} to {LossHistory[^1]:G4}.") +
            (StopReason == StopReason.Diverged ? string.Empty : $" {Cure}")
        : string.Empty;

    private string Cure => Invariant(
        $"Lower the learning rate (now {Network.Description.LearningRate}), or standardise the inputs with Standardized().");

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
