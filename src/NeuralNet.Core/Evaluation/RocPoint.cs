using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A point of the receiver operating characteristic: the effect of a threshold on labeled rows.</summary>
public readonly struct RocPoint
{
    internal RocPoint(double threshold, double falsePositiveRate, double truePositiveRate)
    {
        Threshold = threshold;
        FalsePositiveRate = falsePositiveRate;
        TruePositiveRate = truePositiveRate;
    }

    /// <summary>The probability, margin or score above which a row is predicted as class 1.</summary>
    public double Threshold { get; }

    /// <summary>The share of the rows of class 0 that were predicted as class 1, [0, 1].</summary>
    public double FalsePositiveRate { get; }

    /// <summary>The share of the rows of class 1 that were predicted as it, [0, 1]: the recall.</summary>
    public double TruePositiveRate { get; }

    /// <summary>Returns the point in one line.</summary>
    public override string ToString() => Invariant(
        $"above {Threshold:G6}: false positive rate {FalsePositiveRate:F4}, true positive rate {TruePositiveRate:F4}");
}
