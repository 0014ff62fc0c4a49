namespace NeuralNet.Core.Evaluation;

/// <summary>Precision against recall of scores against labels 0 and 1, over all thresholds.</summary>
internal static class PrecisionRecallCurve
{
    /// <summary>
    /// The average precision: the sum of precision times the recall gained, from the largest score down, ties together; null
    /// where class 1 has no rows. The scores ascend.
    /// </summary>
    public static double? Area(ReadOnlySpan<double> scores, ReadOnlySpan<int> labels)
    {
        double area = 0;
        long positives = 0;
        int end = scores.Length;
        while (end > 0)
        {
            int start = end;
            long tied = 0;
            while (start > 0 && scores[start - 1] == scores[end - 1])
            {
                tied += labels[--start];
            }

            positives += tied;
            area += (double)tied * positives / (scores.Length - start);
            end = start;
        }

        return positives == 0 ? null : area / positives;
    }
}
