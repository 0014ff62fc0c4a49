using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core;

/// <content>Calibration: turns logits into reliable probabilities.</content>
public sealed partial class FrozenPerceptron<T>
{
    /// <summary>
    /// Calibrates the network by Platt scaling. Returns a network with a sigmoid output activation, whose predictions are the
    /// probabilities sigmoid(a z + c) that best fit the labels of the given rows; z are the logits of this network. a and c are folded
    /// into weights and bias, so predictions cost nothing extra. Use rows that were not used for training: on those, the network looks
    /// more certain than it is.
    /// </summary>
    /// <remarks>
    /// <para>J. Platt, Probabilistic outputs for support vector machines, 1999. In his form 1 / (1 + e^(A z + B)), a is -A and c is -B.
    /// For N1 rows of class 1 and N0 rows of class 0, the targets of the labels are (N1 + 1) / (N1 + 2) and 1 / (N0 + 2). They keep a and
    /// c finite even if the logits separate the classes perfectly. Solved by Newton's method, after H.-T. Lin, C.-J. Lin and R. C. Weng,
    /// A note on Platt's probabilistic outputs for support vector machines, 2007.</para>
    /// <para>a is above 0, so rows keep their order. A <see cref="Predictor{T}.ThresholdLogit"/> other than 0 is scaled with the logits,
    /// and predicted classes stay the same. A threshold of 0 stays 0 and now means a probability of one half, so the class of a row may
    /// change. Names, <see cref="Predictor{T}.InputMeans"/> and <see cref="Predictor{T}.InputScales"/> are those of this network.
    /// <see cref="Predictor{T}.EvaluateMultiLabel"/> takes targets 0 and 1, even if the <see cref="Loss.Targets"/> of the loss
    /// differ.</para>
    /// </remarks>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, 0 or 1, both present.</param>
    /// <param name="sampleWeights">The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: 1.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, a label is neither 0 nor 1, a weight is out of range, all labels or all
    /// logits are the same, larger logits mean a less probable class 1, or no calibration is finite.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network is no classifier, has several outputs, or was trained with offsets, which the calibration would have to scale too.</exception>
    public FrozenPerceptron<T> Calibrate(Rows<T> inputs, Labels labels, ReadOnlySpan<T> sampleWeights = default)
    {
        ThrowIfNoClasses();
        if (OutputCount != 1)
        {
            Throw.InvalidOperation_CalibratesOneOutput(OutputCount);
        }

        if (HasOffsets)
        {
            Throw.InvalidOperation_CalibratesNoOffsets();
        }

        PlattScaling scaling = Evaluator.Calibration(Forward, inputs, Indices(labels), sampleWeights, FeatureNames);
        T[] scaled = Scaled(Weights, scaling.Slope, 0);
        T[] bias = Scaled(Bias, scaling.Slope, scaling.Intercept);
        T[] baseline = Scaled(_baseline, scaling.Slope, scaling.Intercept);

        // 0 is the default, not a choice: it keeps the meaning of a probability of one half.
        T threshold = ThresholdLogit == T.Zero ? T.Zero : Scaled([ThresholdLogit], scaling.Slope, scaling.Intercept)[0];
        if (!Finite.All<T>(scaled) || !Finite.All<T>(bias) || !Finite.All<T>(baseline) || !T.IsFinite(threshold))
        {
            Throw.Argument_NotCalibratable(nameof(inputs), typeof(T).Name);
        }

        NetworkTraits traits = Traits with { OutputActivation = Activation.Sigmoid, LabelTargets = Interval.Probability };
        return new FrozenPerceptron<T>(traits, scaled, bias, baseline, threshold, Standardization, Metadata);
    }

    private static T[] Scaled(ReadOnlySpan<T> values, double slope, double intercept) =>
        Array.ConvertAll(
            values.ToArray(), value => T.CreateTruncating((slope * double.CreateTruncating(value)) + intercept));
}
