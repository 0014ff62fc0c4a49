using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Evaluation;

/// <summary>Finds the threshold of a binary classifier that serves a goal best.</summary>
internal static class ThresholdSearch
{
    /// <summary>
    /// Tries every threshold that decides differently on the rows: between two neighbouring logits, and beyond the last at
    /// either end. Sorts the logits, which are finite, and the labels with them, of which there are both.
    /// </summary>
    public static ThresholdChoice<T> Best<T>(T[] logits, int[] labels, ThresholdGoal goal)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Array.Sort(logits, labels);
        int rows = logits.Length;
        int positives = 0;
        foreach (int label in labels)
        {
            positives += label;
        }

        // From the top down, so that of equals the highest threshold stays.
        var counts = new ThresholdCounts(0, 0, positives, rows);
        ThresholdCounts nearest = counts;
        ThresholdCounts best = counts;
        bool isReached = goal.IsReached(counts);
        while (counts.Predicted < rows)
        {
            counts = WithNextLogit(counts, logits, labels);
            if (!T.IsFinite(Threshold(logits, counts.Predicted)))
            {
                break;
            }

            nearest = goal.IsNearer(counts, nearest) ? counts : nearest;
            if (goal.IsReached(counts) && (!isReached || goal.IsBetter(counts, best)))
            {
                best = counts;
                isReached = true;
            }
        }

        ThresholdChoice<T> choice = Choice(logits, isReached ? best : nearest);
        if (!isReached)
        {
            Throw.Argument_GoalOutOfReach(nameof(goal), goal.Name, choice.ToString());
        }

        return choice;
    }

    /// <summary>The same with the largest logit that is not predicted as class 1 yet, and its equals, predicted so.</summary>
    private static ThresholdCounts WithNextLogit<T>(ThresholdCounts counts, T[] logits, int[] labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int row = logits.Length - counts.Predicted - 1;
        T logit = logits[row];
        int truePositives = counts.TruePositives;
        for (; row >= 0 && logits[row] == logit; row--)
        {
            truePositives += labels[row];
        }

        return counts with { TruePositives = truePositives, Predicted = logits.Length - row - 1 };
    }

    /// <summary>
    /// A threshold below so many of the sorted logits: midway, or 1 beyond the last. Not finite where there is no number
    /// below the least logit.
    /// </summary>
    private static T Threshold<T>(T[] logits, int predicted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int split = logits.Length - predicted;
        if (split == 0)
        {
            return T.Min(logits[0] - T.One, T.BitDecrement(logits[0]));
        }

        // Above means strictly above, so the lower neighbour is a threshold too, where nothing else lies between.
        T low = logits[split - 1];
        T half = T.CreateTruncating(0.5);
        T threshold = split == logits.Length ? low + T.One : (low * half) + (logits[split] * half);
        bool isBetween = T.IsFinite(threshold) && threshold >= low && (split == logits.Length || threshold < logits[split]);
        return isBetween ? threshold : low;
    }

    private static ThresholdChoice<T> Choice<T>(T[] logits, ThresholdCounts counts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            Threshold(logits, counts.Predicted),
            counts.Scores.Precision,
            counts.Scores.Recall,
            counts.Scores.F1,
            counts.BalancedAccuracy);
}
