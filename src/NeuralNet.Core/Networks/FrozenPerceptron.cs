using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>Creates frozen networks from given weights, and loads them from files.</summary>
public static partial class FrozenPerceptron
{
    /// <summary>Creates a frozen network with the given weights and bias, which are copied.</summary>
    /// <remarks>
    /// By default the output activation determines the kind of network. Sigmoid and step: a binary classifier with one output, a
    /// multi-label classifier with several. Softmax: a classifier with one class for each output. Any other: a regressor.
    /// </remarks>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The number of values in a row, [1, inf).</param>
    /// <param name="weights">The weights <c>[outputs x inputs]</c>, row-major, finite.</param>
    /// <param name="bias">The bias <c>[outputs]</c>, finite; empty for 0.</param>
    /// <param name="outputActivation">The activation that turns logits into predictions.</param>
    /// <param name="thresholdLogit">
    /// The logit above which a binary classifier with one output predicts class 1, finite: the exact form of
    /// <see cref="Predictor{T}.Threshold"/>. Default 0, a probability of one half.
    /// </param>
    /// <param name="featureNames">The names of the inputs <c>[inputs]</c>, all different, not blank. Default null: no names.</param>
    /// <param name="classNames">
    /// The names of the classes <c>[classes]</c>, in the order of the labels, all different, not blank: two for one output, otherwise
    /// one for each output. With class names the network is a classifier, with any output activation. Default null: no names.
    /// </param>
    /// <param name="isClassifier">
    /// Whether the network is a classifier: true for margins without names, false for a regressor with a sigmoid. Default null: the
    /// output activation and the names determine it.
    /// </param>
    /// <exception cref="ArgumentNullException">The output activation is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">inputs is below 1, there are too many weights, or the threshold is NaN or infinite.</exception>
    /// <exception cref="ArgumentException">
    /// A length does not fit, a value is NaN or infinite, a name is blank or repeated, softmax has one output, a regressor has class
    /// names, or a threshold is given for a network that is no binary classifier with one output.
    /// </exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static FrozenPerceptron<T> FromWeights<T>(
        int inputs,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> bias,
        Activation outputActivation,
        T thresholdLogit = default,
        IEnumerable<string>? featureNames = null,
        IEnumerable<string>? classNames = null,
        bool? isClassifier = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        Throw.IfNotPositive(inputs);
        ArgumentNullException.ThrowIfNull(outputActivation);
        int outputs = bias.IsEmpty ? Shape.Rows(nameof(weights), weights.Length, inputs) : bias.Length;
        if (!WeightCheck.Fits(inputs, outputs))
        {
            Throw.ArgumentOutOfRange_TooManyWeights(nameof(inputs), inputs, outputs, typeof(T).Name, Unsafe.SizeOf<T>());
        }

        WeightCheck.Check(weights, bias, inputs, outputs, hasBias: true);
        bool isSoftmax = ReferenceEquals(outputActivation, Activation.Softmax);
        if (isSoftmax && outputs == 1)
        {
            Throw.Argument_SoftmaxOfOneOutput(nameof(outputActivation));
        }

        if (isClassifier == false && classNames is not null)
        {
            Throw.Argument_NamesOfNoClasses(nameof(classNames));
        }

        bool hasClasses = isClassifier ?? (classNames is not null || isSoftmax
            || ReferenceEquals(outputActivation, Activation.Sigmoid) || ReferenceEquals(outputActivation, Activation.Step));
        int classes = !hasClasses ? 0 : outputs == 1 ? 2 : outputs;
        if (!T.IsFinite(thresholdLogit))
        {
            Throw.ArgumentOutOfRange_Margin(nameof(thresholdLogit), thresholdLogit);
        }

        if (thresholdLogit != T.Zero && (outputs != 1 || classes != 2))
        {
            Throw.Argument_NoThreshold(nameof(thresholdLogit), outputs, classes);
        }

        var traits = new NetworkTraits(
            inputs,
            outputs,
            classes,
            outputActivation,
            hasClasses && !isSoftmax ? Interval.Probability : null,
            featureNames is null ? null : NameCheck.Copy(nameof(featureNames), [.. featureNames], inputs, "one for each input"),
            classNames is null ? null : NameCheck.Copy(nameof(classNames), [.. classNames], classes, "one for each class"));
        T[] ownBias = bias.IsEmpty ? new T[outputs] : bias.ToArray();
        return new FrozenPerceptron<T>(traits, weights, ownBias, ownBias, thresholdLogit);
    }
}
