namespace NeuralNet.Core;

/// <summary>The time of a training step, passed to the function of a <see cref="NeuralNet.Core.LearningRate"/>.</summary>
public readonly record struct RateTime
{
    /// <summary>
    /// The number of the step since the network was built or its weights were set, [1, inf). If earlier weights are restored
    /// (the best of a validation, the last finite ones), it goes on from their step.
    /// </summary>
    public required long Step { get; init; }

    /// <summary>
    /// The epochs completed before the step since the network was built or its weights were set, [0, inf). Restored weights do
    /// not set it back. Always 0 in a network that never fits.
    /// </summary>
    public required long Epoch { get; init; }
}
