namespace NeuralNet.Core.Benchmarks;

/// <summary>How a training of several classes moves its weights.</summary>
public enum SoftmaxStep
{
    /// <summary>A momentum of 0.9.</summary>
    Momentum,

    /// <summary>Adam with its usual decays.</summary>
    Adam,
}
