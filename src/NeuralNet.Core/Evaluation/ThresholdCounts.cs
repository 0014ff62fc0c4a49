namespace NeuralNet.Core.Evaluation;

/// <summary>What a threshold does to labelled rows. Comparisons are of whole numbers, so that no rounding decides.</summary>
internal readonly record struct ThresholdCounts(int TruePositives, int Predicted, int Positives, int Rows)
{
    public PrecisionRecallF1 Scores => PrecisionRecallF1.Of(TruePositives, Predicted, Positives);

    public double BalancedAccuracy => (Scores.Recall + ((double)TrueNegatives / Negatives)) / 2;

    private int Negatives => Rows - Positives;

    private int TrueNegatives => Negatives - (Predicted - TruePositives);

    private long RecallsOverOneDenominator => ((long)TruePositives * Negatives) + ((long)TrueNegatives * Positives);

    public static int ByF1(ThresholdCounts left, ThresholdCounts right) => Fractions(
        left.TruePositives, (long)left.Predicted + left.Positives, right.TruePositives, (long)right.Predicted + right.Positives);

    public static int ByBalancedAccuracy(ThresholdCounts left, ThresholdCounts right) =>
        left.RecallsOverOneDenominator.CompareTo(right.RecallsOverOneDenominator);

    public static int ByRecall(ThresholdCounts left, ThresholdCounts right) =>
        left.TruePositives.CompareTo(right.TruePositives);

    public static int ByPrecision(ThresholdCounts left, ThresholdCounts right) => Fractions(
        left.TruePositives, Math.Max(left.Predicted, 1), right.TruePositives, Math.Max(right.Predicted, 1));

    private static int Fractions(long part, long whole, long otherPart, long otherWhole) =>
        (part * otherWhole).CompareTo(otherPart * whole);
}
