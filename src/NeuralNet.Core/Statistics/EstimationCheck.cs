using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core.Statistics;

/// <summary>Rejects rows and weights whose standard errors would mislead.</summary>
internal static class EstimationCheck
{
    /// <summary>A standard deviation of residuals up to this many roundings of the predictions is rounding.</summary>
    private const double ExactFit = 16;

    /// <summary>So many standard errors are no distance that a reader can use.</summary>
    private const double Far = 1e6;

    /// <summary>With every row in its class, a mean loss below this only falls further.</summary>
    private const double SurelySeparated = 1e-3;

    /// <summary>Rejects probabilities instead of classes, and classes without rows.</summary>
    public static void Targets<T>(in ExampleSpan<T> rows, ModelFamily family, int outputs, in ModelTraits model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (family is not (ModelFamily.Binomial or ModelFamily.Multinomial))
        {
            return;
        }

        var hasRows = new bool[outputs];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int output = 0; output < outputs && RowReader.WeightOf(rows, row) > 0; output++)
            {
                double target = RowReader.TargetOf(rows, row, output, outputs);
                hasRows[output] |= target == 1;
                if (target is not (0 or 1))
                {
                    throw Refusal("targets", Invariant(
                        $"targets has the probability {target} in row {row}, and a likelihood needs classes: 0 or 1. Pass such a row once for each class, with the probability as its weight."));
                }
            }
        }

        if (outputs > 1 && hasRows.IndexOf(false) is >= 0 and var empty)
        {
            throw Refusal(rows.Labels.IsEmpty ? "targets" : "labels", Invariant(
                $"No row is of {model.ClassName(empty)}, so its weights have no bound, and no standard errors. Leave out this class."));
        }
    }

    /// <summary>Rejects rows that are no more than the parameters, and parameters that are too many.</summary>
    public static void Size<T>(in ExampleSpan<T> rows, int parameters, CurvatureShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double weight = rows.Weights.IsEmpty ? rows.Count : 0;
        foreach (T own in rows.Weights)
        {
            weight += double.CreateTruncating(own);
        }

        if (!(weight > parameters))
        {
            string what = rows.Weights.IsEmpty ? Shown.Count(rows.Count, "row") : Invariant($"Rows of the total weight {weight:G6}");
            throw Refusal("inputs", Invariant(
                $"{what} can't tell how certain {Shown.Count(parameters, "weight")} {(parameters == 1 ? "is" : "are")}, biases included: more rows than weights are needed{(rows.Weights.IsEmpty ? string.Empty : ", and a weight of 2 counts as two rows")}. Use more rows, or fewer inputs."));
        }

        long numbers = Math.Max(shape.Length, (long)parameters * parameters);
        if (numbers > CurvatureShape.Most)
        {
            throw Refusal("inputs", Invariant(
                $"{parameters} weights, biases included, have {numbers} covariances; at most {CurvatureShape.Most} fit. Use fewer inputs or classes."));
        }
    }

    /// <summary>Rejects inputs that repeat others.</summary>
    public static void Aliases(bool[] isAliased, in ModelTraits model)
    {
        int first = model.HasBias ? 1 : 0;
        int[] found = Indices.Find(isAliased[first..], true);
        if (found.Length > 0)
        {
            ModelTraits named = model;
            string names = string.Join(", ", found.Take(10).Select(input => $"'{Shown.Text(named.InputName(input))}'"));
            throw Refusal("inputs", $"{(found.Length == 1 ? "The input" : "The inputs")} {names}{(found.Length > 10 ? ", ..." : string.Empty)} {(found.Length == 1 ? "repeats" : "repeat")} the inputs before in these rows, as a constant or a sum of others does: weights can move between them at no cost, and have no standard errors. Leave out such an input, and train again.");
        }
    }

    /// <summary>Rejects sums that overflow, and residuals that are rounding.</summary>
    public static void Residuals<T>(ModelFamily family, double dispersion, InformationSums sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!double.IsFinite(sums.Deviance)
            || !TensorPrimitives.IsFiniteAll<double>(sums.Products)
            || !TensorPrimitives.IsFiniteAll<double>(sums.Information))
        {
            throw Refusal("inputs", "The loss of these rows overflows: inputs, targets or weights are too large for it. Use smaller units, or pass the rows of the last Fit.");
        }

        double rounding = ExactFit * Rounding.Unit<T>();
        if (family == ModelFamily.Gaussian && !(dispersion > rounding * rounding * sums.SquaredLogits / sums.Weight))
        {
            throw Refusal("targets", Invariant(
                $"The predictions fit the targets exactly: what is left, {Math.Sqrt(dispersion):G2}, is rounding, and says nothing about how certain the weights are. Use targets that were measured, not computed from the inputs."));
        }
    }

    /// <summary>Rejects weights without a bound, and weights that are not at the optimum of the rows.</summary>
    public static void Optimum<T>(
        in ExampleSpan<T> rows,
        InformationPass<T> pass,
        SymmetricInverse inverse,
        double dispersion,
        ModelFamily family,
        double? heldOut,
        InformationSums sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool hasClasses = family is ModelFamily.Binomial or ModelFamily.Multinomial;
        double[] step = [.. sums.Gradient];
        inverse.Solve(step);
        double distance = Math.Sqrt(Math.Max(Dot.Compute<double>(step, sums.Gradient), 0) / dispersion);
        TensorPrimitives.Negate<double>(step, step);
        if (inverse.IsSingular && IsSteep(sums, step))
        {
            distance = double.PositiveInfinity;
        }
        else if (inverse.IsSingular
            || (hasClasses && sums.IsSeparated && sums.Deviance / (2 * sums.Weight) < SurelySeparated)
            || (family != ModelFamily.Gaussian && pass.Recede(rows, step).IsNearlySure))
        {
            throw Refusal("inputs", $"The weights separate {(hasClasses ? "rows by their class" : "rows whose target is 0")}: the loss falls as long as the weights grow, so they have no optimum, and no standard errors. Leave out the input that tells them apart, or merge the class or category.");
        }

        if (!(distance <= Defaults.OptimumDistance))
        {
            string place = distance < Far ? Invariant($"{distance:G2} standard errors away") : "far away";
            string cure = heldOut is { } share
                ? Invariant($"The last Fit held out a share of {share} of its rows, which the weights do not fit: train without ValidationFraction, then pass all rows.")
                : "Pass the rows and weights of rows of the last Fit, or train until StopReason.Converged, as Optimizer.Newton() does in a few epochs.";
            throw new InvalidOperationException(Invariant(
                $"The weights are not at the optimum of these rows, but {place}; {Defaults.OptimumDistance} standard errors are allowed. {cure}"));
        }
    }

    /// <summary>
    /// Checks whether the loss still falls along a combination of weights without a second derivative, as far from the optimum, where all
    /// predictions are as sure as they are wrong.
    /// </summary>
    private static bool IsSteep(InformationSums sums, double[] step)
    {
        double slope = 0;
        double curvature = 0;
        for (int place = 0; place < step.Length; place++)
        {
            ReadOnlySpan<double> row = sums.Information.AsSpan(place * step.Length, step.Length);
            double left = sums.Gradient[place] + Dot.Compute(row, step);
            slope += left * left;
            curvature = Math.Max(curvature, row[place]);
        }

        return slope > Defaults.OptimumDistance * Defaults.OptimumDistance * curvature;
    }

    private static ArgumentException Refusal(string parameter, string message) => new(message, parameter);
}
