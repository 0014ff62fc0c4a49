using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>How a class fares among the predictions, or the average over classes.</summary>
/// <param name="Precision">Of the rows predicted as the class, the share that are of it, [0, 1]; 0 where none was predicted.</param>
/// <param name="Recall">Of the rows of the class, the share predicted as it, [0, 1]; 0 where there are none.</param>
/// <param name="F1">
/// The harmonic mean of precision and recall, [0, 1]; 0 where both are. An average is the mean of the F1 of the classes, not
/// the harmonic mean of the averages.
/// </param>
public readonly record struct PrecisionRecallF1(double Precision, double Recall, double F1)
{
    /// <summary>The three in a line.</summary>
    public override string ToString() => Invariant($"precision {Precision:F4}, recall {Recall:F4}, F1 {F1:F4}");

    internal static PrecisionRecallF1 Compute(double truePositives, double predicted, double actual) => new(
        Ratio(truePositives, predicted), Ratio(truePositives, actual), Ratio(2 * truePositives, predicted + actual));

    /// <summary>These three plus a share of three others: a step of an average.</summary>
    internal PrecisionRecallF1 Plus(PrecisionRecallF1 other, double share) => new(
        Precision + (share * other.Precision), Recall + (share * other.Recall), F1 + (share * other.F1));

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : Math.Min(1, part / whole);
}
