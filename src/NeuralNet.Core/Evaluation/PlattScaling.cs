using NeuralNet.Core.Activations;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Evaluation;

/// <summary>
/// sigmoid(slope * logit + intercept) as the probability of class 1 (J. Platt, 1999): the minimum of the log loss for the targets (N1 +
/// 1) / (N1 + 2) and 1 / (N0 + 2) in place of the labels 1 and 0.
/// </summary>
/// <remarks>
/// Newton's method with backtracking (H.-T. Lin, C.-J. Lin and R. C. Weng, 2007), with two changes to their pseudo-code. The step is
/// solved about the mean of the logits weighted by their curvature, where slope and height are independent, so the Hessian needs no added
/// term. Near the minimum, where the loss no longer distinguishes two points, the gradient decides, so it vanishes to full precision.
/// </remarks>
internal readonly record struct PlattScaling(double Slope, double Intercept)
{
    private const int MostSteps = 100;
    private const double LeastStep = 1e-10;
    private const double LeastGain = 1e-4;

    /// <summary>The largest relative increase of a loss that rounding may cause, for sums of a million rows.</summary>
    private const double LossRounding = 1e-10;

    /// <summary>
    /// The distance of the loss from its minimum, per row, at which the descent stops: the mean gradient is then at most about 1e-11.
    /// </summary>
    private const double Enough = 1e-22;

    /// <summary>
    /// Fits the scaling to logits, finite and not all equal, and their labels 0 and 1; null if it is not finite. Without weights every
    /// row counts once; with weights, which must be above 0, N1 and N0 are their sums.
    /// </summary>
    public static PlattScaling? Fit(
        ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights = default)
    {
        double[] sorted = logits.ToArray();
        Array.Sort(sorted);
        double center = sorted[sorted.Length / 2];
        double unit = Math.Max(center - sorted[0], sorted[^1] - center);
        var distances = new double[logits.Length];
        for (int row = 0; row < distances.Length; row++)
        {
            distances[row] = (logits[row] - center) / unit;
        }

        if (Descend(new Problem(distances, labels, weights)) is not { } point)
        {
            return null;
        }

        double slope = point.Slope / unit;
        double intercept = point.Intercept - (slope * center);
        return double.IsFinite(slope) && double.IsFinite(intercept) ? new PlattScaling(slope, intercept) : null;
    }

    private static Point? Descend(Problem problem)
    {
        Point? point = problem.Start();
        for (int step = 0; step < MostSteps && point is { } current; step++)
        {
            if (current.Gain <= Enough * problem.Rows)
            {
                return current;
            }

            point = Next(problem, current);
        }

        return null;
    }

    /// <summary>Returns the first better point along the step, halved as often as necessary; null if there is no better point.</summary>
    private static Point? Next(Problem problem, in Point from)
    {
        for (double part = 1; part >= LeastStep; part /= 2)
        {
            Point to = problem.At(from.Slope + (part * from.SlopeStep), from.Intercept + (part * from.InterceptStep));
            bool isLower = to.Loss < from.Loss - (LeastGain * part * from.Gain);
            bool isCloser = to.Gain < from.Gain / 4 && to.Loss <= from.Loss * (1 + LossRounding);
            if (isLower || isCloser)
            {
                return to;
            }
        }

        return null;
    }

    /// <summary>A slope and an intercept, their loss, the Newton step from there, and twice the gain that it predicts.</summary>
    private readonly record struct Point(
        double Slope, double Intercept, double Loss, double SlopeStep, double InterceptStep, double Gain);

    private readonly ref struct Problem
    {
        private readonly ReadOnlySpan<double> _logits;
        private readonly ReadOnlySpan<int> _labels;
        private readonly ReadOnlySpan<double> _weights;
        private readonly double[] _derivatives;
        private readonly double[] _curvatures;
        private readonly double _ones;

        public Problem(ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights)
        {
            _logits = logits;
            _labels = labels;
            _weights = weights;
            _derivatives = new double[logits.Length];
            _curvatures = new double[logits.Length];
            for (int row = 0; row < labels.Length; row++)
            {
                Rows += Weight(row);
                _ones += labels[row] * Weight(row);
            }
        }

        /// <summary>The total weight of the rows.</summary>
        public double Rows { get; }

        /// <summary>Starts with the share of class 1 as the probability of every row.</summary>
        public Point Start() => At(0, LaneMath.Log(new Scalar<double>((_ones + 1.0) / (Rows - _ones + 1.0))).Value);

        public Point At(double slope, double intercept)
        {
            double high = (_ones + 1.0) / (_ones + 2.0);
            double low = 1 / (Rows - _ones + 2.0);
            double loss = 0, height = 0, weight = 0, moment = 0;
            for (int row = 0; row < _logits.Length; row++)
            {
                var scaled = new Scalar<double>((slope * _logits[row]) + intercept);
                var target = new Scalar<double>(_labels[row] == 0 ? low : high);
                double own = Weight(row);
                loss += own * default(LogLoss).Evaluate(scaled, target, out Scalar<double> derivative).Value;
                default(Sigmoid).Evaluate(scaled, out Scalar<double> curvature);
                _derivatives[row] = own * derivative.Value;
                _curvatures[row] = own * curvature.Value;
                height += _derivatives[row];
                weight += _curvatures[row];
                moment += _curvatures[row] * _logits[row];
            }

            double mean = moment / weight;
            double tilt = 0, spread = 0;
            for (int row = 0; row < _logits.Length; row++)
            {
                double distance = _logits[row] - mean;
                tilt += _derivatives[row] * distance;
                spread += _curvatures[row] * distance * distance;
            }

            double slopeStep = -tilt / spread;
            double heightStep = -height / weight;
            return new Point(
                slope,
                intercept,
                loss,
                slopeStep,
                heightStep - (mean * slopeStep),
                -(tilt * slopeStep) - (height * heightStep));
        }

        private double Weight(int row) => _weights.IsEmpty ? 1 : _weights[row];
    }
}
