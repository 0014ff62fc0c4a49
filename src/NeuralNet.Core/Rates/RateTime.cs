namespace NeuralNet.Core;

/// <summary>When a step of a training happens, as the function of a <see cref="NeuralNet.Core.LearningRate"/> sees it.</summary>
public readonly record struct RateTime
{
    /// <summary>
    /// The number of the step since the network was built or its weights were set, [1, inf). Where earlier weights are
    /// restored (the best of a validation, the last finite ones) it goes on from their step.
    /// </summary>
    public required long Step { get; init; }

    /// <summary>
    /// The epochs completed before the step since the network was built or its weights were set, [0, inf); restored weights
    /// do not turn it back. 0 for ever in a network that never fits.
    /// </summary>
    public required long Epoch { get; init; }
}
