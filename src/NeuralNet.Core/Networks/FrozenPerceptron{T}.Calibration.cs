using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core;

/// <content>From logits to probabilities that can be taken at their word.</content>
public sealed partial class FrozenPerceptron<T>
{
    /// <summary>
    /// Platt scaling: a network whose output activation is the sigmoid, and whose predictions are the probabilities sigmoid(a z + c) that
    /// fit the labels of given rows best, z being the logits of this network. a and c are folded into weights and bias, so
    /// that a prediction costs nothing extra. Use rows that the training did not see: those it saw look too easy.
    /// </summary>
    /// <remarks>
    /// <para>J. Platt, Probabilistic outputs for support vector machines, 1999, who writes 1 / (1 + e^(A z + B)): a is his
    /// -A, c his -B. Labels stand for the targets (N1 + 1) / (N1 + 2) and 1 / (N0 + 2) of N1 rows of class 1 and N0 of class
    /// 0, so that a and c stay finite where the classes are told apart without a mistake. By Newton's method, after H.-T. Lin,
    /// C.-J. Lin and R. C. Weng, A note on Platt's probabilistic outputs for support vector machines, 2007.</para>
    /// <para>a is above 0: rows keep their order. A <see cref="Predictor{T}.ThresholdLogit"/> other than 0 is scaled with the logits,
    /// and so are the classes it tells; 0 stays 0, and now means a probability of one half, so that the class of a row may change.
    /// Names, <see cref="Predictor{T}.InputMeans"/> and <see cref="Predictor{T}.InputScales"/> are those of this network.
    /// <see cref="Predictor{T}.EvaluateMultiLabel"/> takes targets 0 and 1, the ends of a probability,
    /// whatever the <see cref="Loss.Targets"/> of the loss.</para>
    /// </remarks>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, 0 or 1, both present.</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0: 2 is the row twice, 0 no row. Default empty: once.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, a label is neither 0 nor 1, a weight is out of range, all labels or all
    /// logits are the same, a larger logit means a less probable class 1, or no calibration is finite.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network is no classifier, or one with several outputs.</exception>
    public FrozenPerceptron<T> Calibrate(Rows<T> inputs, Labels labels, ReadOnlySpan<T> sampleWeights = default)
    {
        ThrowIfNoClasses();
        if (OutputCount != 1)
        {
            Throw.InvalidOperation_CalibratesOneOutput(OutputCount);
        }

        PlattScaling scaling = Evaluator.Calibration(Forward, inputs, Indices(labels), sampleWeights, FeatureNames);
        T[] scaled = Scaled(Weights, scaling.Slope, 0);
        T[] bias = Scaled(Bias, scaling.Slope, scaling.Intercept);
        T[] baseline = Scaled(_baseline, scaling.Slope, scaling.Intercept);

        // 0 is the default, not a choice: it goes on to mean a probability of one half.
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
