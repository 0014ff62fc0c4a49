using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A point of the precision-recall curve: the effect of a threshold on labeled rows.</summary>
public readonly struct PrecisionRecallPoint
{
    internal PrecisionRecallPoint(double threshold, double precision, double recall)
    {
        Threshold = threshold;
        Precision = precision;
        Recall = recall;
    }

    /// <summary>The probability, margin or score above which a row is predicted as class 1.</summary>
    public double Threshold { get; }

    /// <summary>The share of the rows predicted as class 1 that are of class 1, [0, 1]; 1 if no row was predicted as it.</summary>
    public double Precision { get; }

    /// <summary>The share of the rows of class 1 that were predicted as it, [0, 1].</summary>
    public double Recall { get; }

    /// <summary>Returns the point in one line.</summary>
    public override string ToString() => Invariant($"above {Threshold:G6}: precision {Precision:F4}, recall {Recall:F4}");
}
