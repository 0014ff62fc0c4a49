using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <content>Predictions of the network as it is now.</content>
public sealed partial class Perceptron<T>
{
    /// <inheritdoc cref="FrozenPerceptron{T}.Predict(ReadOnlySpan{T})"/>
    public T Predict(ReadOnlySpan<T> input) => Predictor.Predict(input);

    /// <inheritdoc cref="FrozenPerceptron{T}.Predict(ReadOnlySpan{T}, Span{T})"/>
    public void Predict(ReadOnlySpan<T> inputs, Span<T> destination) => Predictor.Predict(inputs, destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.Logit(ReadOnlySpan{T})"/>
    public T Logit(ReadOnlySpan<T> input) => Predictor.Logit(input);

    /// <inheritdoc cref="FrozenPerceptron{T}.Logits(ReadOnlySpan{T}, Span{T})"/>
    public void Logits(ReadOnlySpan<T> inputs, Span<T> destination) => Predictor.Logits(inputs, destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClass(ReadOnlySpan{T})"/>
    public int PredictClass(ReadOnlySpan<T> input)
    {
        ThrowIfNoClasses();
        return Predictor.PredictClass(input, _threshold);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClasses(ReadOnlySpan{T}, Span{int})"/>
    public void PredictClasses(ReadOnlySpan<T> inputs, Span<int> destination)
    {
        ThrowIfNoClasses();
        Predictor.PredictClasses(inputs, destination, _threshold);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictLabels(ReadOnlySpan{T}, Span{bool})"/>
    public void PredictLabels(ReadOnlySpan<T> inputs, Span<bool> destination)
    {
        ThrowIfNoLabelOutputs();
        Predictor.PredictLabels(inputs, destination, _threshold);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public ClassificationMetrics Evaluate(
        ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights = default)
    {
        ThrowIfNoClasses();
        return Evaluator.Classification(
            Predictor, inputs, labels, weights, Classes, _threshold, Link.GivesProbabilities(Outputs), ClassNames, FeatureNames);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public RegressionMetrics Evaluate(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default) =>
        Evaluator.Regression(Predictor, inputs, targets, weights, Classes > 0 ? Description.Loss.LabelTargets ?? Interval.Probability : null, FeatureNames);

    /// <inheritdoc cref="FrozenPerceptron{T}.EvaluateLabels(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public MultiLabelMetrics EvaluateLabels(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default)
    {
        Interval range = ThrowIfNoLabelOutputs();
        return Evaluator.Labels(
            Predictor, inputs, targets, weights, range, _threshold, Link.GivesProbabilities(outputs: 1), ClassNames, FeatureNames);
    }

    /// <summary>The distances of predictions from targets, be they labels.</summary>
    internal RegressionMetrics EvaluateTargets(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights) =>
        Evaluator.Regression(Predictor, inputs, targets, weights, labelTargets: null, FeatureNames);

    private Interval ThrowIfNoLabelOutputs()
    {
        Interval? targets = Description.Loss.LabelTargets;
        if (targets is null)
        {
            Throw.InvalidOperation_NoLabelOutputs(Outputs, Link.Name);
        }

        return targets.Value;
    }
}
