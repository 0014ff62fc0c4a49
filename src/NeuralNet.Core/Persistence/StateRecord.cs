namespace NeuralNet.Core.Persistence;

/// <summary>How far the training of a network has come.</summary>
internal sealed record StateRecord
{
    public required long Epochs { get; init; }

    public required long ForgottenEpochs { get; init; }

    public required SnapshotRecord Current { get; init; }

    public required RunRecord Run { get; init; }
}
