using System.Runtime.CompilerServices;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Statistics;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>The summary of a regression.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>
    /// Summarizes a fitted regression as R's <c>summary</c> does: standard errors, t or z values, p values and confidence intervals of the
    /// weights, on the scale of the raw inputs, and log likelihood, deviance and AIC. For <see cref="Loss.HalfSquaredError"/>,
    /// <see cref="Loss.LogLoss"/>, <see cref="Loss.Poisson"/> and <see cref="Loss.SoftmaxCrossEntropy"/>, without a penalty, on the rows
    /// that the network was trained on until the optimum, by any optimizer. The network does not change.
    /// </summary>
    /// <remarks>
    /// Refused where the numbers would mislead: with a penalty, class weights or a weight at its bound, for other losses, for several independent outputs, for
    /// rows at whose optimum the weights are not (farther than 0.01 standard errors), for inputs that repeat others, for classes that the
    /// weights separate, for an exact fit, and for no more rows than weights. All sums are in double, in the order of the rows.
    /// </remarks>
    /// <param name="inputs">The rows of the last Fit <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss; classes, not probabilities, for a classifier.</param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, also in the degrees of freedom, where R's
    /// <c>lm</c> counts it once; 0 leaves it out. Default empty: 1.
    /// </param>
    /// <param name="level">The level of the confidence intervals, (0, 1). Default 0.95.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>, finite: those of the last Fit, see <see cref="Examples{T}.Offsets"/>. Default empty: 0, refused if the network <see cref="Predictor{T}.HasOffsets"/>.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN, infinite or out of range, offsets are missing, there are no more rows than weights, inputs repeat others, the weights
    /// separate the classes, a class has no rows, targets are probabilities, or the fit is exact.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1).</exception>
    /// <exception cref="InvalidOperationException">
    /// The network has another loss, a penalty, class weights or several independent outputs, is not fitted, a weight is at a bound, or the
    /// weights are not at the optimum of these rows.
    /// </exception>
    public RegressionSummary<T> Summarize(
        Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> sampleWeights = default, double level = Defaults.ConfidenceLevel, ReadOnlySpan<T> offsets = default)
    {
        ModelFamily family = CheckSummarizable(level);
        int rows = _checker.Rows(inputs);
        var examples = new ExampleSpan<T>(inputs, _checker.Targets(targets, rows), default, rows) { Weights = sampleWeights, Offsets = offsets };
        return Summarize(examples, family, level);
    }

    /// <summary>Summarizes a fitted classifier on labeled rows.</summary>
    /// <inheritdoc cref="Summarize(Rows{T}, Rows{T}, ReadOnlySpan{T}, double, ReadOnlySpan{T})"/>
    /// <param name="inputs">The rows of the last Fit <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, each in [0, <see cref="Predictor{T}.ClassCount"/>), all present.</param>
    /// <param name="sampleWeights">The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: 1.</param>
    /// <param name="level">The level of the confidence intervals, (0, 1). Default 0.95.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>, finite: those of the last Fit, see <see cref="Examples{T}.Offsets"/>. Default empty: 0, refused if the network <see cref="Predictor{T}.HasOffsets"/>.</param>
    [OverloadResolutionPriority(1)]
    public RegressionSummary<T> Summarize(
        Rows<T> inputs, Labels labels, ReadOnlySpan<T> sampleWeights = default, double level = Defaults.ConfidenceLevel, ReadOnlySpan<T> offsets = default)
    {
        ThrowIfNoClasses();
        ModelFamily family = CheckSummarizable(level);
        int rows = _checker.Rows(inputs);
        var examples = new ExampleSpan<T>(inputs, default, _checker.Labels(labels, rows), rows) { Weights = sampleWeights, Offsets = offsets };
        return Summarize(examples, family, level);
    }

    private RegressionSummary<T> Summarize(in ExampleSpan<T> rows, ModelFamily family, double level)
    {
        ThrowIfForgotten(rows.Offsets);
        TargetCheck.Weights("sampleWeights", rows.Weights, rows.Rows);
        TargetCheck.Offsets("offsets", rows.Offsets, rows.Rows, OutputCount);
        CheckSet(rows, ClassCount > 0);
        var traits = new ModelTraits(Description.HasBias, Description.Optimizer.RankTolerance, _heldOut, FeatureNames, ClassNames);
        return new(Estimation.Run(rows, PredictorInDouble(), Description.Loss.Curvature!, family, traits), level);
    }

    /// <summary>Returns the logits in double, at the weights on the scale of training: they have more digits than those of raw inputs.</summary>
    private LinearPredictor PredictorInDouble()
    {
        ReadOnlySpan<T> values = _parameters.Predicting;
        var weights = new double[InputCount * OutputCount];
        var starts = new double[OutputCount];
        var origins = new double[InputCount];
        for (int index = 0; index < weights.Length; index++)
        {
            int input = index % InputCount;
            T scale = Standardization is { } standardization ? standardization.InverseScales[input] : T.One;
            weights[index] = double.CreateTruncating(values[index]) * double.CreateTruncating(scale);
            origins[input] = Standardization is { } centering ? double.CreateTruncating(centering.Means[input]) : 0;
        }

        for (int output = 0; output < OutputCount; output++)
        {
            starts[output] = double.CreateTruncating(values[weights.Length + output]);
        }

        return new(weights, starts, origins);
    }

    /// <summary>
    /// Rejects networks whose standard errors are not known, and levels out of range. Returns the distribution of the targets.
    /// </summary>
    private ModelFamily CheckSummarizable(double level)
    {
        if (!(level > 0 && level < 1))
        {
            Throw.ArgumentOutOfRange_Outside(nameof(level), level, "(0, 1)", "0.95 is usual.");
        }

        Loss loss = Description.Loss;
        ModelFamily? family = loss == Loss.HalfSquaredError ? ModelFamily.Gaussian
            : loss == Loss.LogLoss ? ModelFamily.Binomial
            : loss == Loss.Poisson ? ModelFamily.Poisson
            : loss == Loss.SoftmaxCrossEntropy ? ModelFamily.Multinomial
            : null;
        if (family is null)
        {
            Throw.InvalidOperation_NoSummary($"the loss '{loss.Name}' is no likelihood. Use Loss.HalfSquaredError, Loss.LogLoss, Loss.Poisson or Loss.SoftmaxCrossEntropy");
        }

        if (OutputCount > 1 && !loss.CouplesOutputs)
        {
            Throw.InvalidOperation_NoSummary($"its {OutputCount} outputs are independent, so they are {OutputCount} regressions. Train a network with one output for each: its weights are the same");
        }

        if (Description.Penalizes)
        {
            Throw.InvalidOperation_NoSummary($"the penalty '{Description.Penalty}' moves its weights away from those that fit the rows best, by more than a standard error shows. Train it without WithPenalty");
        }

        if (Description.BalancesClasses || Description.ClassWeights is not null)
        {
            Throw.InvalidOperation_NoSummary("its class weights count rows that do not exist. Train it without WithClassWeights and WithBalancedClasses, and choose the threshold for rare classes");
        }

        ThrowIfNotStandardizedYet();
        if (_parameters.Bounds?.FindAtBound(Weights) is >= 0 and var held)
        {
            string input = FeatureNames is { } names ? $"'{Shown.Text(names[held % InputCount])}'" : Invariant($"{held % InputCount}");
            string output = OutputCount == 1 ? string.Empty : ClassNames is { } classes ? $" of '{Shown.Text(classes[held / InputCount])}'" : Invariant($" of output {held / InputCount}");
            Throw.InvalidOperation_NoSummary(Invariant($"the weight of input {input}{output} is at its bound, {Weights[held]}, and standard errors are those of weights that rows alone determine. Train it without WithWeightBounds, or leave out this input if its bound is 0"));
        }

        if (!_parameters.AreFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("a summary");
        }

        return family.Value;
    }
}
