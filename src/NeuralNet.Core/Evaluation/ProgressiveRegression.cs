using NeuralNet.Common;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// Errors of one output while it learns online. Every row is predicted before the network learns from it, so it serves as a test row too
/// (A. Blum, A. Kalai and J. Langford, Beating the hold-out: bounds for k-fold and progressive cross-validation, 1999). Each metric is
/// available since the start and for the recent past, in which the weight of a row halves every half life:
/// <code>progressive.Add(network.Learn(row, target), target)</code>
/// </summary>
/// <remarks>Use it from one thread at a time. Adding allocates nothing. Every metric is NaN before the first row.</remarks>
public sealed class ProgressiveRegression
{
    private RegressionWindow _sinceStart = new(1);
    private RegressionWindow _recent;

    /// <summary>Creates metrics without rows.</summary>
    /// <param name="halfLife">The number of rows after which a row counts half in the recent metrics, (0, inf). Default 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">halfLife is not in (0, inf).</exception>
    public ProgressiveRegression(double halfLife = Defaults.HalfLife)
    {
        Throw.IfNotPositive(halfLife);
        HalfLife = halfLife;
        _recent = new RegressionWindow(Fading.PerObservation(halfLife));
    }

    /// <summary>The number of rows after which a row counts half in the recent metrics, (0, inf).</summary>
    public double HalfLife { get; }

    /// <summary>The number of rows added.</summary>
    public long RowCount { get; private set; }

    /// <summary>The square root of the mean squared error, in the unit of the targets, [0, inf).</summary>
    public double RootMeanSquaredError => _sinceStart.RootMeanSquaredError;

    /// <summary>The <see cref="RootMeanSquaredError"/> of the recent past.</summary>
    public double RecentRootMeanSquaredError => _recent.RootMeanSquaredError;

    /// <summary>The mean distance between prediction and target, in the unit of the targets, [0, inf).</summary>
    public double MeanAbsoluteError => _sinceStart.MeanAbsoluteError;

    /// <summary>The <see cref="MeanAbsoluteError"/> of the recent past.</summary>
    public double RecentMeanAbsoluteError => _recent.MeanAbsoluteError;

    /// <summary>
    /// The coefficient of determination, as <see cref="RegressionMetrics.RSquared"/>, (-inf, 1]: 0 is as good as predicting the mean of
    /// the same targets, although a prediction made before them cannot know it.
    /// </summary>
    public double RSquared => _sinceStart.RSquared;

    /// <summary>The <see cref="RSquared"/> of the recent past.</summary>
    public double RecentRSquared => _recent.RSquared;

    /// <summary>Adds a row.</summary>
    /// <param name="prediction">The prediction before the step, as Learn returns it.</param>
    /// <param name="target">The truth.</param>
    /// <exception cref="ArgumentException">One of them is NaN or infinite.</exception>
    public void Add(double prediction, double target)
    {
        CheckFinite(nameof(prediction), prediction);
        CheckFinite(nameof(target), target);
        _sinceStart.Add(prediction, target);
        _recent.Add(prediction, target);
        RowCount++;
    }

    /// <summary>Returns the metrics since the start in one line, those of the recent past in brackets.</summary>
    public override string ToString() => Invariant(
        $"RMSE {RootMeanSquaredError:G6} ({RecentRootMeanSquaredError:G6}), MAE {MeanAbsoluteError:G6} ({RecentMeanAbsoluteError:G6}), R2 {RSquared:F4} ({RecentRSquared:F4}), {Shown.Count(RowCount, "row")}");

    private static void CheckFinite(string parameter, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException(Invariant(
                $"{parameter} is {value}; it must be finite. Lower the learning rate if predictions diverge, or leave out such rows."), parameter);
        }
    }
}
