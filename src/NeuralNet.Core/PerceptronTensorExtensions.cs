using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// Training and predictions for the framework's own matrices <c>[rows x inputs]</c>: <see cref="Tensor{T}"/> and its spans.
/// Extensions, so that an array never has to choose between a span and a tensor, in whatever version of the language.
/// </summary>
public static class PerceptronTensorExtensions
{
    /// <inheritdoc cref="Perceptron{T}.Learn(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    public static void Learn<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<T> targets, Span<T> destination = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Learn(Rows(inputs, network.Inputs), targets, destination);

    /// <inheritdoc cref="Perceptron{T}.Learn(ReadOnlySpan{T}, ReadOnlySpan{int}, Span{T})"/>
    public static void Learn<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<int> labels, Span<T> destination = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Learn(Rows(inputs, network.Inputs), labels, destination);

    /// <inheritdoc cref="Perceptron{T}.Fit(ReadOnlySpan{T}, ReadOnlySpan{T}, TrainingOptions, IProgress{TrainingProgress}, CancellationToken)"/>
    public static TrainingResult<T> Fit<T>(
        this Perceptron<T> network,
        ReadOnlyTensorSpan<T> inputs,
        ReadOnlySpan<T> targets,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Fit(Rows(inputs, network.Inputs), targets, options, progress, cancellationToken);

    /// <inheritdoc cref="Perceptron{T}.Fit(ReadOnlySpan{T}, ReadOnlySpan{int}, TrainingOptions, IProgress{TrainingProgress}, CancellationToken)"/>
    public static TrainingResult<T> Fit<T>(
        this Perceptron<T> network,
        ReadOnlyTensorSpan<T> inputs,
        ReadOnlySpan<int> labels,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Fit(Rows(inputs, network.Inputs), labels, options, progress, cancellationToken);

    /// <inheritdoc cref="FrozenPerceptron{T}.Predict(ReadOnlySpan{T}, Span{T})"/>
    public static void Predict<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Predict(Rows(inputs, network.Inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.Logits(ReadOnlySpan{T}, Span{T})"/>
    public static void Logits<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Logits(Rows(inputs, network.Inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClasses(ReadOnlySpan{T}, Span{int})"/>
    public static void PredictClasses<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, Span<int> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.PredictClasses(Rows(inputs, network.Inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictLabels(ReadOnlySpan{T}, Span{bool})"/>
    public static void PredictLabels<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, Span<bool> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.PredictLabels(Rows(inputs, network.Inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public static ClassificationMetrics Evaluate<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Evaluate(Rows(inputs, network.Inputs), labels, weights);

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public static RegressionMetrics Evaluate<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Evaluate(Rows(inputs, network.Inputs), targets, weights);

    /// <inheritdoc cref="FrozenPerceptron{T}.EvaluateLabels(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public static MultiLabelMetrics EvaluateLabels<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.EvaluateLabels(Rows(inputs, network.Inputs), targets, weights);

    /// <inheritdoc cref="Perceptron{T}.ChooseThreshold(ReadOnlySpan{T}, ReadOnlySpan{int}, ThresholdGoal, ReadOnlySpan{T})"/>
    public static ThresholdChoice ChooseThreshold<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<int> labels, ThresholdGoal goal, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.ChooseThreshold(Rows(inputs, network.Inputs), labels, goal, weights);

    /// <inheritdoc cref="Perceptron{T}.Calibrate(ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public static FrozenPerceptron<T> Calibrate<T>(
        this Perceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Calibrate(Rows(inputs, network.Inputs), labels, weights);

    /// <inheritdoc cref="FrozenPerceptron{T}.Predict(ReadOnlySpan{T}, Span{T})"/>
    public static void Predict<T>(
        this FrozenPerceptron<T> network, ReadOnlyTensorSpan<T> inputs, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Predict(Rows(inputs, network.Inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.Logits(ReadOnlySpan{T}, Span{T})"/>
    public static void Logits<T>(
        this FrozenPerceptron<T> network, ReadOnlyTensorSpan<T> inputs, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Logits(Rows(inputs, network.Inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClasses(ReadOnlySpan{T}, Span{int})"/>
    public static void PredictClasses<T>(
        this FrozenPerceptron<T> network, ReadOnlyTensorSpan<T> inputs, Span<int> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.PredictClasses(Rows(inputs, network.Inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictLabels(ReadOnlySpan{T}, Span{bool})"/>
    public static void PredictLabels<T>(
        this FrozenPerceptron<T> network, ReadOnlyTensorSpan<T> inputs, Span<bool> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.PredictLabels(Rows(inputs, network.Inputs), destination);

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public static ClassificationMetrics Evaluate<T>(
        this FrozenPerceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Evaluate(Rows(inputs, network.Inputs), labels, weights);

    /// <inheritdoc cref="FrozenPerceptron{T}.Evaluate(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public static RegressionMetrics Evaluate<T>(
        this FrozenPerceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Evaluate(Rows(inputs, network.Inputs), targets, weights);

    /// <inheritdoc cref="FrozenPerceptron{T}.EvaluateLabels(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public static MultiLabelMetrics EvaluateLabels<T>(
        this FrozenPerceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.EvaluateLabels(Rows(inputs, network.Inputs), targets, weights);

    /// <inheritdoc cref="FrozenPerceptron{T}.Calibrate(ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public static FrozenPerceptron<T> Calibrate<T>(
        this FrozenPerceptron<T> network, ReadOnlyTensorSpan<T> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Calibrate(Rows(inputs, network.Inputs), labels, weights);

    private static ReadOnlySpan<T> Rows<T>(in ReadOnlyTensorSpan<T> inputs, int count) => Matrix.Rows(nameof(inputs), inputs, count);
}
