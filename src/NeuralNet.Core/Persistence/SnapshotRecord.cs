namespace NeuralNet.Core.Persistence;

/// <summary>What a trainer counts, beside the tensors of a snapshot of it.</summary>
internal sealed record SnapshotRecord
{
    public required long Steps { get; init; }

    public required double PlateauLeast { get; init; }

    public required int PlateauEpochs { get; init; }

    public required double PlateauFactor { get; init; }

    /// <summary>The rows of an unfinished epoch that were stepped on; of a source its batches.</summary>
    public long Position { get; init; }

    public double PartialLoss { get; init; }

    public double PartialWeight { get; init; }
}
