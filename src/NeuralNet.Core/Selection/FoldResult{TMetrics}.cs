using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>What came of one fold of a cross-validation.</summary>
/// <typeparam name="TMetrics"><see cref="ClassificationMetrics"/> or <see cref="RegressionMetrics"/>.</typeparam>
public sealed class FoldResult<TMetrics>
    where TMetrics : class
{
    internal FoldResult(int[] testRows, TMetrics metrics, int epochs, StopReason stopReason)
    {
        TestRows = testRows.AsReadOnly();
        Metrics = metrics;
        Epochs = epochs;
        StopReason = stopReason;
    }

    /// <summary>The rows that were tested, rising; all others were trained on.</summary>
    public IReadOnlyList<int> TestRows { get; }

    /// <summary>How well the network does on them, by their weights.</summary>
    public TMetrics Metrics { get; }

    /// <summary>The epochs completed in the training, [0, <see cref="TrainingOptions.Epochs"/>].</summary>
    public int Epochs { get; }

    /// <summary>Why the training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>The metrics, and how the training ended.</summary>
    public override string ToString() => Invariant($"{Metrics} ({StopReason} after epoch {Epochs})");
}
