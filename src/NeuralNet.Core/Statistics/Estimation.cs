using System.Numerics;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Statistics;

/// <summary>Estimates how certain the weights of a network are, from the rows that it was trained on.</summary>
internal static class Estimation
{
    /// <param name="rows">The rows.</param>
    /// <param name="predictor">The logits.</param>
    /// <param name="loss">The derivatives of the loss.</param>
    /// <param name="family">The distribution of the targets.</param>
    /// <param name="model">What the description says.</param>
    public static RegressionFit Run<T>(
        in ExampleSpan<T> rows, LinearPredictor predictor, Curvature loss, ModelFamily family, in ModelTraits model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int free = family == ModelFamily.Multinomial ? predictor.Outputs - 1 : 1;
        int parameters = free * (predictor.Inputs + (model.HasBias ? 1 : 0));
        EstimationCheck.Targets(rows, family, predictor.Outputs, model);
        EstimationCheck.Size(rows, parameters, CurvatureShape.Of(predictor.Inputs, model.HasBias, predictor.Outputs, loss));
        Design design = new DesignLearner<T>(predictor.Origins, model.HasBias).Learn(rows, model.RankTolerance, out bool[] isAliased);
        EstimationCheck.Aliases(isAliased, model);
        var pass = new InformationPass<T>(design, predictor, loss, family);
        InformationSums sums = pass.Sum(rows);
        double freedom = (sums.Weight * free) - parameters;
        double dispersion = family == ModelFamily.Gaussian ? sums.Deviance / freedom : 1;
        EstimationCheck.Residuals<T>(family, dispersion, sums);
        var inverse = new SymmetricInverse(sums.Information, parameters);
        EstimationCheck.Optimum(rows, pass, inverse, dispersion, family, model.HeldOut, sums);
        return new()
        {
            Family = family,
            Design = design,
            Estimates = Estimates(predictor, model.HasBias, family),
            CenteredEstimates = Free(predictor.In(design), design.Variables, family),
            Covariance = inverse.Times(dispersion),
            RobustCovariance = inverse.Around(sums.Products, sums.Weight / (sums.Weight - parameters)),
            Weight = sums.Weight,
            ResidualDegreesOfFreedom = freedom,
            Dispersion = dispersion,
            Deviance = sums.Deviance,
            NullDeviance = sums.NullDeviance,
            LogLikelihood = sums.LogLikelihood,
            FeatureNames = model.FeatureNames,
            ClassNames = model.ClassNames,
        };
    }

    /// <summary>Returns bias and weights of the raw inputs.</summary>
    private static double[] Estimates(LinearPredictor predictor, bool hasBias, ModelFamily family)
    {
        int first = hasBias ? 1 : 0;
        int variables = predictor.Inputs + first;
        var all = new double[predictor.Outputs * variables];
        for (int output = 0; output < predictor.Outputs; output++)
        {
            Span<double> own = all.AsSpan(output * variables, variables);
            predictor.Weights.AsSpan(output * predictor.Inputs, predictor.Inputs).CopyTo(own[first..]);
            if (hasBias)
            {
                own[0] = predictor.Bias(output);
            }
        }

        return Free(all, variables, family);
    }

    /// <summary>Returns the coefficients of the free logits: of several classes those of each but the first, apart from it.</summary>
    private static double[] Free(double[] coefficients, int variables, ModelFamily family)
    {
        if (family != ModelFamily.Multinomial)
        {
            return coefficients;
        }

        double[] free = coefficients[variables..];
        for (int index = 0; index < free.Length; index++)
        {
            free[index] -= coefficients[index % variables];
        }

        return free;
    }
}
