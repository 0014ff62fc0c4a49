using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core;

/// <content>Where a binary classifier draws the line.</content>
public sealed partial class Perceptron<T>
{
    private T _threshold = T.Zero;

    /// <summary>
    /// The probability above which a binary classifier with one output predicts class 1, (0, 1). Default 0.5. Where the output activation
    /// gives no probabilities (it is not the sigmoid), the margin, that is the logit, any finite number, default 0. Decides in
    /// PredictClass, PredictClasses, PredictMultiLabel and the Evaluate members, and is kept by <see cref="Freeze"/> and in files;
    /// learning and Predict know nothing of it.
    /// </summary>
    /// <remarks>
    /// Kept as <see cref="ThresholdLogit"/>, in the precision of T: what is read is the probability of that logit, and may differ
    /// from what was set in the last digits. Above a logit of 36 the largest number below 1 is read.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is no such probability, or to a margin that is not finite.</exception>
    /// <exception cref="InvalidOperationException">Set, and the network does not tell two classes apart by one output, or is in a Fit.</exception>
    public double Threshold
    {
        get => ThresholdUnit.FromLogit(double.CreateTruncating(_threshold), OutputActivation.GivesProbabilities(outputs: 1));
        set
        {
            using Writing writing = BeginWriting();
            ThrowIfNoThreshold();
            T logit = ThresholdUnit.Logit<T>(nameof(Threshold), value, OutputActivation.GivesProbabilities(outputs: 1));

            // What was read stands for the logit there is, to the last bit.
            _threshold = value == Threshold ? _threshold : logit;
        }
    }

    /// <summary>
    /// The same as the logit, finite, to the last bit as decisions compare it and files keep it: for a probability p it is
    /// ln(p / (1 - p)). Default 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to NaN or infinity.</exception>
    /// <exception cref="InvalidOperationException">Set, and the network does not tell two classes apart by one output, or is in a Fit.</exception>
    public T ThresholdLogit
    {
        get => _threshold;
        set
        {
            using Writing writing = BeginWriting();
            ThrowIfNoThreshold();
            if (!T.IsFinite(value))
            {
                Throw.ArgumentOutOfRange_Margin(nameof(ThresholdLogit), value);
            }

            _threshold = value;
        }
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
    /// the goal; <see cref="Threshold"/> is unchanged then.
    /// </exception>
    /// <exception cref="ArgumentNullException">The goal is null.</exception>
    /// <exception cref="InvalidOperationException">The network does not tell two classes apart by one output, is in a Fit, or standardizes its inputs and was never fitted.</exception>
    public ThresholdChoice ChooseThreshold(
        Rows<T> inputs, Labels labels, ThresholdGoal goal, ReadOnlySpan<T> sampleWeights = default)
    {
        using Writing writing = BeginWriting();
        ThrowIfNoThreshold();
        ArgumentNullException.ThrowIfNull(goal);
        (_threshold, ThresholdChoice choice) = Evaluator.Threshold(
            Predictor, inputs, Indices(labels), sampleWeights, goal, OutputActivation.GivesProbabilities(outputs: 1), FeatureNames);
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
