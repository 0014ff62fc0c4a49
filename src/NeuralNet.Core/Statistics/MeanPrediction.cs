using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Statistics;

/// <summary>Predicts means with their intervals, one row at a time.</summary>
/// <param name="fit">The fit.</param>
/// <param name="covariance">The covariance of its parameters, in its basis.</param>
/// <param name="level">The level of the intervals.</param>
internal sealed class MeanPrediction(RegressionFit fit, double[] covariance, double level)
{
    private readonly double _reach = CoefficientTable.Reach(fit, level);
    private readonly double[] _row = new double[fit.Design.Variables];
    private readonly double[] _logits = new double[fit.Logits + 1];
    private readonly double[] _factors = new double[fit.Logits];

    /// <summary>The number of predictions of a row.</summary>
    public int Outputs => fit.Family == ModelFamily.Multinomial ? fit.Logits + 1 : 1;

    /// <summary>Predicts a row <c>[inputs]</c> with the offsets of its logits <c>[outputs]</c>, empty for 0. Writes <c>[outputs]</c>.</summary>
    public void Predict(ReadOnlySpan<double> row, ReadOnlySpan<double> offsets, Span<ConfidenceInterval> intervals)
    {
        fit.Design.Center(row, _row);
        int variables = fit.Design.Variables;
        for (int logit = 0; logit < fit.Logits; logit++)
        {
            _logits[logit + 1] = Dot.Compute<double>(fit.CenteredEstimates.AsSpan(logit * variables, variables), _row);
        }

        for (int output = 0; output < offsets.Length; output++)
        {
            // The logit of the first class is 0, whatever its offset.
            bool isApart = fit.Family == ModelFamily.Multinomial;
            _logits[isApart ? output : 1] += offsets[output] - (isApart ? offsets[0] : 0);
        }

        fit.Design.Whiten(_row);
        if (fit.Family != ModelFamily.Multinomial)
        {
            _factors[0] = 1;
            intervals[0] = Interval(_logits[1]);
            return;
        }

        for (int output = 0; output < Outputs; output++)
        {
            double odds = LogOdds(output);
            intervals[output] = Interval(odds);
        }
    }

    private ConfidenceInterval Interval(double logit)
    {
        double distance = _reach * Math.Sqrt(fit.Variance(covariance, _factors, _row));
        return new(Mean(logit), Mean(logit - distance), Mean(logit + distance));
    }

    private double Mean(double logit) => fit.Family switch
    {
        ModelFamily.Gaussian => logit,
        ModelFamily.Poisson => LaneMath.Exp(new Scalar<double>(logit)).Value,
        _ => LaneMath.Sigmoid(new Scalar<double>(logit)).Value,
    };

    /// <summary>
    /// Returns ln(a / (1 - a)) of the probability a of a class, and writes its derivatives with respect to the free logits: 1 for its own,
    /// and less the probability of each other class among the others.
    /// </summary>
    private double LogOdds(int output)
    {
        double largest = double.NegativeInfinity;
        for (int other = 0; other < _logits.Length; other++)
        {
            largest = other == output ? largest : Math.Max(largest, _logits[other]);
        }

        double sum = 0;
        for (int other = 0; other < _logits.Length; other++)
        {
            sum += other == output ? 0 : Power(_logits[other] - largest);
        }

        for (int free = 0; free < _factors.Length; free++)
        {
            _factors[free] = free + 1 == output ? 1 : -Power(_logits[free + 1] - largest) / sum;
        }

        return _logits[output] - largest - Logarithm.Compute(sum);
    }

    private static double Power(double exponent) => LaneMath.Exp(new Scalar<double>(exponent)).Value;
}
