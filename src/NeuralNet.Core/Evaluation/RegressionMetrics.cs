using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// How far predictions are from real targets. With several outputs each metric is the mean of those of the outputs.
/// </summary>
public sealed class RegressionMetrics
{
    internal RegressionMetrics(double rootMeanSquaredError, double meanAbsoluteError, double rSquared)
    {
        RootMeanSquaredError = rootMeanSquaredError;
        MeanAbsoluteError = meanAbsoluteError;
        RSquared = rSquared;
    }

    /// <summary>The square root of the mean squared error, in the unit of the targets, [0, inf).</summary>
    public double RootMeanSquaredError { get; }

    /// <summary>The mean distance of prediction and target, in the unit of the targets, [0, inf).</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>
    /// The coefficient of determination, 1 - (sum of squared errors) / (sum of squared distances of the targets from their
    /// mean), (-inf, 1]: 0 is as good as always predicting the mean. Where the targets are all the same: 1 if every
    /// prediction is exact, else 0.
    /// </summary>
    public double RSquared { get; }

    /// <summary>The metrics in a line.</summary>
    public override string ToString() => Invariant(
        $"RMSE {RootMeanSquaredError:G6}, MAE {MeanAbsoluteError:G6}, R2 {RSquared:F4}");
}
