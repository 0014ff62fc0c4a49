using System.Numerics.Tensors;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>
/// L2 logistic regression, C = 1, by L-BFGS: loss and gradient from one pass over the rows in float, everything else in double.
/// </summary>
internal sealed class LbfgsLimit(DataSet data, bool hasBias) : IDisposable
{
    private const double SufficientDecrease = 1e-4;
    private const double ShortestStep = 1e-6;

    private readonly AlignedMemory<float> _rows = new(data.Inputs);
    private readonly AlignedMemory<float> _targets = new(data.Targets);

    /// <summary>Trains until no number of the gradient is larger than the tolerance, or no step goes down.</summary>
    public Weights Train(double tolerance)
    {
        using var pass = new LogisticPass<ErrorsWithLoss>(_rows, _targets, data.Width);

        // At weights of 0, with inputs of variance 1, each row adds a quarter to the curvature.
        var pairs = new CurvaturePairs(firstStep: 4.0 / data.Rows);
        LbfgsPoint point = Evaluate(pass, new double[data.Width + 1]);
        while (Math.Abs(TensorPrimitives.MaxMagnitude<double>(point.Gradient)) > tolerance
            && Step(pass, point, pairs.Direction(point.Gradient)) is { } next)
        {
            pairs.Add(Difference(next.Parameters, point.Parameters), Difference(next.Gradient, point.Gradient));
            point = next;
        }

        return new Weights(point.Parameters[..data.Width], [point.Parameters[data.Width]]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _targets.Dispose();
    }

    private static double[] Difference(double[] left, double[] right)
    {
        double[] difference = new double[left.Length];
        TensorPrimitives.Subtract(left, right, difference);
        return difference;
    }

    // The whole direction, or the half as often as the objective falls too little; null where it does not fall.
    private LbfgsPoint? Step(LogisticPass<ErrorsWithLoss> pass, LbfgsPoint from, double[] direction)
    {
        double slope = TensorPrimitives.Dot<double>(direction, from.Gradient);
        for (double length = 1; length > ShortestStep; length /= 2)
        {
            double[] parameters = new double[direction.Length];
            TensorPrimitives.MultiplyAdd(direction, length, from.Parameters, parameters);
            LbfgsPoint to = Evaluate(pass, parameters);
            if (to.Objective <= from.Objective + (SufficientDecrease * length * slope))
            {
                return to;
            }
        }

        return null;
    }

    private LbfgsPoint Evaluate(LogisticPass<ErrorsWithLoss> pass, double[] parameters)
    {
        double[] gradient = new double[parameters.Length];
        var errors = new ErrorsWithLoss();
        pass.Run(parameters, gradient, ref errors);
        Span<double> weights = parameters.AsSpan(..data.Width);
        TensorPrimitives.Add<double>(gradient.AsSpan(..data.Width), weights, gradient);
        gradient[data.Width] = hasBias ? gradient[data.Width] : 0;
        return new LbfgsPoint(parameters, gradient, errors.Loss + (0.5 * TensorPrimitives.SumOfSquares<double>(weights)));
    }
}
