using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A chosen threshold, and its effect on the rows it was chosen on. Expect slightly worse results on other rows.</summary>
public readonly struct ThresholdChoice
{
    internal ThresholdChoice(
        double threshold, bool isProbability, double precision, double recall, double f1, double balancedAccuracy)
    {
        Threshold = threshold;
        IsProbability = isProbability;
        Precision = precision;
        Recall = recall;
        F1 = f1;
        BalancedAccuracy = balancedAccuracy;
    }

    /// <summary>
    /// The probability above which a row is predicted as class 1; a margin if the output activation gives no probability.
    /// </summary>
    public double Threshold { get; }

    /// <summary>Whether the threshold is a probability instead of a margin.</summary>
    public bool IsProbability { get; }

    /// <summary>The share of the rows predicted as class 1 that are of class 1, [0, 1]; 0 if no row was predicted as it.</summary>
    public double Precision { get; }

    /// <summary>The share of the rows of class 1 that were predicted as it, [0, 1].</summary>
    public double Recall { get; }

    /// <summary>The harmonic mean of precision and recall, [0, 1].</summary>
    public double F1 { get; }

    /// <summary>The mean of the recalls of class 1 and class 0, [0, 1].</summary>
    public double BalancedAccuracy { get; }

    /// <summary>Returns the choice in one line.</summary>
    public override string ToString() => Invariant(
        $"above a {(IsProbability ? "probability" : "margin")} of {Threshold:G6}: precision {Precision:F4}, recall {Recall:F4}, F1 {F1:F4}, balanced accuracy {BalancedAccuracy:F4}");
}
