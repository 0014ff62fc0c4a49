using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Common;
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
/// Predictions, metrics, explanations, shape and names of a network. The base of <see cref="Perceptron{T}"/>,
/// which learns, of <see cref="FrozenPerceptron{T}"/>, which is immutable, and of <see cref="PublishedPerceptron{T}"/>, which a
/// host serves. Predictions allocate nothing, and all three give the same bits.
/// </summary>
/// <remarks>
/// A row gives the same bits alone, in a batch of any size and on every machine. Predictions do not check rows for NaN and infinity:
/// NaN gives NaN, infinity gives NaN or the limit of the output activation. Predictions and metrics of a <see cref="Perceptron{T}"/>
/// that standardizes its inputs throw <see cref="InvalidOperationException"/> before its first Fit.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract partial class Predictor<T> : IPredictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Weights <c>[outputs x inputs]</c>, then bias <c>[outputs]</c>, on the scale of the raw inputs.</summary>
    private readonly AlignedArray<T> _parameters;
    private readonly int _weightCount;
    private readonly double? _quantile;
    private readonly bool _mayAwaitStandardization;
    private ClassNameIndex? _classNameIndex;

    /// <summary>A predictor over parameters that it shares with its caller.</summary>
    /// <param name="traits">Shape, activation and names.</param>
    /// <param name="parameters">The weights, then the bias.</param>
    /// <param name="mayAwaitStandardization">Whether <see cref="ThrowIfNotStandardizedYet"/> must be asked before each prediction.</param>
    private protected Predictor(NetworkTraits traits, AlignedArray<T> parameters, bool mayAwaitStandardization = false)
    {
        _parameters = parameters;
        _weightCount = traits.InputCount * traits.OutputCount;
        OutputFunction = traits.OutputActivation.Bind<T>();
        _mayAwaitStandardization = mayAwaitStandardization;
        InputCount = traits.InputCount;
        OutputCount = traits.OutputCount;
        ClassCount = traits.ClassCount;
        OutputActivation = traits.OutputActivation;
        LabelTargets = traits.LabelTargets;
        _quantile = traits.Quantile;
        FeatureNames = traits.FeatureNames;
        ClassNames = traits.ClassNames;
    }

    /// <summary>A predictor that shares everything with another, which must not change.</summary>
    private protected Predictor(Predictor<T> other, IReadOnlyList<string>? featureNames, IReadOnlyList<string>? classNames)
    {
        _parameters = other._parameters;
        _weightCount = other._weightCount;
        OutputFunction = other.OutputFunction;
        InputCount = other.InputCount;
        OutputCount = other.OutputCount;
        ClassCount = other.ClassCount;
        OutputActivation = other.OutputActivation;
        LabelTargets = other.LabelTargets;
        _quantile = other._quantile;
        FeatureNames = featureNames;
        ClassNames = classNames;
        HasOffsets = other.HasOffsets;
        ThresholdLogit = other.ThresholdLogit;
        Metadata = other.Metadata;
    }

    /// <summary>The number of values in a row, [1, inf).</summary>
    public int InputCount { get; }

    /// <summary>The number of outputs of a row, [1, inf).</summary>
    public int OutputCount { get; }

    /// <summary>The number of classes: 2 for a classifier with one output, otherwise the number of outputs; 0 for a regressor.</summary>
    public int ClassCount { get; }

    /// <summary>The names of the inputs <c>[inputs]</c>; null if they have none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>The names of the classes <c>[classes]</c>, in the order of the labels; null if they have none.</summary>
    public IReadOnlyList<string>? ClassNames { get; private protected set; }

    /// <summary>User metadata saved with the network, such as a version of the data.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private protected set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The activation that turns logits into predictions.</summary>
    public Activation OutputActivation { get; }

    /// <summary>
    /// The weights <c>[outputs x inputs]</c>, row-major, on the scale of the raw inputs. A view, not a copy. Before the first Fit of
    /// a <see cref="Perceptron{T}"/> that standardizes its inputs: the initial weights.
    /// </summary>
    public ReadOnlySpan<T> Weights => _parameters.Span[.._weightCount];

    /// <summary>The bias <c>[outputs]</c> on the scale of the raw inputs; 0 for a network without one. A view, not a copy.</summary>
    public ReadOnlySpan<T> Bias => _parameters.Span[_weightCount..];

    /// <summary>
    /// The mean of each input <c>[inputs]</c> over the rows of the first Fit; empty if inputs are not centered by a standardization, or not yet.
    /// </summary>
    public ReadOnlySpan<T> InputMeans => Standardization is { Centers: true } standardization ? standardization.Means : default;

    /// <summary>
    /// The standard deviation of each input <c>[inputs]</c> over the rows of the first Fit, (0, inf), 1 for a constant input; empty
    /// if inputs are not standardized, or not yet. A weight times its scale is the weight of the standardized input, comparable
    /// between inputs.
    /// </summary>
    public ReadOnlySpan<T> InputScales => Standardization is { } standardization ? standardization.Scales : default;

    /// <summary>
    /// The probability above which a classifier with one output predicts class 1, (0, 1). Default 0.5. If the output activation
    /// gives no probabilities (it is not the sigmoid) it is the margin, that is the logit, default 0.
    /// </summary>
    public double Threshold => ThresholdUnit.FromLogit(double.CreateTruncating(ThresholdLogit), GivesProbabilities(outputs: 1));

    /// <summary>
    /// The exact form of <see cref="Threshold"/>, as decisions compare it and files keep it: the logit, finite. For a probability p
    /// it is ln(p / (1 - p)). Default 0.
    /// </summary>
    public T ThresholdLogit { get; private protected set; }

    /// <summary>
    /// Whether the last Fit, or a step of Learn since then, had <see cref="Examples{T}.Offsets"/>. Then predictions without offsets are those
    /// of an offset of 0, such as the rate of one unit of exposure, and Evaluate, ChooseThreshold and Summarize refuse rows without offsets. Saved
    /// with the network. Default false.
    /// </summary>
    public bool HasOffsets { get; internal set; }

    /// <summary>Mean and scale of the inputs; null for raw inputs, and if they are not learned yet.</summary>
    internal abstract Standardization<T>? Standardization { get; }

    /// <summary>The two targets of an output that has an independent label; null if outputs are not independent labels.</summary>
    private protected Interval? LabelTargets { get; }

    /// <summary>The output activation, bound to T.</summary>
    private protected OutputFunction<T> OutputFunction { get; }

    /// <summary>Shape, activation and names, as they are now.</summary>
    private protected NetworkTraits Traits =>
        new(InputCount, OutputCount, ClassCount, OutputActivation, LabelTargets, FeatureNames, ClassNames) { Quantile = _quantile };

    /// <summary>The metric that the network was trained for. The output activation e^z stands for rates.</summary>
    private OwnMetric OwnMetric => new(_quantile, IsDeviance: OutputActivation == Activation.Exp);

    /// <remarks>Inlined: otherwise each prediction of one row would first write it to memory.</remarks>
    private protected ForwardPass<T> Forward
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_mayAwaitStandardization)
            {
                ThrowIfNotStandardizedYet();
            }

            return new(_parameters.Span, InputCount, OutputCount, OutputFunction);
        }
    }

    /// <summary>Predicts one row, by a network with one output: the output activation of the logit.</summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs.</exception>
    public virtual T Predict(ReadOnlySpan<T> input) => Forward.Predict(input);

    /// <summary>Predicts one or many rows.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives the predictions <c>[rows x outputs]</c>; may be longer. Must overlap neither the inputs nor the offsets.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>: see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <exception cref="ArgumentException">There are no rows, or not whole rows, the destination is too short, or not every row has its offsets.</exception>
    public virtual void Predict(Rows<T> inputs, Span<T> destination, ReadOnlySpan<T> offsets = default)
    {
        ReadOnlySpan<T> values = inputs.Values;
        if (OutputCount == 1 || values.Length != InputCount || destination.Length < OutputCount || !inputs.IsFlat || _mayAwaitStandardization || !offsets.IsEmpty)
        {
            Forward.Predict(in inputs, destination, offsets);
            return;
        }

        // A service predicts a single row again and again: without the general checks it takes half the time.
        destination = destination[..OutputCount];
        Shape.CheckNoOverlap(nameof(destination), destination, values, nameof(inputs));
        OutputFunction.Predict(values, _parameters.Span, destination);
    }

    /// <summary>Computes the logit of one row, by a network with one output: weights times inputs plus bias.</summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs.</exception>
    public virtual T Logit(ReadOnlySpan<T> input) => Forward.Logit(input);

    /// <summary>Computes the logits of one or many rows: weights times inputs plus bias, plus the offset.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives the logits <c>[rows x outputs]</c>; may be longer. Must overlap neither the inputs nor the offsets.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>: see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <exception cref="ArgumentException">There are no rows, or not whole rows, the destination is too short, or not every row has its offsets.</exception>
    public virtual void Logits(Rows<T> inputs, Span<T> destination, ReadOnlySpan<T> offsets = default) =>
        Forward.Logits(in inputs, destination, offsets);

    /// <summary>
    /// Predicts the class of one row. With one output it is 1 if the probability is above <see cref="Threshold"/>, otherwise 0; with
    /// several it is the output with the largest logit, the first of equals. -1 if a logit is NaN.
    /// </summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    public virtual int PredictClass(ReadOnlySpan<T> input)
    {
        ThrowIfNoClasses();
        return Forward.PredictClass(input, ThresholdLogit);
    }

    /// <summary>Predicts the class of one row, as <see cref="PredictClass(ReadOnlySpan{T})"/> does, and returns its name; null if a logit is NaN.</summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier, or has no class names.</exception>
    public string? PredictClassName(ReadOnlySpan<T> input) => Decision.Name(PredictClass(input), ClassNames);

    /// <summary>Predicts the class of each row, as <see cref="PredictClass(ReadOnlySpan{T})"/> does.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives the classes <c>[rows]</c>; may be longer.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>: see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <exception cref="ArgumentException">There are no rows, or not whole rows, the destination is too short, or not every row has its offsets.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    public virtual void PredictClasses(Rows<T> inputs, Span<int> destination, ReadOnlySpan<T> offsets = default)
    {
        ThrowIfNoClasses();
        Forward.PredictClasses(in inputs, destination, ThresholdLogit, offsets);
    }

    /// <summary>
    /// Predicts which labels each row has, by a network with an independent label at each output (log loss, or another loss of
    /// classification that does not compare outputs). A row has a label if the logit is above 0, a probability of one half; with one
    /// output above <see cref="Threshold"/>. A logit that is NaN gives no label.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives whether a row has a label <c>[rows x outputs]</c>; may be longer.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>: see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <exception cref="ArgumentException">There are no rows, or not whole rows, the destination is too short, or not every row has its offsets.</exception>
    /// <exception cref="InvalidOperationException">The outputs are compared with each other, or the network is no classifier.</exception>
    public virtual void PredictMultiLabel(Rows<T> inputs, Span<bool> destination, ReadOnlySpan<T> offsets = default)
    {
        ThrowIfNoLabelOutputs();
        Forward.PredictMultiLabel(in inputs, destination, ThresholdLogit, offsets);
    }

    /// <summary>
    /// Checks a row from outside: it must have as many values as the network has inputs, all of them finite. Use it to tell the
    /// sender what is wrong; predictions check only the length. Allocates nothing for a valid row.
    /// </summary>
    /// <param name="row">The row; it should be <c>[inputs]</c>.</param>
    /// <param name="error">What is wrong, with the index and the name of the input, and the cure; null for a valid row.</param>
    /// <returns>Whether the row is valid.</returns>
    public bool TryCheck(ReadOnlySpan<T> row, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (row.Length != InputCount)
        {
            error = FeatureNames is null
                ? Invariant($"The row has {Shown.Count(row.Length, "value")}, and the network has {Shown.Count(InputCount, "input")}. Send one row of {Shown.Count(InputCount, "value")}.")
                : row.Length < InputCount
                    ? Invariant($"The row has {Shown.Count(row.Length, "value")}, and the network has {Shown.Count(InputCount, "input")}: '{Shown.Text(FeatureNames[row.Length])}' is the first without a value. Send one row of {Shown.Count(InputCount, "value")}.")
                    : Invariant($"The row has {Shown.Count(row.Length, "value")}, and the network has {Shown.Count(InputCount, "input")}: '{Shown.Text(FeatureNames[InputCount - 1])}' is the last. Send one row of {Shown.Count(InputCount, "value")}.");
        }
        else if (Finite.IndexOfNonFinite(row) is >= 0 and var index)
        {
            string input = FeatureNames is null ? Invariant($"at {index}") : Invariant($"'{Shown.Text(FeatureNames[index])}' at {index}");
            error = Invariant($"The value {input} of the row is {row[index]}; it must be finite{Throw.MissingInputs}.");
        }

        return error is null;
    }

    /// <summary>Rejects predictions while mean and scale of the inputs are still to be learned.</summary>
    private protected virtual void ThrowIfNotStandardizedYet()
    {
    }

    /// <summary>Rejects rows without offsets if the network was trained with some.</summary>
    private protected void ThrowIfForgotten(ReadOnlySpan<T> offsets)
    {
        if (HasOffsets && offsets.IsEmpty)
        {
            Throw.Argument_ForgottenOffsets(nameof(offsets));
        }
    }

    private protected void ThrowIfNoClasses()
    {
        if (ClassCount == 0)
        {
            Throw.InvalidOperation_NoClasses(OutputCount, OutputActivation.Name);
        }
    }

    private protected bool GivesProbabilities(int outputs) => OutputActivation.GivesProbabilities(outputs);

    /// <summary>Returns the labels as class indices, not checked yet.</summary>
    private protected ReadOnlySpan<int> Indices(Labels labels) => labels.Indices(
        nameof(labels), ClassCount, _classNameIndex is { } index && index.Names == ClassNames ? index : _classNameIndex = new(ClassNames));

    private Interval ThrowIfNoLabelOutputs()
    {
        if (LabelTargets is null)
        {
            Throw.InvalidOperation_NoLabelOutputs(OutputCount, OutputActivation.Name);
        }

        return LabelTargets.Value;
    }
}
