namespace NeuralNet.Core.Persistence;

/// <summary>How well the last training did.</summary>
internal sealed record MetricsRecord
{
    /// <summary>The epochs completed since the network was built.</summary>
    public required long Epochs { get; init; }

    /// <summary>The objective of the last epoch.</summary>
    public required double Loss { get; init; }

    /// <summary>The objective on the validation rows after it; null where there were none.</summary>
    public double? ValidationLoss { get; init; }
}
