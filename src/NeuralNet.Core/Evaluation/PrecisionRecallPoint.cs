using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A point of precision against recall: what a threshold does to labelled rows.</summary>
/// <param name="Threshold">The probability, or the margin or score, above which a row is predicted as class 1.</param>
/// <param name="Precision">Of the rows predicted as class 1, the share that are of it, [0, 1]; 1 where none was predicted.</param>
/// <param name="Recall">Of the rows of class 1, the share predicted as it, [0, 1].</param>
public readonly record struct PrecisionRecallPoint(double Threshold, double Precision, double Recall)
{
    /// <summary>The point in a line.</summary>
    public override string ToString() => Invariant($"above {Threshold:G6}: precision {Precision:F4}, recall {Recall:F4}");
}
