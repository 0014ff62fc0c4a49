namespace NeuralNet.Core;

/// <content>Probabilities of the network as it is now.</content>
public sealed partial class Perceptron<T>
{
    /// <inheritdoc cref="FrozenPerceptron{T}.Calibrate(Rows{T}, Labels, ReadOnlySpan{T})"/>
    /// <exception cref="InvalidOperationException">
    /// The network is no classifier, or one with several outputs, a weight is NaN or infinite, or it standardizes its inputs
    /// and was never fitted.
    /// </exception>
    public FrozenPerceptron<T> Calibrate(Rows<T> inputs, Labels labels, ReadOnlySpan<T> sampleWeights = default)
    {
        _checker.ThrowIfNoClasses();
        return Freeze().Calibrate(inputs, labels, sampleWeights);
    }
}
