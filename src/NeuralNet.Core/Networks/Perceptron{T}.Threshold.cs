using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core;

/// <content>Where a binary classifier draws the line.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>
    /// Sets <see cref="Predictor{T}.Threshold"/>, which decides in PredictClass, PredictClasses, PredictMultiLabel and the Evaluate
    /// methods. <see cref="Freeze"/> and files keep it; learning and Predict do not use it.
    /// </summary>
    /// <remarks>
    /// Kept as <see cref="Predictor{T}.ThresholdLogit"/>, in the precision of T. The threshold that is read is the probability of that
    /// logit, and may differ from the one set in its last digits. Above a logit of 36 the largest number below 1 is read.
    /// </remarks>
    /// <param name="threshold">
    /// The probability above which a row is of class 1, (0, 1); if the output activation gives no probabilities, the margin, finite.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is no such probability, or not a finite margin.</exception>
    /// <exception cref="InvalidOperationException">The network does not tell two classes apart by one output, or is in a Fit.</exception>
    public void SetThreshold(double threshold)
    {
        using Writing writing = BeginWriting();
        ThrowIfNoThreshold();
        T logit = ThresholdUnit.Logit<T>(nameof(threshold), threshold, GivesProbabilities(outputs: 1));

        // The threshold that was read stands for the logit there is, to the last bit.
        ThresholdLogit = threshold == Threshold ? ThresholdLogit : logit;
    }

    /// <summary>Sets <see cref="Predictor{T}.ThresholdLogit"/>, the exact form of the threshold.</summary>
    /// <param name="thresholdLogit">The logit above which a row is of class 1, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The logit is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The network does not tell two classes apart by one output, or is in a Fit.</exception>
    public void SetThresholdLogit(T thresholdLogit)
    {
        using Writing writing = BeginWriting();
        ThrowIfNoThreshold();
        if (!T.IsFinite(thresholdLogit))
        {
            Throw.ArgumentOutOfRange_Margin(nameof(thresholdLogit), thresholdLogit);
        }

        ThresholdLogit = thresholdLogit;
    }

    /// <summary>
    /// Finds the threshold that serves a goal best on labelled rows, and sets it. Every threshold that decides differently is
    /// tried; the one chosen lies midway between two neighboring logits, or 1 beyond the last. Choose on rows that the
    /// network was not trained on, and evaluate on others again.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, each 0 or 1, both present.</param>
    /// <param name="goal">What the threshold is for, such as <see cref="ThresholdGoal.BestF1"/>.</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0: 2 is the row twice, 0 no row. Default empty: once.</param>
    /// <returns>The threshold, and what it does to these rows.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, a label is neither 0 nor 1, all are the same, or no threshold reaches
    /// the goal; <see cref="Predictor{T}.Threshold"/> is unchanged then.
    /// </exception>
    /// <exception cref="ArgumentNullException">The goal is null.</exception>
    /// <exception cref="InvalidOperationException">The network does not tell two classes apart by one output, is in a Fit, or standardizes its inputs and was never fitted.</exception>
    public ThresholdChoice ChooseThreshold(
        Rows<T> inputs, Labels labels, ThresholdGoal goal, ReadOnlySpan<T> sampleWeights = default)
    {
        using Writing writing = BeginWriting();
        ThrowIfNoThreshold();
        ArgumentNullException.ThrowIfNull(goal);
        (ThresholdLogit, ThresholdChoice choice) = Evaluator.Threshold(
            Forward, inputs, Indices(labels), sampleWeights, goal, GivesProbabilities(outputs: 1), FeatureNames);
        return choice;
    }

    private void ThrowIfNoThreshold()
    {
        if (OutputCount != 1 || ClassCount != 2)
        {
            Throw.InvalidOperation_NoThreshold(OutputCount, ClassCount);
        }
    }
}
