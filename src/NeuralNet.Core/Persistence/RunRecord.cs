using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>The state of a training run, for resuming it.</summary>
internal sealed class RunRecord
{
    public required int Epochs { get; init; }

    public required double ValidationLeast { get; init; }

    public required int ValidationWithoutGain { get; init; }

    public required int BestEpoch { get; init; }

    public double? FirstLoss { get; init; }

    public required double LeastLoss { get; init; }

    public required int WithoutGain { get; init; }

    /// <summary>The snapshot taken before the best weights replaced the current ones; null without validation.</summary>
    public SnapshotRecord? Live { get; init; }

    public SnapshotRecord? Best { get; init; }

    /// <summary>Rejects values that no training leaves.</summary>
    /// <exception cref="ModelFormatException">A value is out of range, or two contradict each other.</exception>
    public void Check()
    {
        if (Live is null != Best is null || BestEpoch > 0 != Best is not null)
        {
            throw new ModelFormatException(Invariant(
                $"The file has the best epoch {BestEpoch}, and needs live and best weights for one above 0, and neither for 0."));
        }

        if (BestEpoch > Epochs || BestEpoch < 0 || ValidationWithoutGain < 0 || ValidationWithoutGain > Epochs
            || WithoutGain < 0 || WithoutGain > Epochs)
        {
            throw new ModelFormatException(Invariant(
                $"The file has the best epoch {BestEpoch}, and {ValidationWithoutGain} and {WithoutGain} epochs without gain; with {Epochs} epochs these lie in [0, {Epochs}]."));
        }

        if (double.IsNaN(ValidationLeast) || double.IsNaN(LeastLoss) || (FirstLoss is { } first && !double.IsFinite(first)))
        {
            throw new ModelFormatException(Invariant(
                $"The file has the first loss {FirstLoss}, to be finite, and the least {LeastLoss} and {ValidationLeast}, not to be NaN."));
        }
    }
}
