using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A threshold, and what it does to the rows it was chosen on; on other rows expect a little less.</summary>
/// <param name="Threshold">The probability above which a row is of class 1; where the output activation gives none, the margin.</param>
/// <param name="IsProbability">Whether the threshold is a probability, and no margin.</param>
/// <param name="Precision">Of the rows predicted as class 1, the share that are of it, [0, 1]; 0 where none was predicted.</param>
/// <param name="Recall">Of the rows of class 1, the share predicted as it, [0, 1].</param>
/// <param name="F1">The harmonic mean of precision and recall, [0, 1].</param>
/// <param name="BalancedAccuracy">The mean of the recalls of class 1 and class 0, [0, 1].</param>
public readonly record struct ThresholdChoice(
    double Threshold, bool IsProbability, double Precision, double Recall, double F1, double BalancedAccuracy)
{
    /// <summary>The choice in a line.</summary>
    public override string ToString() => Invariant(
        $"above a {(IsProbability ? "probability" : "margin")} of {Threshold:G6}: precision {Precision:F4}, recall {Recall:F4}, F1 {F1:F4}, balanced accuracy {BalancedAccuracy:F4}");
}
