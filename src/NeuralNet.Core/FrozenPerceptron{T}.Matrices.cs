using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <content>The same predictions for rectangular arrays <c>[rows x inputs]</c>.</content>
public sealed partial class FrozenPerceptron<T>
{
    /// <inheritdoc cref="Predict(ReadOnlySpan{T}, Span{T})"/>
    public void Predict(T[,] inputs, Span<T> destination) =>
        Predict(Rows(inputs), destination);

    /// <inheritdoc cref="Logits(ReadOnlySpan{T}, Span{T})"/>
    public void Logits(T[,] inputs, Span<T> destination) =>
        Logits(Rows(inputs), destination);

    /// <inheritdoc cref="PredictClasses(ReadOnlySpan{T}, Span{int})"/>
    public void PredictClasses(T[,] inputs, Span<int> destination) =>
        PredictClasses(Rows(inputs), destination);

    /// <inheritdoc cref="PredictLabels(ReadOnlySpan{T}, Span{bool})"/>
    public void PredictLabels(T[,] inputs, Span<bool> destination) =>
        PredictLabels(Rows(inputs), destination);

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public ClassificationMetrics Evaluate(T[,] inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights = default) =>
        Evaluate(Rows(inputs), labels, weights);

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public RegressionMetrics Evaluate(T[,] inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default) =>
        Evaluate(Rows(inputs), targets, weights);

    /// <inheritdoc cref="EvaluateLabels(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public MultiLabelMetrics EvaluateLabels(T[,] inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default) =>
        EvaluateLabels(Rows(inputs), targets, weights);

    /// <inheritdoc cref="Calibrate(ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public FrozenPerceptron<T> Calibrate(T[,] inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights = default) =>
        Calibrate(Rows(inputs), labels, weights);

    private ReadOnlySpan<T> Rows(T[,] inputs) => Matrix.Rows(nameof(inputs), inputs, Inputs);
}
