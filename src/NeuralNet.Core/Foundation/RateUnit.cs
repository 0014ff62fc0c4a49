namespace NeuralNet.Core;

/// <summary>What a <see cref="NeuralNet.Core.LearningRate"/> counts its time in.</summary>
public enum RateUnit
{
    /// <summary>
    /// Completed epochs: the rate stays the same for all steps of an epoch. Only <c>Fit</c> has epochs. The default.
    /// </summary>
    Epoch,

    /// <summary>Steps, each of which moves the weights once: the unit for a network that learns online, and never fits.</summary>
    Step,
}
