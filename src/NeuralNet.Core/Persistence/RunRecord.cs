namespace NeuralNet.Core.Persistence;

/// <summary>What a training leaves for one that resumes it.</summary>
internal sealed record RunRecord
{
    public required int Epochs { get; init; }

    public required double ValidationLeast { get; init; }

    public required int ValidationWithoutGain { get; init; }

    public required int BestEpoch { get; init; }

    public double? FirstLoss { get; init; }

    public required double LeastLoss { get; init; }

    public required int WithoutGain { get; init; }

    /// <summary>Where the training stood when the best weights took the place of its own; null without validation.</summary>
    public SnapshotRecord? Live { get; init; }

    public SnapshotRecord? Best { get; init; }
}
