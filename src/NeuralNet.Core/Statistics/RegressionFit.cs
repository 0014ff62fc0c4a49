namespace NeuralNet.Core.Statistics;

/// <summary>What is known of the weights of a generalized linear model that fits its rows. The basis is that of the design.</summary>
internal sealed class RegressionFit
{
    public required ModelFamily Family { get; init; }

    public required Design Design { get; init; }

    /// <summary>Bias, if any, and weights of the raw inputs, of each free logit: <c>[logits x variables]</c>.</summary>
    public required double[] Estimates { get; init; }

    /// <summary>The coefficients of centered and scaled inputs, in the same form.</summary>
    public required double[] CenteredEstimates { get; init; }

    /// <summary>The inverse of the information, times the dispersion, in the basis: <c>[parameters x parameters]</c>.</summary>
    public required double[] Covariance { get; init; }

    /// <summary>The same without the assumption that the variances of the targets are those of the distribution: HC1.</summary>
    public required double[] RobustCovariance { get; init; }

    /// <summary>The weight of all rows.</summary>
    public required double Weight { get; init; }

    public required double ResidualDegreesOfFreedom { get; init; }

    public required double Dispersion { get; init; }

    public required double Deviance { get; init; }

    public required double NullDeviance { get; init; }

    /// <summary>NaN if the targets have no likelihood.</summary>
    public required double LogLikelihood { get; init; }

    public required IReadOnlyList<string>? FeatureNames { get; init; }

    public required IReadOnlyList<string>? ClassNames { get; init; }

    public int Parameters => Estimates.Length;

    /// <summary>The logits that are free: of several classes those of each but the first.</summary>
    public int Logits => Estimates.Length / Design.Variables;

    /// <summary>The variance of (sum over the logits of a factor times the logit) at a row in the basis.</summary>
    /// <param name="covariance">A covariance in the basis.</param>
    /// <param name="factors">The factors, <c>[logits]</c>.</param>
    /// <param name="row">The row, <c>[variables]</c>.</param>
    public double Variance(double[] covariance, ReadOnlySpan<double> factors, ReadOnlySpan<double> row)
    {
        int variables = row.Length;
        double variance = 0;
        for (int parameter = 0; parameter < Parameters; parameter++)
        {
            double scale = factors[parameter / variables] * row[parameter % variables];
            for (int logit = 0; scale != 0 && logit < factors.Length; logit++)
            {
                double sum = 0;
                int start = (parameter * Parameters) + (logit * variables);
                for (int variable = 0; variable < variables; variable++)
                {
                    sum += covariance[start + variable] * row[variable];
                }

                variance += scale * factors[logit] * sum;
            }
        }

        // Rounding may leave a variance of 0 below 0.
        return Math.Max(variance, 0);
    }
}
