using System.Runtime.CompilerServices;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core;

/// <content>Metrics, and the reasons of a prediction.</content>
public abstract partial class Predictor<T>
{
    /// <summary>
    /// The logits <c>[outputs]</c> that <see cref="Contributions(ReadOnlySpan{T}, Span{T})"/> start from: those of a row of <see cref="InputMeans"/>, or, if
    /// inputs are not standardized, those of a row of zeros, the bias. A view, not a copy.
    /// </summary>
    public abstract ReadOnlySpan<T> Baseline { get; }

    /// <summary>Evaluates a classifier on labeled rows, with the decisions of <see cref="PredictClass(ReadOnlySpan{T})"/>.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, each in [0, <see cref="ClassCount"/>).</param>
    /// <param name="sampleWeights">The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: 1.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>, finite: see <see cref="Examples{T}.Offsets"/>. Default empty: 0, refused if the network <see cref="HasOffsets"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a value is NaN or infinite, offsets are missing, a label is not one of the classes, or a weight is out of range.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    [OverloadResolutionPriority(1)]
    public ClassificationMetrics Evaluate(Rows<T> inputs, Labels labels, ReadOnlySpan<T> sampleWeights = default, ReadOnlySpan<T> offsets = default)
    {
        ThrowIfNoClasses();
        ThrowIfForgotten(offsets);
        return Evaluator.Classification(
            Forward, inputs, Indices(labels), sampleWeights, offsets, ClassCount, ThresholdLogit, GivesProbabilities(OutputCount), ClassNames, FeatureNames);
    }

    /// <summary>Evaluates how far predictions are from targets that are numbers.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, finite.</param>
    /// <param name="sampleWeights">The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: 1.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>, finite: see <see cref="Examples{T}.Offsets"/>. Default empty: 0, refused if the network <see cref="HasOffsets"/>.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, offsets are missing, a weight is out of range, or the network is a classifier and the targets are
    /// labels: all at the ends of the <see cref="Loss.Targets"/> of the loss.
    /// </exception>
    public RegressionMetrics Evaluate(Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> sampleWeights = default, ReadOnlySpan<T> offsets = default)
    {
        ThrowIfForgotten(offsets);
        return Evaluator.Regression(
            Forward, inputs, targets, sampleWeights, offsets, ClassCount > 0 ? LabelTargets ?? Interval.Probability : null, OwnMetric, FeatureNames);
    }

    /// <summary>
    /// Evaluates a network with an independent label at each output, on rows that may have any number of labels.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="targets">
    /// The labels <c>[rows x outputs]</c>: the high end of the <see cref="Loss.Targets"/> of the loss for a label that the row has (1
    /// for log loss, and after <see cref="FrozenPerceptron{T}.Calibrate"/>), otherwise the low end (0).
    /// </param>
    /// <param name="sampleWeights">The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: 1.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>, finite: see <see cref="Examples{T}.Offsets"/>. Default empty: 0, refused if the network <see cref="HasOffsets"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a value is NaN or infinite, offsets are missing, a target is at neither end, or a weight is out of range.</exception>
    /// <exception cref="InvalidOperationException">The outputs are compared with each other, or the network is no classifier.</exception>
    public MultiLabelMetrics EvaluateMultiLabel(Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> sampleWeights = default, ReadOnlySpan<T> offsets = default)
    {
        Interval range = ThrowIfNoLabelOutputs();
        ThrowIfForgotten(offsets);
        return Evaluator.Labels(
            Forward, inputs, targets, sampleWeights, offsets, range, ThresholdLogit, GivesProbabilities(outputs: 1), ClassNames, FeatureNames);
    }

    /// <summary>Evaluates how far predictions are from targets, which may be labels.</summary>
    internal RegressionMetrics EvaluateTargets(Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> sampleWeights, ReadOnlySpan<T> offsets) =>
        Evaluator.Regression(Forward, inputs, targets, sampleWeights, offsets, labelTargets: null, OwnMetric, FeatureNames);

    /// <summary>
    /// Computes the contribution of each input to the logits of one row: weight * (value - mean), or weight * value if inputs are
    /// not standardized. <see cref="Baseline"/> plus the contributions to an output is its logit, except for rounding. NaN and
    /// infinity make the contributions of their own input NaN or infinite.
    /// </summary>
    /// <remarks>
    /// The SHAP values of a linear model for inputs that are independent of each other (S. M. Lundberg and S.-I. Lee, A unified
    /// approach to interpreting model predictions, 2017, corollary 1), with the rows of the first Fit as background. Under softmax
    /// only the differences between the outputs of an input matter.
    /// </remarks>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <param name="destination">Receives the contributions <c>[outputs x inputs]</c>; may be longer. Must not overlap the row.</param>
    /// <exception cref="ArgumentException">The row has another length, the destination is too short, or they overlap.</exception>
    public void Contributions(ReadOnlySpan<T> input, Span<T> destination)
    {
        ThrowIfNotStandardizedYet();
        Explanation.Contributions(input, Weights, InputMeans, InputCount, destination);
    }

    /// <summary>
    /// Ranks the inputs by their weight for one output: by the magnitude of weight * scale, the weight of the standardized input,
    /// largest first, equal ones by column. If inputs are not standardized it is the magnitude of the weight itself, which compares
    /// only inputs of the same scale.
    /// </summary>
    /// <param name="output">The output, [0, <see cref="OutputCount"/>). Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public IReadOnlyList<FeatureWeight> RankFeatures(int output = Defaults.RankedOutput)
    {
        ThrowIfNotStandardizedYet();
        return Explanation.Ranking(Weights, InputScales, OutputCount, output, FeatureNames);
    }
}
