using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Statistics;

/// <summary>The model without inputs: the best constant, added to the offsets of the rows, by Newton's method in double.</summary>
/// <param name="rows">The rows, with offsets.</param>
/// <param name="loss">The loss and its derivatives.</param>
/// <param name="outputs">The number of outputs.</param>
/// <param name="family">The distribution of the targets.</param>
internal readonly ref struct NullModel<T>(ExampleSpan<T> rows, Curvature loss, int outputs, ModelFamily family)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostSteps = 100;

    /// <summary>The most halvings of a step.</summary>
    private const int MostHalvings = 50;

    /// <summary>A gain of this share of the loss is the last: the step squares the distance to the optimum.</summary>
    private const double Enough = 1e-12;

    private readonly ExampleSpan<T> _rows = rows;

    /// <summary>The constants of several classes are those apart from the first.</summary>
    private int First => family == ModelFamily.Multinomial ? 1 : 0;

    private int Free => outputs - First;

    /// <summary>Returns the loss of all rows, by their weights.</summary>
    /// <param name="hasBias">Whether there is a constant; without one it is 0.</param>
    public double Loss(bool hasBias)
    {
        var constants = new double[outputs];
        var gradient = new double[Free];
        var information = new double[Free * Free];
        if (hasBias)
        {
            Begin(constants);
        }

        double value = Evaluate(constants, gradient, information);
        for (int step = 0; hasBias && step < MostSteps; step++)
        {
            var inverse = new SymmetricInverse(information, Free);
            double[] direction = [.. gradient];
            inverse.Solve(direction);
            double gain = 0.5 * Dot.Compute<double>(gradient, direction);
            if (inverse.IsSingular || !(gain > Enough * Math.Abs(value)))
            {
                break;
            }

            double before = value;
            value = Search(constants, direction, value, gradient, information);
            if (!(value < before))
            {
                return before;
            }
        }

        return value;
    }

    /// <summary>Moves the constants against a direction, a shorter way if the loss rises. Returns the loss there.</summary>
    private double Search(double[] constants, double[] direction, double value, double[] gradient, double[] information)
    {
        double[] from = [.. constants];
        double length = 1;
        double trial = double.NaN;
        for (int halvings = 0; halvings < MostHalvings && !(trial < value); halvings++)
        {
            for (int index = 0; index < direction.Length; index++)
            {
                constants[First + index] = from[First + index] - (length * direction[index]);
            }

            trial = Evaluate(constants, gradient, information);
            length /= 2;
        }

        return trial;
    }

    /// <summary>
    /// Begins Poisson regression at its best constant: far from it a step of Newton's method is one of 1, or far too long.
    /// </summary>
    private void Begin(double[] constants)
    {
        if (family != ModelFamily.Poisson)
        {
            return;
        }

        double largest = double.NegativeInfinity;
        for (int row = 0; row < _rows.Count; row++)
        {
            largest = RowReader.WeightOf(_rows, row) > 0 ? Math.Max(largest, RowReader.OffsetOf(_rows, row, 0, outputs)) : largest;
        }

        double counts = 0;
        double exposure = 0;
        for (int row = 0; row < _rows.Count; row++)
        {
            double weight = RowReader.WeightOf(_rows, row);
            counts += weight > 0 ? weight * RowReader.TargetOf(_rows, row, 0, outputs) : 0;
            exposure += weight * LaneMath.Exp(new Scalar<double>(RowReader.OffsetOf(_rows, row, 0, outputs) - largest)).Value;
        }

        constants[0] = counts > 0 ? Logarithm.Compute(counts / exposure) - largest : -largest;
    }

    /// <summary>Sums the losses, and their derivatives by the free constants.</summary>
    private double Evaluate(double[] constants, double[] gradient, double[] information)
    {
        Array.Clear(gradient);
        Array.Clear(information);
        double total = 0;
        Span<double> logits = new double[outputs];
        Span<double> targets = new double[outputs];
        Span<double> derivatives = new double[outputs];
        Span<double> curvatures = new double[outputs];
        Span<double> losses = new double[outputs];
        for (int row = 0; row < _rows.Count; row++)
        {
            double weight = RowReader.WeightOf(_rows, row);
            if (!(weight > 0))
            {
                continue;
            }

            for (int output = 0; output < outputs; output++)
            {
                logits[output] = constants[output] + RowReader.OffsetOf(_rows, row, output, outputs);
                targets[output] = RowReader.TargetOf(_rows, row, output, outputs);
            }

            loss.Evaluate(logits, targets, outputs, derivatives, curvatures, losses);
            total += weight * losses[0];
            AddDerivatives(weight, derivatives, curvatures, gradient, information);
        }

        return total;
    }

    private void AddDerivatives(
        double weight, ReadOnlySpan<double> derivatives, ReadOnlySpan<double> curvatures, double[] gradient, double[] information)
    {
        for (int free = 0; free < Free; free++)
        {
            double own = curvatures[First + free];
            gradient[free] += weight * derivatives[First + free];
            for (int other = 0; other < Free; other++)
            {
                double curvature = !loss.CouplesOutputs ? own : free == other ? own * (1 - own) : -own * curvatures[First + other];
                information[(free * Free) + other] += weight * curvature;
            }
        }
    }
}
