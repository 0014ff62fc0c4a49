using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>Precision, recall and F1 of a class, or their averages over classes.</summary>
public readonly struct PrecisionRecallF1
{
    internal PrecisionRecallF1(double precision, double recall, double f1)
    {
        Precision = precision;
        Recall = recall;
        F1 = f1;
    }

    /// <summary>The share of the rows predicted as the class that are of the class, [0, 1]; 0 if no row was predicted as it.</summary>
    public double Precision { get; }

    /// <summary>The share of the rows of the class that were predicted as it, [0, 1]; 0 if the class has no rows.</summary>
    public double Recall { get; }

    /// <summary>
    /// The harmonic mean of precision and recall, [0, 1]; 0 if both are 0. An average is the mean of the F1 of the classes, not the
    /// harmonic mean of the averages.
    /// </summary>
    public double F1 { get; }

    /// <summary>Returns the three in one line.</summary>
    public override string ToString() => Invariant($"precision {Precision:F4}, recall {Recall:F4}, F1 {F1:F4}");

    internal static PrecisionRecallF1 Compute(double truePositives, double predicted, double actual) => new(
        Ratio(truePositives, predicted), Ratio(truePositives, actual), Ratio(2 * truePositives, predicted + actual));

    /// <summary>Adds a share of three others: a step of an average.</summary>
    internal PrecisionRecallF1 Plus(PrecisionRecallF1 other, double share) => new(
        Precision + (share * other.Precision), Recall + (share * other.Recall), F1 + (share * other.F1));

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : Math.Min(1, part / whole);
}
