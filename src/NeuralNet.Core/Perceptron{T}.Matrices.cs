using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <content>The same training and predictions for rectangular arrays <c>[rows x inputs]</c>.</content>
public sealed partial class Perceptron<T>
{
    /// <inheritdoc cref="Learn(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    public void Learn(T[,] inputs, ReadOnlySpan<T> targets, Span<T> destination = default) =>
        Learn(Rows(inputs), targets, destination);

    /// <inheritdoc cref="Learn(ReadOnlySpan{T}, ReadOnlySpan{int}, Span{T})"/>
    public void Learn(T[,] inputs, ReadOnlySpan<int> labels, Span<T> destination = default) =>
        Learn(Rows(inputs), labels, destination);

    /// <inheritdoc
    /// cref="Fit(ReadOnlySpan{T}, ReadOnlySpan{T}, TrainingOptions, IProgress{TrainingProgress}, CancellationToken)"/>
    public TrainingResult<T> Fit(
        T[,] inputs,
        ReadOnlySpan<T> targets,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Fit(Rows(inputs), targets, options, progress, cancellationToken);

    /// <inheritdoc
    /// cref="Fit(ReadOnlySpan{T}, ReadOnlySpan{int}, TrainingOptions, IProgress{TrainingProgress}, CancellationToken)"/>
    public TrainingResult<T> Fit(
        T[,] inputs,
        ReadOnlySpan<int> labels,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Fit(Rows(inputs), labels, options, progress, cancellationToken);

    /// <inheritdoc cref="FrozenPerceptron{T}.Predict(ReadOnlySpan{T}, Span{T})"/>
    public void Predict(T[,] inputs, Span<T> destination) =>
        Predict(Rows(inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.Logits(ReadOnlySpan{T}, Span{T})"/>
    public void Logits(T[,] inputs, Span<T> destination) =>
        Logits(Rows(inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClasses(ReadOnlySpan{T}, Span{int})"/>
    public void PredictClasses(T[,] inputs, Span<int> destination) =>
        PredictClasses(Rows(inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictLabels(ReadOnlySpan{T}, Span{bool})"/>
    public void PredictLabels(T[,] inputs, Span<bool> destination) =>
        PredictLabels(Rows(inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public ClassificationMetrics Evaluate(T[,] inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights = default) =>
        Evaluate(Rows(inputs), labels, weights);

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public RegressionMetrics Evaluate(T[,] inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default) =>
        Evaluate(Rows(inputs), targets, weights);

    /// <inheritdoc cref="FrozenPerceptron{T}.EvaluateLabels(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public MultiLabelMetrics EvaluateLabels(T[,] inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default) =>
        EvaluateLabels(Rows(inputs), targets, weights);

    /// <inheritdoc cref="ChooseThreshold(ReadOnlySpan{T}, ReadOnlySpan{int}, ThresholdGoal, ReadOnlySpan{T})"/>
    public ThresholdChoice ChooseThreshold(
        T[,] inputs, ReadOnlySpan<int> labels, ThresholdGoal goal, ReadOnlySpan<T> weights = default) =>
        ChooseThreshold(Rows(inputs), labels, goal, weights);

    /// <inheritdoc cref="Calibrate(ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public FrozenPerceptron<T> Calibrate(T[,] inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights = default) =>
        Calibrate(Rows(inputs), labels, weights);

    private ReadOnlySpan<T> Rows(T[,] inputs) => Matrix.Rows(nameof(inputs), inputs, Inputs);
}
