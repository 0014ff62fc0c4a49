namespace NeuralNet.Core;

/// <summary>When a step of a training happens, as the function of a <see cref="NeuralNet.Core.LearningRate"/> sees it.</summary>
public readonly record struct RateTime
{
    /// <summary>The number of the step since the network was built or its weights were set, [1, inf).</summary>
    public required long Step { get; init; }

    /// <summary>The epochs completed before the step, [0, inf); 0 for ever in a network that never fits.</summary>
    public required long Epoch { get; init; }
}
