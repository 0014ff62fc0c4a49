using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <content>Where a binary classifier draws the line.</content>
public sealed partial class Perceptron<T>
{
    private T _threshold = T.Zero;

    /// <summary>
    /// The logit above which a binary classifier with one output predicts class 1, finite. Default 0, a probability of one
    /// half; for a probability p it is ln(p / (1 - p)). Decides in PredictClass, PredictClasses, PredictLabels and the
    /// Evaluate members, and is kept by <see cref="Freeze"/>; learning and Predict know nothing of it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to NaN or infinity.</exception>
    /// <exception cref="InvalidOperationException">Set, and the network does not tell two classes apart by one output, or is in a Fit.</exception>
    public T Threshold
    {
        get => _threshold;
        set
        {
            ThrowIfTraining();
            ThrowIfNoThreshold();
            if (!T.IsFinite(value))
            {
                Throw.ArgumentOutOfRange_Threshold(nameof(Threshold), value);
            }

            _threshold = value;
        }
    }

    /// <summary>
    /// Finds the threshold that serves a goal best on labelled rows, and sets it. Every threshold that decides differently is
    /// tried; the one chosen lies midway between two neighbouring logits, or 1 beyond the last. Choose on rows that the
    /// network was not trained on, and evaluate on others again.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, row-major, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, each 0 or 1, both present.</param>
    /// <param name="goal">What the threshold is for, such as <see cref="ThresholdGoal.BestF1"/>.</param>
    /// <returns>The threshold, and what it does to these rows.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, a label is neither 0 nor 1, all are the same, or no threshold reaches
    /// the goal; <see cref="Threshold"/> is unchanged then.
    /// </exception>
    /// <exception cref="ArgumentNullException">The goal is null.</exception>
    /// <exception cref="InvalidOperationException">The network does not tell two classes apart by one output, is in a Fit, or standardises its inputs and was never fitted.</exception>
    public ThresholdChoice<T> ChooseThreshold(ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels, ThresholdGoal goal)
    {
        ThrowIfTraining();
        ThrowIfNoThreshold();
        ArgumentNullException.ThrowIfNull(goal);
        ThresholdChoice<T> choice = Evaluator.Threshold(Predictor, inputs, labels, goal, FeatureNames);
        _threshold = choice.Threshold;
        return choice;
    }

    private void ThrowIfNoThreshold()
    {
        if (Outputs != 1 || Classes != 2)
        {
            Throw.InvalidOperation_NoThreshold(Outputs, Classes);
        }
    }
}
