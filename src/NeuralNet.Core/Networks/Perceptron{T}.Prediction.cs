using System.Runtime.CompilerServices;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core;

/// <content>Predictions of the network as it is now.</content>
public sealed partial class Perceptron<T>
{
    /// <inheritdoc cref="FrozenPerceptron{T}.Predict(ReadOnlySpan{T})"/>
    public T Predict(ReadOnlySpan<T> input) => Predictor.Predict(input);

    /// <inheritdoc cref="FrozenPerceptron{T}.Predict(Rows{T}, Span{T})"/>
    public void Predict(Rows<T> inputs, Span<T> destination) => Predictor.Predict(inputs, destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.Logit(ReadOnlySpan{T})"/>
    public T Logit(ReadOnlySpan<T> input) => Predictor.Logit(input);

    /// <inheritdoc cref="FrozenPerceptron{T}.Logits(Rows{T}, Span{T})"/>
    public void Logits(Rows<T> inputs, Span<T> destination) => Predictor.Logits(inputs, destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClass(ReadOnlySpan{T})"/>
    public int PredictClass(ReadOnlySpan<T> input)
    {
        _checker.ThrowIfNoClasses();
        return Predictor.PredictClass(input, _threshold);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClassName(ReadOnlySpan{T})"/>
    public string? PredictClassName(ReadOnlySpan<T> input) => Decision.Name(PredictClass(input), ClassNames);

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClasses(Rows{T}, Span{int})"/>
    public void PredictClasses(Rows<T> inputs, Span<int> destination)
    {
        _checker.ThrowIfNoClasses();
        Predictor.PredictClasses(inputs, destination, _threshold);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictMultiLabel(Rows{T}, Span{bool})"/>
    public void PredictMultiLabel(Rows<T> inputs, Span<bool> destination)
    {
        ThrowIfNoLabelOutputs();
        Predictor.PredictMultiLabel(inputs, destination, _threshold);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(Rows{T}, Labels, ReadOnlySpan{T})"/>
    [OverloadResolutionPriority(1)]
    public ClassificationMetrics Evaluate(
        Rows<T> inputs, Labels labels, ReadOnlySpan<T> sampleWeights = default)
    {
        _checker.ThrowIfNoClasses();
        return Evaluator.Classification(
            Predictor, inputs, Indices(labels), sampleWeights, ClassCount, _threshold, OutputActivation.GivesProbabilities(OutputCount), ClassNames, FeatureNames);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(Rows{T}, Rows{T}, ReadOnlySpan{T})"/>
    public RegressionMetrics Evaluate(
        Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> sampleWeights = default) =>
        Evaluator.Regression(Predictor, inputs, targets, sampleWeights, ClassCount > 0 ? Description.Loss.LabelTargets ?? Interval.Probability : null, FeatureNames);

    /// <inheritdoc cref="FrozenPerceptron{T}.EvaluateMultiLabel(Rows{T}, Rows{T}, ReadOnlySpan{T})"/>
    public MultiLabelMetrics EvaluateMultiLabel(
        Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> sampleWeights = default)
    {
        Interval range = ThrowIfNoLabelOutputs();
        return Evaluator.Labels(
            Predictor, inputs, targets, sampleWeights, range, _threshold, OutputActivation.GivesProbabilities(outputs: 1), ClassNames, FeatureNames);
    }

    /// <summary>The distances of predictions from targets, be they labels.</summary>
    internal RegressionMetrics EvaluateTargets(Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> sampleWeights) =>
        Evaluator.Regression(Predictor, inputs, targets, sampleWeights, labelTargets: null, FeatureNames);

    /// <summary>The labels as class indices, which are still to be checked.</summary>
    private ReadOnlySpan<int> Indices(Labels labels) => labels.Indices(nameof(labels), ClassCount, _checker.ClassNames);

    private Interval ThrowIfNoLabelOutputs()
    {
        Interval? targets = Description.Loss.LabelTargets;
        if (targets is null)
        {
            Throw.InvalidOperation_NoLabelOutputs(OutputCount, OutputActivation.Name);
        }

        return targets.Value;
    }
}
