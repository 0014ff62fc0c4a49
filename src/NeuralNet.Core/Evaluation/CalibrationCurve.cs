using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Evaluation;

/// <summary>Predicted probabilities against how often they came true.</summary>
internal static class CalibrationCurve
{
    /// <summary>The bins of equal width that have rows, in ascending order.</summary>
    public static CalibrationBin[] Of(ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, int bins)
    {
        var rows = new int[bins];
        var positives = new int[bins];
        var probabilities = new double[bins];
        for (int row = 0; row < logits.Length; row++)
        {
            double probability = LaneMath.Sigmoid(new Scalar<double>(logits[row])).Value;
            int bin = Bin(probability, bins);
            rows[bin]++;
            positives[bin] += labels[row];
            probabilities[bin] += probability;
        }

        var curve = new List<CalibrationBin>();
        for (int bin = 0; bin < bins; bin++)
        {
            if (rows[bin] > 0)
            {
                curve.Add(new CalibrationBin(
                    Edge(bin, bins),
                    Edge(bin + 1, bins),
                    rows[bin],
                    probabilities[bin] / rows[bin],
                    (double)positives[bin] / rows[bin]));
            }
        }

        return [.. curve];
    }

    private static int Bin(double probability, int bins)
    {
        // The product may be rounded across an edge; the edges themselves decide.
        int bin = Math.Min((int)(probability * bins), bins - 1);
        if (bin > 0 && probability <= Edge(bin, bins))
        {
            return bin - 1;
        }

        return bin < bins - 1 && probability > Edge(bin + 1, bins) ? bin + 1 : bin;
    }

    private static double Edge(int bin, int bins) => (double)bin / bins;
}
