using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>The result of one fold of a cross-validation.</summary>
/// <typeparam name="TMetrics"><see cref="ClassificationMetrics"/> or <see cref="RegressionMetrics"/>.</typeparam>
public sealed class FoldResult<TMetrics>
    where TMetrics : class
{
    internal FoldResult(int[] testRows, TMetrics metrics, double loss, int epochs, StopReason stopReason)
    {
        TestRows = testRows.AsReadOnly();
        Metrics = metrics;
        Loss = loss;
        Epochs = epochs;
        StopReason = stopReason;
    }

    /// <summary>The indices of the test rows, in ascending order. All other rows were trained on, with <see cref="Folds.ByTime"/> all earlier ones.</summary>
    public IReadOnlyList<int> TestRows { get; }

    /// <summary>The metrics of the network on the test rows, by their weights.</summary>
    public TMetrics Metrics { get; }

    /// <summary>
    /// The mean of the loss of the description over the test rows, by their weights and those of their classes, without the penalty: such as
    /// the pinball loss of a quantile.
    /// </summary>
    public double Loss { get; }

    /// <summary>The epochs completed in the training, [0, <see cref="TrainingOptions.Epochs"/>].</summary>
    public int Epochs { get; }

    /// <summary>The reason why the training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>Returns the metrics and the end of the training in one line.</summary>
    public override string ToString() => Invariant($"{Metrics} ({StopReason} after epoch {Epochs})");
}
