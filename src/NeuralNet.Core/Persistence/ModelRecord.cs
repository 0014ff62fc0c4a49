namespace NeuralNet.Core.Persistence;

/// <summary>What a file says of a network besides its numbers, so that it can predict.</summary>
internal sealed record ModelRecord
{
    public required int Inputs { get; init; }

    public required int Outputs { get; init; }

    /// <summary>The name of the activation that predictions pass through.</summary>
    public required string Link { get; init; }

    /// <summary>Whether the activation is a user's own, and has to be handed over.</summary>
    public bool HasCustomLink { get; init; }

    public required int Classes { get; init; }

    public required double Threshold { get; init; }

    /// <summary>The targets of each output without and with its label; null where outputs do not decide by themselves.</summary>
    public double[]? LabelTargets { get; init; }

    public string[]? FeatureNames { get; init; }

    public string[]? ClassNames { get; init; }

    /// <summary>Whether mean and scale of the inputs are still to be learned, so that nothing can be predicted yet.</summary>
    public bool AwaitsStandardization { get; init; }
}
