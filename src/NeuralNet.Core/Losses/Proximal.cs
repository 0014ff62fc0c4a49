namespace NeuralNet.Core.Losses;

/// <summary>
/// Moves the logit z of one row to the minimum of loss(z) + (z - center)^2 / (2 step): the proximal operator of the loss (N. Parikh and S.
/// Boyd, Proximal algorithms, 2014). At the minimum z = center - step * derivative.
/// </summary>
/// <param name="curvature">The derivatives of the loss, which is convex; for a loss with kinks unsmoothed.</param>
/// <param name="kinks">The straight pieces of the loss; null for a loss without kinks.</param>
internal sealed class Proximal(Curvature curvature, KinkedLoss? kinks)
{
    /// <summary>The share of the first error of z = center - step * derivative that may be left: the next pass goes on from there.</summary>
    private const double Enough = 1e-3;

    private const int MostSteps = 100;

    private readonly double[] _curvature = new double[1];

    public Curvature Curvature => curvature;

    /// <summary>Returns the minimum.</summary>
    /// <param name="center">The center of the parabola.</param>
    /// <param name="step">The inverse of its curvature, [0, inf).</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="target">The target of the row.</param>
    /// <param name="derivative">The derivative of the loss at the minimum; at a kink one between those of both sides.</param>
    /// <param name="loss">The loss at the minimum.</param>
    public double Minimize(double center, double step, double start, double target, out double derivative, out double loss) => kinks is null
        ? OfSmooth(center, step, start, target, out derivative, out loss)
        : OfKinks(kinks, center, step, target, out derivative, out loss);

    private static double OfKinks(KinkedLoss kinks, double center, double step, double target, out double derivative, out double loss)
    {
        LogitDistance distance = kinks.Distance;
        derivative = 0;
        double first = double.PositiveInfinity;
        double last = double.NegativeInfinity;
        for (int term = 0; term < distance.Terms; term++)
        {
            double sign = distance.Sign(term, target);
            double kink = -distance.Of(term, 0, target) / sign;
            first = Math.Min(first, kink);
            last = Math.Max(last, kink);
            derivative -= sign > 0 ? kinks.Low : kinks.High;
        }

        // From left to right the derivative rises at each kink.
        double z = center - (step * derivative);
        for (int term = 0; term < distance.Terms; term++)
        {
            double kink = term == 0 ? first : last;
            if (z <= kink)
            {
                break;
            }

            double next = derivative + kinks.High + kinks.Low;
            z = center - (step * next);
            if (z <= kink)
            {
                derivative = step > 0 ? (center - kink) / step : next;
                z = kink;
                break;
            }

            derivative = next;
        }

        loss = 0;
        for (int term = 0; term < distance.Terms; term++)
        {
            loss += kinks.Of(distance.Of(term, z, target));
        }

        return z;
    }

    /// <summary>
    /// Newton's method within bounds, which are halved where its steps do not halve: the derivative of the whole rises by 1 or more, so its
    /// error bounds the way to its root.
    /// </summary>
    private double OfSmooth(double center, double step, double start, double target, out double derivative, out double loss)
    {
        derivative = 0;
        loss = 0;
        double z = start;
        double low = double.NegativeInfinity;
        double high = double.PositiveInfinity;
        double enough = -1;
        double last = double.PositiveInfinity;
        double stride = 1;
        for (int steps = 1; ; steps++)
        {
            curvature.Evaluate(new(in z), new(in target), 1, new(ref derivative), _curvature, new(ref loss));
            double error = z - center + (step * derivative);
            bool isFinite = double.IsFinite(error);
            enough = enough < 0 && isFinite ? Enough * Math.Abs(error) : enough;
            if ((isFinite && Math.Abs(error) <= enough) || steps == MostSteps)
            {
                return z;
            }

            // A loss that overflows has its logit too high: that of Poisson alone does, and it falls to the left.
            low = !isFinite ? low : error < 0 ? z : Math.Max(low, z - error);
            high = isFinite && error < 0 ? Math.Min(high, z - error) : z;
            double move = error / (1 + (step * _curvature[0]));
            double next = z - move;
            if (!(next > low && next < high && Math.Abs(move) <= 0.5 * last))
            {
                next = double.IsInfinity(low) ? z - stride : low + (0.5 * (high - low));
                stride *= 2;
            }

            if (next == z)
            {
                return z;
            }

            last = Math.Abs(next - z);
            z = next;
        }
    }
}
