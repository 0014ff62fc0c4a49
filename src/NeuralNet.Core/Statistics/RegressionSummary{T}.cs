using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Statistics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>
/// The uncertainty of the weights of a regression without a penalty, as R's <c>summary</c> shows it: standard errors, t or z values, p
/// values and confidence intervals, log likelihood, deviance and AIC. Immutable. Made by
/// <see cref="Perceptron{T}.Summarize(Rows{T}, Rows{T}, ReadOnlySpan{T}, double, ReadOnlySpan{T})"/>.
/// </summary>
/// <remarks>
/// Standard errors hold if the model does: independent rows, targets with the mean that the model predicts, and with the variance of its
/// distribution. <see cref="Robust"/> needs no such variance. A model that was chosen by the same rows (by its p values, or by
/// cross-validation among many) has smaller p values than it should.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, the type of the network; all numbers here are double.</typeparam>
public sealed class RegressionSummary<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RegressionFit _fit;
    private readonly double[] _covariance;
    private readonly RegressionSummary<T>? _robust;

    internal RegressionSummary(RegressionFit fit, double level, bool isRobust = false)
    {
        _fit = fit;
        _covariance = isRobust ? fit.RobustCovariance : fit.Covariance;
        Level = level;
        Coefficients = Array.AsReadOnly(CoefficientTable.Build(fit, _covariance, level));
        _robust = isRobust ? null : new(fit, level, isRobust: true);
    }

    /// <summary>
    /// The bias, if there is one, and the weights, in the order of the inputs. With softmax those of each class but the first, apart from
    /// those of the first class, since adding the same to all classes changes no probability: (classes - 1) times as many, class after
    /// class.
    /// </summary>
    public IReadOnlyList<Coefficient> Coefficients { get; }

    /// <summary>The level of the confidence intervals, (0, 1).</summary>
    public double Level { get; }

    /// <summary>Whether the standard errors are those of <see cref="Robust"/>.</summary>
    public bool IsRobust => _robust is null;

    /// <summary>
    /// The same summary with standard errors that hold for targets of any variance: HC1 (J. G. MacKinnon and H. White, Some
    /// heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties, 1985), as <c>vcovHC(type =
    /// "HC1")</c> of R's sandwich. Use it if the variance grows with the prediction, or counts vary more than their mean.
    /// </summary>
    public RegressionSummary<T> Robust => _robust ?? this;

    /// <summary>The number of rows: the sum of their weights, so that a row of weight 2 counts as two rows.</summary>
    public double RowCount => _fit.Weight;

    /// <summary>The rows, times (classes - 1) with softmax, less the number of coefficients, (0, inf).</summary>
    public double ResidualDegreesOfFreedom => _fit.ResidualDegreesOfFreedom;

    /// <summary>
    /// The variance of the targets, as a multiple of that of their distribution: the estimated variance of the residuals of least squares,
    /// and 1 for other losses.
    /// </summary>
    public double Dispersion => _fit.Dispersion;

    /// <summary>The square root of <see cref="Dispersion"/>, in the unit of the targets; null for other losses than least squares.</summary>
    public double? ResidualStandardError => IsLeastSquares ? Math.Sqrt(_fit.Dispersion) : null;

    /// <summary>
    /// Twice the distance of the log likelihood from that of a model that predicts each target exactly, [0, inf): the sum of squared
    /// residuals of least squares.
    /// </summary>
    public double Deviance => _fit.Deviance;

    /// <summary>The deviance of the bias alone, with the offsets of the rows; without a bias, that of a logit of 0 plus the offset.</summary>
    public double NullDeviance => _fit.NullDeviance;

    /// <summary>
    /// The logarithm of the likelihood of the targets; null for Poisson regression of targets that are no whole numbers, such as rates,
    /// which have none.
    /// </summary>
    public double? LogLikelihood => double.IsNaN(_fit.LogLikelihood) ? null : _fit.LogLikelihood;

    /// <summary>
    /// Akaike's information criterion, 2 (number of parameters) - 2 <see cref="LogLikelihood"/>; null without a likelihood. Smaller is
    /// better among models of the same rows. The variance of least squares counts as a parameter, as in R.
    /// </summary>
    public double? Aic => LogLikelihood is { } likelihood
        ? (2 * (_fit.Parameters + (IsLeastSquares ? 1 : 0))) - (2 * likelihood)
        : null;

    /// <summary>
    /// The share of the variance of the targets, less their offsets, that least squares explains, 1 - <see cref="Deviance"/> /
    /// <see cref="NullDeviance"/>; null for other losses. R's <c>lm</c> counts the variance of the offsets as explained.
    /// </summary>
    public double? RSquared => IsLeastSquares ? 1 - (_fit.Deviance / _fit.NullDeviance) : null;

    /// <summary>
    /// The same with variances that count degrees of freedom, so that a useless input does not raise it; null for other losses.
    /// </summary>
    public double? AdjustedRSquared => IsLeastSquares
        ? 1 - (_fit.Dispersion / (_fit.NullDeviance / NullDegreesOfFreedom))
        : null;

    internal RegressionFit Fit => _fit;

    /// <summary>The degrees of freedom of <see cref="NullDeviance"/>.</summary>
    internal double NullDegreesOfFreedom => (_fit.Weight - (_fit.Design.HasBias ? 1 : 0)) * _fit.Logits;

    private bool IsLeastSquares => _fit.Family == ModelFamily.Gaussian;

    /// <summary>
    /// Predicts the mean target of rows, with the confidence interval of the mean: that of the logit, mapped by the output activation, so
    /// that probabilities stay in (0, 1) and rates above 0. A single target varies more than the mean. With softmax the interval of each
    /// probability is that of its log odds against all other classes, by their derivatives (the delta method).
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>, finite: see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <returns>The intervals <c>[rows x outputs]</c>, row after row.</returns>
    /// <exception cref="ArgumentException">There are no rows, a row has another length, a value is NaN or infinite, or not every row has its offsets.</exception>
    public ConfidenceInterval[] PredictMean(Rows<T> inputs, ReadOnlySpan<T> offsets = default)
    {
        int rows = inputs.Count(nameof(inputs), _fit.Design.Inputs);
        inputs.CheckFinite(nameof(inputs), _fit.Design.Inputs, _fit.FeatureNames);
        var prediction = new MeanPrediction(_fit, _covariance, Level);
        TargetCheck.Offsets(nameof(offsets), offsets, rows, prediction.Outputs);
        var intervals = new ConfidenceInterval[Shape.Count(nameof(inputs), rows, prediction.Outputs)];
        var own = new double[offsets.IsEmpty ? 0 : prediction.Outputs];
        var row = new double[_fit.Design.Inputs];
        T[]? writtenOut = null;
        for (int index = 0; index < rows; index++)
        {
            TensorPrimitives.ConvertTruncating(inputs.Row(index, row.Length, ref writtenOut), row);
            TensorPrimitives.ConvertTruncating(offsets.Slice(index * own.Length, own.Length), own);
            prediction.Predict(row, own, intervals.AsSpan(index * prediction.Outputs, prediction.Outputs));
        }

        return intervals;
    }

    /// <summary>Returns the table of coefficients, and the numbers below it, in the form of R's <c>summary</c>.</summary>
    public override string ToString() => SummaryText.Write(this);
}
