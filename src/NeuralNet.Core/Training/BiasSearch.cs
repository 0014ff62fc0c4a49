using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>Finds the bias of one output with the lowest loss over rows whose other logits stay.</summary>
internal sealed class BiasSearch(Curvature loss)
{
    private const int MostSteps = 200;

    /// <summary>A derivative of this share of its parts is rounding.</summary>
    private const double Negligible = 1e-14;

    /// <summary>The rows whose losses are computed together.</summary>
    private const int BlockRows = 256;

    private readonly double[] _logits = new double[BlockRows];
    private readonly double[] _derivatives = new double[BlockRows];
    private readonly double[] _curvatures = new double[BlockRows];
    private readonly double[] _losses = new double[BlockRows];

    /// <summary>
    /// Returns the best bias, and the sums there: by Newton's method, or bisection where that does not halve its steps, on the derivative,
    /// which rises with the bias.
    /// </summary>
    public double Best(
        double start, ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, out LossSums sums)
    {
        double bias = start;
        double best = start;
        double low = double.NegativeInfinity;
        double high = double.PositiveInfinity;
        double stride = 1;
        double last = double.PositiveInfinity;
        sums = SumAt(bias, logits, targets, weights);
        LossSums own = sums;
        for (int step = 0; step < MostSteps; step++)
        {
            if (own.Loss < sums.Loss)
            {
                (sums, best) = (own, bias);
            }

            // A loss that overflows has its bias too high: that of Poisson alone does, and it falls to the left.
            bool isFinite = double.IsFinite(own.Loss);
            if (isFinite && Math.Abs(own.Slope) <= Negligible * own.SlopeSize)
            {
                break;
            }

            (low, high) = isFinite && own.Slope < 0 ? (bias, high) : (low, bias);
            double move = own.Slope / own.Curvature;
            double next = bias - move;
            if (!(next > low && next < high && Math.Abs(move) <= 0.5 * last))
            {
                next = double.IsInfinity(low) ? bias - stride : double.IsInfinity(high) ? bias + stride : low + (0.5 * (high - low));
                stride *= 2;
            }

            if (next == bias)
            {
                break;
            }

            last = double.IsInfinity(low) || double.IsInfinity(high) ? double.PositiveInfinity : Math.Abs(next - bias);
            bias = next;
            own = SumAt(bias, logits, targets, weights);
        }

        return best;
    }

    /// <summary>Sums over the rows, times their weights, with a bias.</summary>
    public LossSums SumAt(double bias, ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        var sums = default(LossSums);
        for (int start = 0; start < logits.Length; start += BlockRows)
        {
            int count = Math.Min(BlockRows, logits.Length - start);
            for (int index = 0; index < count; index++)
            {
                _logits[index] = logits[start + index] + bias;
            }

            loss.Evaluate(
                _logits.AsSpan(0, count), targets.Slice(start, count), 1, _derivatives.AsSpan(0, count), _curvatures.AsSpan(0, count), _losses.AsSpan(0, count));
            for (int index = 0; index < count; index++)
            {
                double weight = weights[start + index];
                if (weight != 0)
                {
                    sums = new(
                        sums.Loss + (weight * _losses[index]),
                        sums.LossSize + (weight * Math.Abs(_losses[index])),
                        sums.Slope + (weight * _derivatives[index]),
                        sums.SlopeSize + (weight * Math.Abs(_derivatives[index])),
                        sums.Curvature + (weight * _curvatures[index]));
                }
            }
        }

        return sums;
    }
}
