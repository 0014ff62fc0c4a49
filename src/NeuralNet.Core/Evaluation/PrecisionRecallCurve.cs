namespace NeuralNet.Core.Evaluation;

/// <summary>The precision-recall curve of scores with labels 0 and 1, over all thresholds.</summary>
internal static class PrecisionRecallCurve
{
    /// <summary>
    /// Returns the average precision: the sum of precision times the recall gained, from the largest score down, with ties taken
    /// together; null if class 1 has no rows.
    /// </summary>
    public static double? Area(RankedScores scores)
    {
        double area = 0, positives = 0, predicted = 0;
        foreach (ScoreTie tie in scores.FromTheTop())
        {
            positives += tie.Positives;
            predicted += tie.Positives + tie.Negatives;
            area += tie.Positives * positives / predicted;
        }

        return positives == 0 ? null : Math.Min(1, area / positives);
    }
}
