namespace NeuralNet.Core;

/// <summary>The unit of time of a <see cref="NeuralNet.Core.LearningRate"/>.</summary>
public enum RateUnit
{
    /// <summary>
    /// Completed epochs: the rate stays the same for all steps of an epoch. Only <c>Fit</c> has epochs. The default.
    /// </summary>
    Epoch,

    /// <summary>Steps, each of which changes the weights once: the unit for a network that learns online without <c>Fit</c>.</summary>
    Step,
}
