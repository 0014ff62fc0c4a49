using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Evaluation;

/// <summary>
/// The effect of a threshold on labeled rows, by weight. Products are compared exactly, so rounding never decides between whole numbers
/// (rows without weights).
/// </summary>
internal readonly record struct ThresholdCounts(double TruePositives, double Predicted, double Positives, double Negatives)
{
    public PrecisionRecallF1 Scores => PrecisionRecallF1.Compute(TruePositives, Predicted, Positives);

    public double BalancedAccuracy => (Scores.Recall + (TrueNegatives / Negatives)) / 2;

    private double FalsePositives => Predicted - TruePositives;

    private double TrueNegatives => Negatives - FalsePositives;

    public static int ByF1(ThresholdCounts left, ThresholdCounts right) => Products(
        left.TruePositives, right.Predicted + right.Positives, right.TruePositives, left.Predicted + left.Positives);

    public static int ByBalancedAccuracy(ThresholdCounts left, ThresholdCounts right) => Products(
        left.TruePositives - right.TruePositives, left.Negatives, right.TrueNegatives - left.TrueNegatives, left.Positives);

    public static int ByRecall(ThresholdCounts left, ThresholdCounts right) =>
        left.TruePositives.CompareTo(right.TruePositives);

    public static int ByPrecision(ThresholdCounts left, ThresholdCounts right) => Products(
        left.TruePositives, Whole(right.Predicted), right.TruePositives, Whole(left.Predicted));

    public static int ByCost(ThresholdCounts left, ThresholdCounts right, double falsePositive, double falseNegative) => Products(
        falsePositive, right.FalsePositives - left.FalsePositives, falseNegative, right.TruePositives - left.TruePositives);

    private static double Whole(double predicted) => predicted == 0 ? 1 : predicted;

    /// <summary>Compares a * b with c * d. If the rounded products are equal, compares their rounding errors.</summary>
    private static int Products(double a, double b, double c, double d)
    {
        double left = a * b, right = c * d;
        return left != right
            ? left.CompareTo(right)
            : Fused.MultiplyAdd(a, b, -left).CompareTo(Fused.MultiplyAdd(c, d, -right));
    }
}
