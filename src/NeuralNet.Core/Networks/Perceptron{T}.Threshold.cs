using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core;

/// <content>The threshold of a binary classifier.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>
    /// Sets <see cref="Predictor{T}.Threshold"/>, which decides in PredictClass, PredictClasses, PredictMultiLabel and the Evaluate
    /// methods. <see cref="Freeze"/> and files keep it; learning and Predict do not use it.
    /// </summary>
    /// <remarks>
    /// Stored as <see cref="Predictor{T}.ThresholdLogit"/>, in the precision of T. <see cref="Predictor{T}.Threshold"/> returns the
    /// probability of that logit, which may differ in its last digits from the value set. Above a logit of 36 it is the largest number
    /// below 1.
    /// </remarks>
    /// <param name="threshold">
    /// The probability above which a row is of class 1, (0, 1); if the output activation gives no probabilities, the margin, finite.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in (0, 1), or the margin is not finite.</exception>
    /// <exception cref="InvalidOperationException">The network is no binary classifier with one output, or is in a Fit.</exception>
    public void SetThreshold(double threshold)
    {
        using Writing writing = BeginWriting();
        ThrowIfNoThreshold();
        T logit = ThresholdUnit.Logit<T>(nameof(threshold), threshold, GivesProbabilities(outputs: 1));

        // Setting the value that was read must not change the logit by rounding.
        ThresholdLogit = threshold == Threshold ? ThresholdLogit : logit;
    }

    /// <summary>Sets <see cref="Predictor{T}.ThresholdLogit"/>, the exact form of the threshold.</summary>
    /// <param name="thresholdLogit">The logit above which a row is of class 1, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The logit is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The network is no binary classifier with one output, or is in a Fit.</exception>
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
    /// Finds the threshold that best meets a goal on labeled rows, and sets it. Tries every threshold that changes a decision; the result
    /// lies midway between two neighboring logits, or 1 beyond the last. Choose the threshold on rows that were not used for training,
    /// and evaluate it on other rows again.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, each 0 or 1, both present.</param>
    /// <param name="goal">The goal, such as <see cref="ThresholdGoal.BestF1"/>.</param>
    /// <param name="sampleWeights">The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: 1.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>, finite: see <see cref="Examples{T}.Offsets"/>. Default empty: 0, refused if the network <see cref="Predictor{T}.HasOffsets"/>.</param>
    /// <returns>The threshold, and its metrics on these rows.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, offsets are missing, a weight is out of range, a label is neither 0 nor 1, all labels are the same, or no
    /// threshold reaches the goal. <see cref="Predictor{T}.Threshold"/> stays unchanged.
    /// </exception>
    /// <exception cref="ArgumentNullException">The goal is null.</exception>
    /// <exception cref="InvalidOperationException">The network is no binary classifier with one output, is in a Fit, or standardizes its inputs and was never fitted.</exception>
    public ThresholdChoice ChooseThreshold(
        Rows<T> inputs, Labels labels, ThresholdGoal goal, ReadOnlySpan<T> sampleWeights = default, ReadOnlySpan<T> offsets = default)
    {
        using Writing writing = BeginWriting();
        ThrowIfNoThreshold();
        ArgumentNullException.ThrowIfNull(goal);
        ThrowIfForgotten(offsets);
        (ThresholdLogit, ThresholdChoice choice) = Evaluator.Threshold(
            Forward, inputs, Indices(labels), sampleWeights, offsets, goal, GivesProbabilities(outputs: 1), FeatureNames);
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
