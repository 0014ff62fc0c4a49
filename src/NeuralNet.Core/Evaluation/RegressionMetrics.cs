using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>Errors of predictions of real targets. With several outputs, each metric is the mean over the outputs.</summary>
public sealed class RegressionMetrics
{
    private readonly OutputErrors[] _outputs;
    private readonly int _weightExponent;
    private readonly double _meanBelow;
    private readonly double _meanAbove;

    private readonly OwnMetric _own;

    private RegressionMetrics(OutputErrors[] outputs, int weightExponent, OwnMetric own)
    {
        _own = own;
        _weightExponent = weightExponent;
        _outputs = outputs;
        double deviance = 0;
        foreach (ref readonly OutputErrors errors in outputs.AsSpan())
        {
            RootMeanSquaredError += errors.RootMeanSquaredError / outputs.Length;
            MeanAbsoluteError += errors.MeanAbsoluteError / outputs.Length;
            RSquared += errors.RSquared / outputs.Length;
            _meanBelow += errors.MeanBelow / outputs.Length;
            _meanAbove += errors.MeanAbove / outputs.Length;
            deviance += errors.MeanPoissonDeviance / outputs.Length;
        }

        MeanPoissonDeviance = double.IsNaN(deviance) ? null : deviance;
    }

    /// <summary>The square root of the mean squared error, in the unit of the targets, [0, inf).</summary>
    public double RootMeanSquaredError { get; }

    /// <summary>The mean distance between prediction and target, in the unit of the targets, [0, inf).</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>
    /// The coefficient of determination, 1 - (sum of squared errors) / (sum of squared distances of the targets from their mean), (-inf,
    /// 1]: 0 is as good as always predicting the mean. If all targets are equal: 1 if every prediction is exact, otherwise 0.
    /// </summary>
    public double RSquared { get; }

    /// <summary>
    /// The mean of 2 (y ln(y / p) - y + p) over targets y and predictions p, [0, inf): the deviance of Poisson regression (J. A. Nelder and
    /// R. W. M. Wedderburn, 1972). It is twice <see cref="Loss.Poisson"/>, less that of an exact prediction. Null if a prediction is not above
    /// 0, or a target below 0.
    /// </summary>
    public double? MeanPoissonDeviance { get; }

    /// <summary>
    /// Returns the mean of q (y - p) for targets y above their prediction p, and of (1 - q) (p - y) for others, in the unit of the targets,
    /// [0, inf): <see cref="Loss.Quantile"/>. For q = 0.5 it is half the mean absolute error.
    /// </summary>
    /// <param name="quantile">
    /// The share q, (0, 1). Default null: that of <see cref="Loss.Quantile"/> if a network with this loss, or its frozen copy, was evaluated;
    /// otherwise 0.5, the median, also for a <see cref="FrozenPerceptron{T}"/> from a file, which has no loss.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">quantile is NaN or not in (0, 1).</exception>
    public double MeanPinballLoss(double? quantile = null)
    {
        double share = quantile ?? _own.Quantile ?? Defaults.Quantile;
        if (!(share > 0 && share < 1))
        {
            Throw.ArgumentOutOfRange_Outside(
                nameof(quantile), share, "(0, 1)", "It is the share of targets below the prediction: 0.5 is the median.");
        }

        return (share * _meanBelow) + ((1 - share) * _meanAbove);
    }

    /// <summary>Computes the metrics of predictions from any source.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="predictions">The predictions <c>[rows x outputs]</c>, row-major, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, finite.</param>
    /// <param name="outputs">The number of outputs per row, [1, inf). Default 1.</param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: every row
    /// counts once.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are no rows, lengths do not match, or a value is NaN, infinite or out of range.
    /// </exception>
    public static RegressionMetrics FromPredictions<T>(
        ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, int outputs = 1, ReadOnlySpan<T> sampleWeights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        Throw.IfNotPositive(outputs);
        int rows = Shape.Rows(nameof(predictions), predictions.Length, outputs);
        WeightCheck.CheckFinite(nameof(predictions), predictions, outputs);
        return Compute(predictions, nameof(targets), targets, outputs, CountedRows.Count(nameof(sampleWeights), sampleWeights, rows));
    }

    /// <summary>Computes the metrics of all rows from the metrics of parts, such as the batches of a source larger than memory.</summary>
    /// <param name="parts">The metrics of the parts, enumerated once and not kept.</param>
    /// <exception cref="ArgumentNullException">parts is null, or contains null.</exception>
    /// <exception cref="ArgumentException">There are no parts, or they differ in their outputs.</exception>
    public static RegressionMetrics Merge(IEnumerable<RegressionMetrics> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        OutputErrors[]? sum = null;
        int number = 0, exponent = 0;
        OwnMetric own = default;
        foreach (RegressionMetrics part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            sum ??= new OutputErrors[part._outputs.Length];
            MergeCheck.Same(nameof(parts), number, "outputs", part._outputs.Length, sum.Length);
            exponent = number == 0 ? part._weightExponent : exponent;
            own = number == 0 || part._own == own ? part._own : default;
            MergeCheck.Same(nameof(parts), number, "weights of the unit 2 to the power of", part._weightExponent, exponent);
            for (int output = 0; output < sum.Length; output++)
            {
                sum[output] = number == 0 ? part._outputs[output] : sum[output].Plus(part._outputs[output]);
            }

            number++;
        }

        return sum is null ? throw MergeCheck.Nothing(nameof(parts)) : new RegressionMetrics(sum, exponent, own);
    }

    /// <summary>
    /// Returns the metrics in one line, first the one that the network was trained for: for rates the mean deviance, for quantiles the mean
    /// pinball loss, to whose errors the root mean square and R2 say nothing.
    /// </summary>
    public override string ToString()
    {
        string errors = Invariant($"RMSE {RootMeanSquaredError:G6}, MAE {MeanAbsoluteError:G6}, R2 {RSquared:F4}");
        return _own.Quantile is { } quantile
            ? Invariant($"pinball loss of {quantile} {MeanPinballLoss(quantile):G6}, MAE {MeanAbsoluteError:G6}")
            : _own.IsDeviance && MeanPoissonDeviance is { } deviance
            ? Invariant($"Poisson deviance {deviance:G6}, {errors}")
            : errors;
    }

    internal static RegressionMetrics Compute<T>(
        ReadOnlySpan<T> predictions, string parameter, ReadOnlySpan<T> targets, int outputs, CountedRows counted, OwnMetric own = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (targets.Length != predictions.Length)
        {
            Throw.Argument_TargetCount(parameter, targets.Length, predictions.Length / outputs, outputs);
        }

        WeightCheck.CheckFinite(parameter, targets, outputs);
        var errors = new OutputErrors[outputs];
        for (int output = 0; output < outputs; output++)
        {
            errors[output] = OutputErrors.Compute(
                counted.Select(Column(predictions, output, outputs)), counted.Select(Column(targets, output, outputs)), counted.Weights);
        }

        return new RegressionMetrics(errors, counted.Exponent, own);
    }

    private static double[] Column<T>(ReadOnlySpan<T> values, int column, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var own = new double[values.Length / columns];
        if (columns == 1)
        {
            TensorPrimitives.ConvertTruncating(values, own);
            return own;
        }

        for (int row = 0; row < own.Length; row++)
        {
            own[row] = double.CreateTruncating(values[(row * columns) + column]);
        }

        return own;
    }
}
