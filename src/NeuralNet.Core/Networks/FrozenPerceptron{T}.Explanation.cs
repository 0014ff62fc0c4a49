using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core;

/// <content>Why a prediction is what it is.</content>
public sealed partial class FrozenPerceptron<T>
{
    /// <summary>
    /// The logits <c>[outputs]</c> that <see cref="Contributions"/> start from: those of the row of
    /// <see cref="InputMeans"/>; where inputs are not standardized, those of a row of zeros, the bias.
    /// </summary>
    public ReadOnlySpan<T> Baseline => _baseline;

    /// <summary>
    /// What each input adds to the logits of one row: weight * (value - mean), or weight * value where inputs are not
    /// standardized. With <see cref="Baseline"/> the contributions to an output sum to its logit, but for rounding. NaN and
    /// infinity are not looked for, and make the contributions of their own input NaN or infinite.
    /// </summary>
    /// <remarks>
    /// The SHAP values of a linear model for inputs that are independent of each other (S. M. Lundberg and S.-I. Lee, A
    /// unified approach to interpreting model predictions, 2017, corollary 1), with the rows of the first Fit as background.
    /// Under softmax only the differences between the outputs of an input matter.
    /// </remarks>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <param name="destination">Receives the contributions <c>[outputs x inputs]</c>; may be longer. Must not overlap the row.</param>
    /// <exception cref="ArgumentException">The row has another length, the destination is too short, or they overlap.</exception>
    public void Contributions(ReadOnlySpan<T> input, Span<T> destination) =>
        Explanation.Contributions(input, Weights, InputMeans, InputCount, destination);

    /// <summary>
    /// The inputs in the order of how much they weigh for one output: by the magnitude of weight * scale, the weight of the
    /// standardized input, largest first and equal ones by their column. Where inputs are not standardized it is the
    /// magnitude of the weight itself, which compares only inputs of the same scale.
    /// </summary>
    /// <param name="output">The output, [0, <see cref="OutputCount"/>). Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public IReadOnlyList<FeatureWeight> RankFeatures(int output = Defaults.RankedOutput) =>
        Explanation.Ranking<T>(Weights, InputScales, OutputCount, output, FeatureNames);
}
