using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>Where a <see cref="FrozenPerceptron{T}"/> comes from that was not trained here: a file, or numbers.</summary>
public static partial class FrozenPerceptron
{
    /// <summary>
    /// The predictor with the given numbers. By its link it is a classifier (sigmoid and step: of two classes with one output,
    /// otherwise with an independent label at each; softmax: of as many classes as outputs) or, with any other link, a
    /// regressor, unless classes are named: then its logits decide.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The numbers in a row, [1, inf).</param>
    /// <param name="weights">The weights <c>[outputs x inputs]</c>, row-major, finite.</param>
    /// <param name="bias">The bias <c>[outputs]</c>, finite; it tells how many outputs there are.</param>
    /// <param name="link">The activation that predictions pass through.</param>
    /// <param name="threshold">The logit above which class 1 is predicted, of two classes with one output, finite. Default 0.</param>
    /// <param name="featureNames">The names of the inputs <c>[inputs]</c>. Default null: none.</param>
    /// <param name="classNames">The names of the classes, that of label 0 first: two for one output, otherwise one for each. Default null: none.</param>
    /// <exception cref="ArgumentNullException">There is no link.</exception>
    /// <exception cref="ArgumentOutOfRangeException">inputs is below 1, or there are too many weights for one array.</exception>
    /// <exception cref="ArgumentException">A length does not fit, a value is NaN or infinite, a name is blank or given twice, or a threshold is given where there are not two classes with one output.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static FrozenPerceptron<T> FromWeights<T>(
        int inputs,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> bias,
        Activation link,
        T threshold = default,
        IReadOnlyList<string>? featureNames = null,
        IReadOnlyList<string>? classNames = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        Throw.IfNotPositive(inputs);
        ArgumentNullException.ThrowIfNull(link);
        int outputs = bias.Length;
        if (outputs == 0)
        {
            Throw.Argument_Empty(nameof(bias));
        }

        WeightCheck.Check(weights, bias, inputs, outputs, hasBias: true);
        bool couplesOutputs = ReferenceEquals(link, Activation.Softmax);
        if (couplesOutputs && outputs == 1)
        {
            throw new ArgumentException("bias tells of one output, and softmax compares the outputs of a row. Use Activation.Sigmoid, or two outputs and more.", nameof(bias));
        }

        bool isClassifier = couplesOutputs || classNames is not null
            || ReferenceEquals(link, Activation.Sigmoid) || ReferenceEquals(link, Activation.Step);
        int classes = !isClassifier ? 0 : outputs == 1 ? 2 : outputs;
        if (!T.IsFinite(threshold))
        {
            Throw.ArgumentOutOfRange_Threshold(nameof(threshold), threshold);
        }

        if (threshold != T.Zero && (outputs != 1 || classes != 2))
        {
            Throw.InvalidOperation_NoThreshold(outputs, classes);
        }

        return new FrozenPerceptron<T>(
            weights,
            bias.ToArray(),
            bias.ToArray(),
            inputs,
            classes,
            threshold,
            isClassifier && !couplesOutputs ? Interval.Probability : null,
            link,
            link.Bind<T>())
        {
            FeatureNames = featureNames is null
                ? null
                : NameCheck.Copy(nameof(featureNames), [.. featureNames], inputs, "one for each input"),
            ClassNames = classNames is null
                ? null
                : NameCheck.Copy(nameof(classNames), [.. classNames], classes, "one for each class"),
        };
    }
}
