namespace NeuralNet.Core.Evaluation;

/// <summary>The scores of rows for each of many classes, in the portions in which they were added.</summary>
internal sealed class OneVersusRest(IReadOnlyList<OneVersusRest.Portion> portions)
{
    public IReadOnlyList<Portion> Portions { get; } = portions;

    /// <summary>
    /// Returns the mean area under the receiver operating characteristic of each class against the rest. Every class must have rows.
    /// </summary>
    public double MeanRocArea(int classes)
    {
        int rows = Portions.Sum(portion => portion.Labels.Length);
        bool areWeighted = Portions.Any(portion => portion.Weights.Length > 0);
        double mean = 0;
        for (int label = 0; label < classes; label++)
        {
            var scores = new double[rows];
            var isOwn = new int[rows];
            var weights = new double[areWeighted ? rows : 0];
            int at = 0;
            foreach (Portion portion in Portions)
            {
                for (int row = 0; row < portion.Labels.Length; row++, at++)
                {
                    scores[at] = portion.Scores.Get(row, label);
                    isOwn[at] = portion.Labels[row] == label ? 1 : 0;
                    if (areWeighted)
                    {
                        weights[at] = portion.Weights.Length == 0 ? 1 : portion.Weights[row];
                    }
                }
            }

            mean += (RocCurve.Area(new RankedScores(scores, isOwn, weights)) ?? 0) / classes;
        }

        return mean;
    }

    /// <summary>Rows with their labels, and their weights; empty weights: every row counts once.</summary>
    public sealed record Portion(ClassScores Scores, int[] Labels, double[] Weights);
}
