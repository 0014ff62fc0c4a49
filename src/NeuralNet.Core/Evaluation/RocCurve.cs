namespace NeuralNet.Core.Evaluation;

/// <summary>The receiver operating characteristic of scores against labels 0 and 1.</summary>
internal static class RocCurve
{
    /// <summary>
    /// The area under the curve: the share of the pairs of a row of class 1 and one of class 0, by their weights, in which the
    /// first has the larger score, ties counted half (H. B. Mann and D. R. Whitney, 1947); null where one of the classes has no
    /// rows.
    /// </summary>
    public static double? Area(RankedScores scores)
    {
        double area = 0, positives = 0, negatives = 0;
        foreach (ScoreTie tie in scores.FromTheTop())
        {
            // Whole numbers, halved at the most: without weights nothing is rounded before the division.
            area += tie.Negatives * (positives + (tie.Positives / 2));
            positives += tie.Positives;
            negatives += tie.Negatives;
        }

        return positives == 0 || negatives == 0 ? null : Math.Min(1, area / (positives * negatives));
    }
}
