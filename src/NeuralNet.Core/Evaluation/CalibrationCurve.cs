using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Evaluation;

/// <summary>Compares predicted probabilities with observed frequencies.</summary>
internal static class CalibrationCurve
{
    /// <summary>Returns the bins of equal width that have rows, in ascending order. The scores are logits or probabilities.</summary>
    public static CalibrationBin[] Compute(RankedScores scores, ScoreKind kind, int bins)
    {
        var curve = new List<CalibrationBin>();
        for (int row = 0; row < scores.Rows;)
        {
            // The rows are sorted by probability, so a bin is a run of rows.
            int bin = Bin(Probability(scores.Score(row), kind), bins);
            int start = row;
            double weight = 0, positives = 0, probabilities = 0;
            for (; row < scores.Rows && Probability(scores.Score(row), kind) is double probability && Bin(probability, bins) == bin; row++)
            {
                double own = scores.Weight(row);
                weight += own;
                positives += scores.Label(row) * own;
                probabilities += probability * own;
            }

            curve.Add(new CalibrationBin(
                Edge(bin, bins), Edge(bin + 1, bins), row - start, weight, probabilities / weight, positives / weight));
        }

        return [.. curve];
    }

    private static double Probability(double score, ScoreKind kind) =>
        kind == ScoreKind.Probability ? score : LaneMath.Sigmoid(new Scalar<double>(score)).Value;

    private static int Bin(double probability, int bins)
    {
        // The product may round across an edge, so compare with the edges themselves.
        int bin = Math.Min((int)(probability * bins), bins - 1);
        if (bin > 0 && probability <= Edge(bin, bins))
        {
            return bin - 1;
        }

        return bin < bins - 1 && probability > Edge(bin + 1, bins) ? bin + 1 : bin;
    }

    private static double Edge(int bin, int bins) => (double)bin / bins;
}
