using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Activations;
using NeuralNet.Core.Data;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Prediction;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// A trained network, immutable: any number of threads may predict with it at the same time, and no prediction allocates.
/// Made by <see cref="Perceptron{T}.Freeze"/>, or of given numbers by <see cref="FrozenPerceptron.FromWeights"/>.
/// </summary>
/// <remarks>
/// A row gives the same bits alone, in a batch of any size and on every machine. Rows are not searched for NaN and infinity:
/// NaN gives NaN, infinity NaN or the limit of the output activation.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class FrozenPerceptron<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedArray<T> _weights;
    private readonly T[] _bias;
    private readonly T[] _baseline;
    private readonly OutputFunction<T> _activation;
    private readonly Interval? _labelTargets;

    internal FrozenPerceptron(
        ReadOnlySpan<T> weights,
        T[] bias,
        T[] baseline,
        int inputs,
        int classes,
        T thresholdLogit,
        Interval? labelTargets,
        Activation outputActivation,
        OutputFunction<T> boundLink)
    {
        _weights = new AlignedArray<T>(weights);
        _bias = bias;
        _baseline = baseline;
        _activation = boundLink;
        _labelTargets = labelTargets;
        InputCount = inputs;
        ClassCount = classes;
        ThresholdLogit = thresholdLogit;
        OutputActivation = outputActivation;
    }

    /// <summary>The numbers in a row, [1, inf).</summary>
    public int InputCount { get; }

    /// <summary>The outputs of a row, [1, inf).</summary>
    public int OutputCount => _bias.Length;

    /// <summary>
    /// The classes a classifier tells apart: 2 for one output, otherwise as many as outputs; 0 where the loss is one of
    /// regression.
    /// </summary>
    public int ClassCount { get; }

    /// <summary>
    /// The probability above which a binary classifier with one output predicts class 1, by default 0.5; where the output activation gives
    /// no probabilities (it is not the sigmoid), the margin, by default 0. See <see cref="Perceptron{T}.Threshold"/>.
    /// </summary>
    public double Threshold => ThresholdUnit.FromLogit(double.CreateTruncating(ThresholdLogit), OutputActivation.GivesProbabilities(outputs: 1));

    /// <summary>The same as the logit, to the last bit as decisions compare it and files keep it.</summary>
    public T ThresholdLogit { get; }

    /// <summary>The names of the inputs <c>[inputs]</c>; null where none were given.</summary>
    public IReadOnlyList<string>? FeatureNames { get; internal init; }

    /// <summary>The names of the classes <c>[classes]</c>, in the order of the labels; null where none were given.</summary>
    public IReadOnlyList<string>? ClassNames { get; internal init; }

    /// <summary>What is known of the network besides, and kept in its files.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; internal init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The activation that predictions pass through.</summary>
    public Activation OutputActivation { get; }

    /// <summary>The weights <c>[outputs x inputs]</c>, row-major, on the scale of the raw inputs.</summary>
    public ReadOnlySpan<T> Weights => _weights.Span;

    /// <summary>The bias <c>[outputs]</c> on the scale of the raw inputs; 0 where the network has none.</summary>
    public ReadOnlySpan<T> Bias => _bias;

    /// <summary>
    /// The mean of each input <c>[inputs]</c> over the rows of the first Fit; empty where inputs are not standardized.
    /// </summary>
    public ReadOnlySpan<T> InputMeans => Standardization is { } standardization ? standardization.Means : default;

    /// <summary>
    /// The standard deviation of each input <c>[inputs]</c> over the rows of the first Fit, (0, inf), 1 for a constant
    /// input; empty where inputs are not standardized.
    /// </summary>
    public ReadOnlySpan<T> InputScales => Standardization is { } standardization ? standardization.Scales : default;

    /// <summary>Mean and scale of the inputs, shared with the network that learns: they are never changed; null for raw inputs.</summary>
    internal Standardization<T>? Standardization { get; init; }

    /// <remarks>Inlined, or a single prediction would begin with writing it to memory.</remarks>
    private Predictor<T> Predictor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_weights.Span, _bias, InputCount, _activation);
    }

    /// <summary>
    /// Whether a row is one to predict with: as long as the network has inputs, every value finite. For rows that come from outside,
    /// to tell the sender what is wrong; predictions themselves refuse a wrong length and do not look at the values. Nothing is
    /// allocated for a row that is as it should be.
    /// </summary>
    /// <param name="row">The row; it should be <c>[inputs]</c>.</param>
    /// <param name="error">What is wrong with it, by the index and the name of the input, and the cure; null where nothing is.</param>
    /// <returns>Whether nothing is wrong.</returns>
    public bool TryCheck(ReadOnlySpan<T> row, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (row.Length != InputCount)
        {
            error = FeatureNames is null
                ? Invariant($"The row has {row.Length} values, and the network {InputCount} inputs. Send one row of {InputCount} values.")
                : row.Length < InputCount
                    ? Invariant($"The row has {row.Length} values, and the network {InputCount} inputs: '{Shown.Text(FeatureNames[row.Length])}' is the first without a value. Send one row of {InputCount} values.")
                    : Invariant($"The row has {row.Length} values, and the network {InputCount} inputs: '{Shown.Text(FeatureNames[InputCount - 1])}' is the last. Send one row of {InputCount} values.");
        }
        else if (Finite.IndexOfNonFinite(row) is >= 0 and var index)
        {
            string input = FeatureNames is null ? Invariant($"at {index}") : Invariant($"'{Shown.Text(FeatureNames[index])}' at {index}");
            error = Invariant($"The value {input} of the row is {row[index]}; it must be finite{Throw.MissingInputs}.");
        }

        return error is null;
    }

    /// <summary>The prediction for one row, by a network with one output: the output activation of the logit.</summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs.</exception>
    public T Predict(ReadOnlySpan<T> input) => Predictor.Predict(input);

    /// <summary>The predictions for one or many rows.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives the predictions <c>[rows x outputs]</c>; may be longer. Must not overlap the inputs.</param>
    /// <exception cref="ArgumentException">There are no rows, not whole rows, or the destination is too short.</exception>
    public void Predict(Rows<T> inputs, Span<T> destination) => Predictor.Predict(inputs, destination);

    /// <summary>The logit of one row, by a network with one output: weights times inputs plus bias, before the output activation.</summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs.</exception>
    public T Logit(ReadOnlySpan<T> input) => Predictor.Logit(input);

    /// <summary>The logits of one or many rows: weights times inputs plus bias, before the output activation.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives the logits <c>[rows x outputs]</c>; may be longer. Must not overlap the inputs.</param>
    /// <exception cref="ArgumentException">There are no rows, not whole rows, or the destination is too short.</exception>
    public void Logits(Rows<T> inputs, Span<T> destination) => Predictor.Logits(inputs, destination);

    /// <summary>
    /// The class of one row: for one output 1 where its probability is above <see cref="Threshold"/> (by default one
    /// half; without probabilities where the margin is above 0), else 0; for several the one with the largest logit, the first of equals. -1 where a
    /// logit is NaN.
    /// </summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    public int PredictClass(ReadOnlySpan<T> input)
    {
        ThrowIfNoClasses();
        return Predictor.PredictClass(input, ThresholdLogit);
    }

    /// <summary>The name of the class of one row, as <see cref="PredictClass"/> decides; null where a logit is NaN.</summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier, or has no class names.</exception>
    public string? PredictClassName(ReadOnlySpan<T> input) => Decision.Name(PredictClass(input), ClassNames);

    /// <summary>The class of each of one or many rows, as by <see cref="PredictClass"/>.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives the classes <c>[rows]</c>; may be longer.</param>
    /// <exception cref="ArgumentException">There are no rows, not whole rows, or the destination is too short.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    public void PredictClasses(Rows<T> inputs, Span<int> destination)
    {
        ThrowIfNoClasses();
        Predictor.PredictClasses(inputs, destination, ThresholdLogit);
    }

    /// <summary>
    /// Which labels each of one or many rows has, by a network with an independent label at each output (log loss or another
    /// loss of classification, which compares no outputs): those whose logit is above 0, a probability of one half, with one
    /// output above <see cref="Threshold"/>. A logit that is NaN gives no label.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives whether a row has a label <c>[rows x outputs]</c>; may be longer.</param>
    /// <exception cref="ArgumentException">There are no rows, not whole rows, or the destination is too short.</exception>
    /// <exception cref="InvalidOperationException">The outputs are compared with each other, or the network is no classifier.</exception>
    public void PredictMultiLabel(Rows<T> inputs, Span<bool> destination)
    {
        ThrowIfNoLabelOutputs();
        Predictor.PredictMultiLabel(inputs, destination, ThresholdLogit);
    }

    /// <summary>How well a classifier does on labelled rows, decided as by <see cref="PredictClass"/>.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, each in [0, <see cref="ClassCount"/>).</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0: 2 is the row twice, 0 no row. Default empty: once.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a value is NaN or infinite, a label is not one of the classes, or a weight is out of range.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    [OverloadResolutionPriority(1)]
    public ClassificationMetrics Evaluate(
        Rows<T> inputs, Labels labels, ReadOnlySpan<T> sampleWeights = default)
    {
        ThrowIfNoClasses();
        return Evaluator.Classification(
            Predictor, inputs, Indices(labels), sampleWeights, ClassCount, ThresholdLogit, OutputActivation.GivesProbabilities(OutputCount), ClassNames, FeatureNames);
    }

    /// <summary>How far predictions are from real targets.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, finite.</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0: 2 is the row twice, 0 no row. Default empty: once.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, a weight is out of range, or the network tells classes apart and the
    /// targets are labels: all at the ends of the <see cref="Loss.Targets"/> of the loss.
    /// </exception>
    public RegressionMetrics Evaluate(
        Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> sampleWeights = default) =>
        Evaluator.Regression(Predictor, inputs, targets, sampleWeights, ClassCount > 0 ? _labelTargets ?? Interval.Probability : null, FeatureNames);

    /// <summary>
    /// How well a network with an independent label at each output does, on rows of which each has any number of the labels.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="targets">
    /// At each output of each row <c>[rows x outputs]</c> the high end of the <see cref="Loss.Targets"/> of the loss where
    /// the row has the label (1 for log loss, and after <see cref="Calibrate(Rows{T}, Labels, ReadOnlySpan{T})"/>), else
    /// the low end (0).
    /// </param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0: 2 is the row twice, 0 no row. Default empty: once.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a value is NaN or infinite, a target is at neither end, or a weight is out of range.</exception>
    /// <exception cref="InvalidOperationException">The outputs are compared with each other, or the network is no classifier.</exception>
    public MultiLabelMetrics EvaluateMultiLabel(
        Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> sampleWeights = default)
    {
        Interval range = ThrowIfNoLabelOutputs();
        return Evaluator.Labels(
            Predictor, inputs, targets, sampleWeights, range, ThresholdLogit, OutputActivation.GivesProbabilities(outputs: 1), ClassNames, FeatureNames);
    }

    /// <summary>The shape and the output activation.</summary>
    public override string ToString() => $"{InputCount} inputs, {OutputCount} outputs, {OutputActivation}";

    private void ThrowIfNoClasses()
    {
        if (ClassCount == 0)
        {
            Throw.InvalidOperation_NoClasses(OutputCount, OutputActivation.Name);
        }
    }

    /// <summary>The labels as class indices, which are still to be checked.</summary>
    private ReadOnlySpan<int> Indices(Labels labels) => labels.Indices(nameof(labels), ClassCount, new ClassNameIndex(ClassNames));

    private Interval ThrowIfNoLabelOutputs()
    {
        if (_labelTargets is null)
        {
            Throw.InvalidOperation_NoLabelOutputs(OutputCount, OutputActivation.Name);
        }

        return _labelTargets.Value;
    }
}
