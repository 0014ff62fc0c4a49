using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core;

/// <content>Why a prediction of the network as it is now is what it is.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>
    /// The logits <c>[outputs]</c> that <see cref="Contributions"/> start from: those of the row of
    /// <see cref="InputMeans"/>; where inputs are not standardized, those of a row of zeros, the bias. A view, not a copy.
    /// </summary>
    public ReadOnlySpan<T> Baseline => _parameters.Predicting[(InputCount * OutputCount)..];

    /// <inheritdoc cref="FrozenPerceptron{T}.Contributions(ReadOnlySpan{T}, Span{T})"/>
    /// <exception cref="InvalidOperationException">The network standardizes its inputs and was never fitted.</exception>
    public void Contributions(ReadOnlySpan<T> input, Span<T> destination)
    {
        ThrowIfNotStandardizedYet();
        Explanation.Contributions(input, Weights, InputMeans, InputCount, destination);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.RankFeatures(int)"/>
    /// <exception cref="InvalidOperationException">The network standardizes its inputs and was never fitted.</exception>
    public IReadOnlyList<FeatureWeight> RankFeatures(int output = Defaults.RankedOutput)
    {
        ThrowIfNotStandardizedYet();
        return Explanation.Ranking(Weights, InputScales, OutputCount, output, FeatureNames);
    }
}
