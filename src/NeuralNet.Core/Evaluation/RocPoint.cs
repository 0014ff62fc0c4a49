using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A point of the receiver operating characteristic: what a threshold does to labelled rows.</summary>
/// <param name="Threshold">The probability, or the margin or score, above which a row is predicted as class 1.</param>
/// <param name="FalsePositiveRate">Of the rows of class 0, the share predicted as class 1, [0, 1].</param>
/// <param name="TruePositiveRate">Of the rows of class 1, the share predicted as it, [0, 1]: the recall.</param>
public readonly record struct RocPoint(double Threshold, double FalsePositiveRate, double TruePositiveRate)
{
    /// <summary>The point in a line.</summary>
    public override string ToString() => Invariant(
        $"above {Threshold:G6}: false positive rate {FalsePositiveRate:F4}, true positive rate {TruePositiveRate:F4}");
}
