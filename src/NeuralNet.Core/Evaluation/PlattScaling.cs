using NeuralNet.Core.Activations;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Evaluation;

/// <summary>
/// sigmoid(slope * logit + intercept) as the probability of class 1 (J. Platt, 1999): the minimum of the log loss for
/// targets (N1 + 1) / (N1 + 2) and 1 / (N0 + 2) in place of labels 1 and 0.
/// </summary>
/// <remarks>
/// Newton's method with backtracking (H.-T. Lin, C.-J. Lin and R. C. Weng, 2007), in two points unlike their pseudo-code. The
/// step is solved about the mean of the logits weighted by their curvature, where slope and height do not mix, so that
/// nothing need be added to the Hessian. And near the minimum, where the loss no longer tells two points apart, the
/// gradient decides, so that it vanishes to all digits.
/// </remarks>
internal readonly record struct PlattScaling(double Slope, double Intercept)
{
    private const int MostSteps = 100;
    private const double LeastStep = 1e-10;
    private const double LeastGain = 1e-4;

    /// <summary>How far rounding may lift a loss, relative to it: what the sum of a million rows may be off.</summary>
    private const double LossRounding = 1e-10;

    /// <summary>
    /// The distance of the loss from its minimum that is no longer worth a step, for each row: the mean gradient is then
    /// some 1e-11 at most.
    /// </summary>
    private const double Enough = 1e-22;

    /// <summary>
    /// The scaling that fits logits, finite and not all equal, and their labels 0 and 1 best; null where it is not finite.
    /// Without weights, which are above 0, every row counts once; with them N1 and N0 are sums of them.
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

    /// <summary>The first point on the way of the step, halved as often as it takes, that is better; null where none is.</summary>
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

    /// <summary>A slope and an intercept, their loss, the step of Newton's method from there, and twice what it promises to gain.</summary>
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

        /// <summary>The rows by their weights.</summary>
        public double Rows { get; }

        /// <summary>Everyone has the share of class 1 for a probability.</summary>
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
