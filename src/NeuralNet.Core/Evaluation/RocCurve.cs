namespace NeuralNet.Core.Evaluation;

/// <summary>The receiver operating characteristic of scores with labels 0 and 1.</summary>
internal static class RocCurve
{
    /// <summary>
    /// Returns the area under the curve: the share, by weight, of the pairs of a row of class 1 and a row of class 0 in which the first
    /// has the larger score, ties counted half (H. B. Mann and D. R. Whitney, 1947); null if one of the classes has no rows.
    /// </summary>
    public static double? Area(RankedScores scores)
    {
        double area = 0, positives = 0, negatives = 0;
        foreach (ScoreTie tie in scores.FromTheTop())
        {
            // Without weights these are whole numbers or halves, so only the division rounds.
            area += tie.Negatives * (positives + (tie.Positives / 2));
            positives += tie.Positives;
            negatives += tie.Negatives;
        }

        return positives == 0 || negatives == 0 ? null : Math.Min(1, area / (positives * negatives));
    }
}
