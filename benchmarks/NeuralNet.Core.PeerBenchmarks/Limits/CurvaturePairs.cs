using System.Numerics.Tensors;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>The last steps of L-BFGS with the changes of the gradient, and the direction that follows from them.</summary>
internal sealed class CurvaturePairs(double firstStep)
{
    private const int Memory = 10;

    private readonly List<(double[] Step, double[] Change, double Product)> _pairs = [];

    /// <summary>Adds the newest pair; the oldest goes where there are too many.</summary>
    public void Add(double[] step, double[] change)
    {
        if (_pairs.Count == Memory)
        {
            _pairs.RemoveAt(0);
        }

        _pairs.Add((step, change, TensorPrimitives.Dot<double>(step, change)));
    }

    /// <summary>The direction down, by the recursion from the newest pair to the oldest and back.</summary>
    public double[] Direction(ReadOnlySpan<double> gradient)
    {
        double[] direction = gradient.ToArray();
        double[] shares = new double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            (double[] step, double[] change, double product) = _pairs[i];
            shares[i] = TensorPrimitives.Dot<double>(step, direction) / product;
            TensorPrimitives.MultiplyAdd(change, -shares[i], direction, direction);
        }

        TensorPrimitives.Multiply(direction, -Scale(), direction);
        for (int i = 0; i < _pairs.Count; i++)
        {
            (double[] step, double[] change, double product) = _pairs[i];
            double share = TensorPrimitives.Dot<double>(change, direction) / product;
            TensorPrimitives.MultiplyAdd(step, -shares[i] - share, direction, direction);
        }

        return direction;
    }

    private double Scale() => _pairs is [.., var newest]
        ? newest.Product / TensorPrimitives.SumOfSquares<double>(newest.Change)
        : firstStep;
}
