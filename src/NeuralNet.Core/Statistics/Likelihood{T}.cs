using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Statistics;

/// <summary>Sums likelihood and deviances of the targets of one distribution.</summary>
internal sealed class Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LogOfTwoPi = 1.83787706640934548356;

    private readonly ModelFamily _family;
    private readonly int _outputs;
    private readonly bool _hasBias;
    private readonly double[] _totals;
    private readonly double _mean;
    private readonly double? _nullLoss;
    private double _best;

    /// <param name="family">The distribution.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="hasBias">Whether the constant of the null model is that of the targets instead of a logit of 0.</param>
    /// <param name="rows">The rows, whose mean target, or offsets, the null deviance needs.</param>
    /// <param name="loss">The loss, for a null model with offsets.</param>
    public Likelihood(ModelFamily family, int outputs, bool hasBias, in ExampleSpan<T> rows, Curvature loss)
    {
        _family = family;
        _outputs = outputs;
        _hasBias = hasBias;
        _totals = new double[outputs];
        _nullLoss = rows.Offsets.IsEmpty ? null : new NullModel<T>(rows, loss, outputs, family).Loss(hasBias);
        double total = 0;
        for (int index = 0; index < rows.Count; index++)
        {
            double weight = RowReader.WeightOf(rows, index);
            total += weight;
            _mean += weight > 0 ? (RowReader.TargetOf(rows, index, 0, outputs) - _mean) * (weight / total) : 0;
        }
    }

    /// <summary>Adds a row.</summary>
    public void Add(double weight, ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, double loss, InformationSums sums)
    {
        double target = targets[0];
        sums.Weight += weight;
        switch (_family)
        {
            case ModelFamily.Gaussian:
                double distance = target - (_hasBias ? _mean : 0);
                sums.Deviance += weight * 2 * loss;
                sums.NullDeviance += weight * distance * distance;
                sums.SquaredLogits += weight * logits[0] * logits[0];
                break;
            case ModelFamily.Poisson:
                double best = target > 0 ? (target * Logarithm.Compute(target)) - target : 0;
                _best += weight * best;
                sums.Deviance += weight * 2 * (loss + best);
                sums.NullDeviance += weight * 2 * (best + (_hasBias ? _mean - (target * Logarithm.Compute(_mean)) : 1));
                sums.LogLikelihood -= weight * (loss + (target == Math.Floor(target) ? LogFactorial.Compute(target) : double.NaN));
                break;
            default:
                sums.Deviance += weight * 2 * loss;
                sums.IsSeparated &= IsInItsClass(logits, targets);
                for (int output = 0; output < _outputs; output++)
                {
                    _totals[output] += weight * targets[output];
                }

                break;
        }
    }

    /// <summary>Ends the sums.</summary>
    public void End(InformationSums sums)
    {
        switch (_family)
        {
            case ModelFamily.Gaussian:
                sums.LogLikelihood = -0.5 * sums.Weight * (LogOfTwoPi + Logarithm.Compute(sums.Deviance / sums.Weight) + 1);
                break;
            case ModelFamily.Poisson:
                break;
            default:
                sums.LogLikelihood = -0.5 * sums.Deviance;
                sums.NullDeviance = 2 * NullLoss(sums.Weight);
                break;
        }

        if (_nullLoss is { } nullLoss)
        {
            sums.NullDeviance = 2 * (nullLoss + _best);
        }
    }

    /// <summary>The loss of the share of each class as its probability, or of equal probabilities.</summary>
    private double NullLoss(double weight)
    {
        double[] totals = _outputs == 1 ? [weight - _totals[0], _totals[0]] : _totals;
        if (!_hasBias)
        {
            return weight * Logarithm.Compute(totals.Length);
        }

        double loss = 0;
        foreach (double total in totals)
        {
            loss -= total > 0 ? total * Logarithm.Compute(total / weight) : 0;
        }

        return loss;
    }

    private static bool IsInItsClass(ReadOnlySpan<double> logits, ReadOnlySpan<double> targets)
    {
        if (logits.Length == 1)
        {
            return targets[0] > 0.5 ? logits[0] > 0 : logits[0] < 0;
        }

        int own = targets.IndexOf(1);
        for (int output = 0; output < logits.Length; output++)
        {
            if (output != own && !(logits[output] < logits[own]))
            {
                return false;
            }
        }

        return true;
    }
}
