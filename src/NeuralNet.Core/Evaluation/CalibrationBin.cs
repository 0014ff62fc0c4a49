using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The rows whose predicted probability of class 1 lies in one interval. If the classifier is calibrated, the mean prediction and the
/// share of class 1 agree.
/// </summary>
public readonly struct CalibrationBin
{
    internal CalibrationBin(double low, double high, int rowCount, double weight, double meanPrediction, double shareOfClass1)
    {
        Low = low;
        High = high;
        RowCount = rowCount;
        Weight = weight;
        MeanPrediction = meanPrediction;
        ShareOfClass1 = shareOfClass1;
    }

    /// <summary>The lower end of the interval, which is excluded, except for the first interval, which starts with 0.</summary>
    public double Low { get; }

    /// <summary>The upper end of the interval, which is included.</summary>
    public double High { get; }

    /// <summary>The number of rows in the interval, [1, inf).</summary>
    public int RowCount { get; }

    /// <summary>The weight of these rows, (0, inf); without weights their number.</summary>
    public double Weight { get; }

    /// <summary>The mean of their predicted probabilities of class 1.</summary>
    public double MeanPrediction { get; }

    /// <summary>The share of these rows that are of class 1, [0, 1].</summary>
    public double ShareOfClass1 { get; }

    /// <summary>Returns the bin in one line.</summary>
    public override string ToString() => Invariant(
        $"{(Low == 0 ? '[' : '(')}{Low:G4}, {High:G4}]: predicted {MeanPrediction:F4}, came true {ShareOfClass1:F4}, {Shown.Count(RowCount, "row")}");
}
