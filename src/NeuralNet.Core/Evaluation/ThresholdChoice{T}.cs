using System.Numerics;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A threshold, and what it does to the rows it was chosen on; on other rows expect a little less.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="Threshold">The logit above which a row is of class 1, finite.</param>
/// <param name="Precision">Of the rows predicted as class 1, the share that are of it, [0, 1]; 0 where none was predicted.</param>
/// <param name="Recall">Of the rows of class 1, the share predicted as it, [0, 1].</param>
/// <param name="F1">The harmonic mean of precision and recall, [0, 1].</param>
/// <param name="BalancedAccuracy">The mean of the recalls of class 1 and class 0, [0, 1].</param>
public readonly record struct ThresholdChoice<T>(T Threshold, double Precision, double Recall, double F1, double BalancedAccuracy)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The choice in a line.</summary>
    public override string ToString() => Invariant(
        $"above a logit of {Threshold}: precision {Precision:F4}, recall {Recall:F4}, F1 {F1:F4}, balanced accuracy {BalancedAccuracy:F4}");
}
