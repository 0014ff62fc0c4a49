namespace NeuralNet.Core.Evaluation;

/// <summary>The receiver operating characteristic of scores against labels 0 and 1.</summary>
internal static class RocCurve
{
    /// <summary>
    /// The area under the curve by ranks, ties given their mean rank (H. B. Mann and D. R. Whitney, 1947); null where one of
    /// the classes has no rows. The scores ascend.
    /// </summary>
    public static double? Area(ReadOnlySpan<double> scores, ReadOnlySpan<int> labels)
    {
        double rankSum = 0;
        long positives = 0;
        int start = 0;
        while (start < scores.Length)
        {
            int end = start;
            long tied = 0;
            while (end < scores.Length && scores[end] == scores[start])
            {
                tied += labels[end++];
            }

            double meanRank = (start + 1.0 + end) / 2;
            rankSum += tied * meanRank;
            positives += tied;
            start = end;
        }

        long negatives = scores.Length - positives;
        return positives == 0 || negatives == 0
            ? null
            : (rankSum - (positives * (positives + 1.0) / 2)) / ((double)positives * negatives);
    }
}
