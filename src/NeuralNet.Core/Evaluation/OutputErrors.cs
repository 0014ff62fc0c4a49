using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Evaluation;

/// <summary>The errors of one output, and the variation of its targets; two of them can be added.</summary>
internal struct OutputErrors
{
    private double _weight;
    private double _meanTarget;
    private double _meanDistance;
    private double _meanBelow;
    private double _meanAbove;
    private double _meanDeviance;
    private SumOfSquares _squares;
    private SumOfSquares _variation;

    public readonly double RootMeanSquaredError => _squares.RootOfMean(_weight);

    public readonly double MeanAbsoluteError => _meanDistance;

    /// <summary>The mean distance of predictions below their target; rows with others count as 0.</summary>
    public readonly double MeanBelow => _meanBelow;

    /// <summary>The same of predictions above their target.</summary>
    public readonly double MeanAbove => _meanAbove;

    /// <summary>The mean deviance of a Poisson distribution; NaN if a prediction is not above 0, or a target below 0.</summary>
    public readonly double MeanPoissonDeviance => _meanDeviance;

    public readonly double RSquared => _variation.IsZero ? _squares.IsZero ? 1 : 0 : 1 - _squares.Over(_variation);

    /// <summary>Computes the errors of finite predictions of finite targets. Empty weights: every row counts once.</summary>
    public static OutputErrors Compute(ReadOnlySpan<double> predictions, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        double total = targets.Length;
        if (!weights.IsEmpty)
        {
            total = 0;
            foreach (double weight in weights)
            {
                total += weight;
            }
        }

        // Averages differences from the first target, so equal targets have exactly no variation.
        double mean = targets[0], distances = 0, shares = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            mean += Distance(targets[row], targets[0]) * (weights.IsEmpty ? 1 : weights[row]) / total;
        }

        var errors = new OutputErrors { _weight = total, _meanTarget = mean };
        for (int row = 0; row < targets.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            double error = Distance(predictions[row], targets[row]);
            errors._squares.Add(error, weight);
            errors._variation.Add(Distance(targets[row], mean), weight);
            distances += weight * Math.Abs(error);
            double share = weight / total * Math.Abs(error);
            shares += share;
            errors._meanBelow += error < 0 ? share : 0;
            errors._meanAbove += error > 0 ? share : 0;
            errors._meanDeviance += weight / total * PoissonDeviance(predictions[row], targets[row]);
        }

        errors._meanDistance = double.IsFinite(distances) ? distances / total : shares;
        return errors;
    }

    /// <summary>
    /// Adds the errors of other rows: T. Chan, G. Golub and R. LeVeque, Algorithms for computing the sample variance, 1983.
    /// </summary>
    public readonly OutputErrors Plus(in OutputErrors other)
    {
        OutputErrors sum = this;
        double share = other._weight / (_weight + other._weight);
        double distance = Distance(other._meanTarget, _meanTarget);
        sum._squares.Add(other._squares);
        sum._variation.Add(other._variation);
        sum._variation.Add(distance, _weight * share);
        sum._meanTarget += distance * share;
        sum._meanDistance += (other._meanDistance - _meanDistance) * share;
        sum._meanBelow += (other._meanBelow - _meanBelow) * share;
        sum._meanAbove += (other._meanAbove - _meanAbove) * share;
        sum._meanDeviance += (other._meanDeviance - _meanDeviance) * share;
        sum._weight += other._weight;
        return sum;
    }

    /// <summary>2 (y ln(y / p) - y + p) of a target y and a prediction p: 0 if they are equal.</summary>
    private static double PoissonDeviance(double prediction, double target) =>
        !(prediction > 0 && target >= 0) ? double.NaN
        : target == 0 ? 2 * prediction
        : 2 * ((target * (Logarithm.Compute(target) - Logarithm.Compute(prediction))) - (target - prediction));

    /// <summary>Returns the difference, finite for any finite numbers.</summary>
    private static double Distance(double left, double right) => Math.Clamp(left - right, double.MinValue, double.MaxValue);
}
