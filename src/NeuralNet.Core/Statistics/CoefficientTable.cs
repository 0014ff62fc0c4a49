using System.Numerics.Tensors;

namespace NeuralNet.Core.Statistics;

/// <summary>Tests and intervals of the coefficients.</summary>
internal static class CoefficientTable
{
    /// <summary>Returns a row for each coefficient.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="covariance">The covariance of its parameters, in its basis.</param>
    /// <param name="level">The level of the intervals.</param>
    public static Coefficient[] Build(RegressionFit fit, double[] covariance, double level)
    {
        int variables = fit.Design.Variables;
        var coefficients = new Coefficient[fit.Parameters];
        var contrast = new double[variables];
        var factors = new double[fit.Logits];
        double reach = Reach(fit, level);
        for (int variable = 0; variable < variables; variable++)
        {
            fit.Design.Contrast(variable, contrast);

            // The square of the unit of an input may be beyond the range of double.
            double most = Math.Max(TensorPrimitives.Max<double>(contrast), -TensorPrimitives.Min<double>(contrast));
            double unit = Math.ScaleB(1, Math.ILogB(most));
            TensorPrimitives.Divide<double>(contrast, unit, contrast);
            for (int logit = 0; logit < fit.Logits; logit++)
            {
                Array.Clear(factors);
                factors[logit] = 1;
                int index = (logit * variables) + variable;
                double error = unit * Math.Sqrt(fit.Variance(covariance, factors, contrast));
                coefficients[index] = Row(fit, logit, variable, fit.Estimates[index], error, reach);
            }
        }

        return coefficients;
    }

    /// <summary>How many standard errors an interval of a level reaches to each side.</summary>
    public static double Reach(RegressionFit fit, double level) => -(fit.Family == ModelFamily.Gaussian
        ? StudentDistribution.Quantile((1 - level) / 2, fit.ResidualDegreesOfFreedom)
        : NormalDistribution.Quantile((1 - level) / 2));

    private static Coefficient Row(RegressionFit fit, int logit, int variable, double estimate, double error, double reach)
    {
        int? input = fit.Design.HasBias ? variable == 0 ? null : variable - 1 : variable;
        double distance = -Math.Abs(estimate / error);
        double tail = fit.Family == ModelFamily.Gaussian
            ? StudentDistribution.Cdf(distance, fit.ResidualDegreesOfFreedom)
            : NormalDistribution.Cdf(distance);
        return new()
        {
            Name = input is { } column ? CoefficientName.OfInput(fit.FeatureNames, column) : CoefficientName.OfBias,
            Input = input,
            Class = fit.Family == ModelFamily.Multinomial ? logit + 1 : null,
            Estimate = estimate,
            StandardError = error,
            PValue = 2 * tail,
            Lower = estimate - (reach * error),
            Upper = estimate + (reach * error),
        };
    }
}
