using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// Rows whose predicted probability of class 1 lies in one interval: where the classifier is calibrated, the mean
/// prediction and the share of class 1 agree.
/// </summary>
/// <param name="Low">The end of the interval that is not part of it, but for the first interval, which begins with 0.</param>
/// <param name="High">The end of the interval that is part of it.</param>
/// <param name="RowCount">The rows in the interval, [1, inf).</param>
/// <param name="Weight">Their weight, (0, inf); without weights their number.</param>
/// <param name="MeanPrediction">The mean of their predicted probabilities of class 1.</param>
/// <param name="ShareOfClass1">The share of them that are of class 1, [0, 1].</param>
public readonly record struct CalibrationBin(
    double Low, double High, int RowCount, double Weight, double MeanPrediction, double ShareOfClass1)
{
    /// <summary>The bin in a line.</summary>
    public override string ToString() => Invariant(
        $"{(Low == 0 ? '[' : '(')}{Low:G4}, {High:G4}]: predicted {MeanPrediction:F4}, came true {ShareOfClass1:F4}, {RowCount} rows");
}
