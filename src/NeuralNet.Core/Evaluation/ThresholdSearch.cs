using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core.Evaluation;

/// <summary>Finds the threshold of a binary classifier that serves a goal best.</summary>
internal static class ThresholdSearch
{
    /// <summary>
    /// Tries every threshold that changes a decision on the rows: between two neighboring logits, and beyond both ends. Sorts the logits,
    /// which must be finite; both classes must occur. Empty weights: every row counts once.
    /// </summary>
    public static (T Logit, ThresholdChoice Choice) Best<T>(
        T[] logits, int[] labels, double[] weights, ThresholdGoal goal, bool isProbability)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var scores = new RankedScores(ClassScoring.InDouble(logits), labels, weights);
        Array.Sort(logits);
        double positives = 0, negatives = 0;
        for (int row = 0; row < scores.Rows; row++)
        {
            positives += scores.Label(row) == 1 ? scores.Weight(row) : 0;
            negatives += scores.Label(row) == 1 ? 0 : scores.Weight(row);
        }

        // From the top down, so the highest threshold wins among equals.
        var counts = new ThresholdCounts(0, 0, positives, negatives);
        (ThresholdCounts Counts, int Rows) nearest = (counts, 0);
        (ThresholdCounts Counts, int Rows) best = (counts, 0);
        bool isReached = goal.IsReached(counts);
        int rows = 0;
        foreach (ScoreTie tie in scores.FromTheTop())
        {
            double truePositives = counts.TruePositives + tie.Positives;
            rows += tie.Rows;
            counts = counts with { TruePositives = truePositives, Predicted = counts.Predicted + tie.Positives + tie.Negatives };
            if (!T.IsFinite(Threshold(logits, rows)))
            {
                break;
            }

            nearest = goal.IsNearer(counts, nearest.Counts) ? (counts, rows) : nearest;
            if (goal.IsReached(counts) && (!isReached || goal.IsBetter(counts, best.Counts)))
            {
                best = (counts, rows);
                isReached = true;
            }
        }

        (ThresholdCounts Counts, int Rows) chosen = isReached ? best : nearest;
        T threshold = Threshold(logits, chosen.Rows);
        var choice = new ThresholdChoice(
            ThresholdUnit.FromLogit(double.CreateTruncating(threshold), isProbability),
            isProbability,
            chosen.Counts.Scores.Precision,
            chosen.Counts.Scores.Recall,
            chosen.Counts.Scores.F1,
            chosen.Counts.BalancedAccuracy);
        if (!isReached)
        {
            Throw.Argument_GoalOutOfReach(nameof(goal), goal.Name, choice.ToString());
        }

        return (threshold, choice);
    }

    /// <summary>
    /// Returns a threshold that only the predicted largest of the sorted logits exceed: midway between two logits, or 1 beyond the
    /// largest. Not finite if no number lies below the smallest logit.
    /// </summary>
    private static T Threshold<T>(T[] logits, int predicted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int split = logits.Length - predicted;
        if (split == 0)
        {
            return T.Min(logits[0] - T.One, T.BitDecrement(logits[0]));
        }

        // Above means strictly above, so the lower neighbor works too if no number lies between.
        T low = logits[split - 1];
        T half = T.CreateTruncating(0.5);
        T threshold = split == logits.Length ? low + T.One : (low * half) + (logits[split] * half);
        bool isBetween = T.IsFinite(threshold) && threshold >= low && (split == logits.Length || threshold < logits[split]);
        return isBetween ? threshold : low;
    }
}
