namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Finds a step along a descent direction that meets the strong Wolfe conditions (J. Nocedal and S. J. Wright, Numerical
/// Optimization, 2006, algorithms 3.5 and 3.6): it says which <see cref="Step"/> to evaluate, and is told what is there.
/// </summary>
/// <remarks>
/// Where the objective changes by less than its rounding the decrease is judged by the slopes alone (W. W. Hager and H.
/// Zhang, A New Conjugate Gradient Method with Guaranteed Descent and an Efficient Line Search, 2005, the approximate Wolfe
/// conditions): slopes still have digits there.
/// </remarks>
internal struct WolfeSearch(double value, double slope, double firstStep, double rounding)
{
    /// <summary>Enough to come from any scale of step to any other; a search that needs more has met noise or a kink.</summary>
    public const int MaxEvaluations = 40;

    /// <summary>The share of the decrease promised by the slope that is enough; Nocedal and Wright's value.</summary>
    public const double SufficientDecrease = 1e-4;

    /// <summary>The share of the first slope that may be left; Nocedal and Wright's value for quasi-Newton directions.</summary>
    public const double Curvature = 0.9;

    // How much longer the next step may be, at least and at most, while the objective keeps falling.
    private const double LeastGrowth = 2;
    private const double MostGrowth = 10;

    // How near to the ends of a bracket, as a share of it, the next step may be.
    private const double Margin = 0.1;

    // A bracket that shrinks less than this is halved next.
    private const double Shrinking = 0.66;

    // A bracket this narrow, as a share of the step, holds no minimum that slopes could show: a kink, or noise.
    private const double NarrowestBracket = 1e-7;

    private readonly LinePoint _start = new(0, value, slope);
    private LinePoint _previous;
    private LinePoint _low = new(0, value, slope);
    private LinePoint _high = new(double.PositiveInfinity, double.PositiveInfinity, double.NaN);
    private int _evaluations;

    /// <summary>The step to evaluate.</summary>
    public double Step { get; private set; } = firstStep;

    /// <summary>The best step known to lower the objective; 0 where there is none.</summary>
    public readonly double LowestStep => _low.Value < _start.Value ? _low.Step : 0;

    private readonly bool IsBracketed => double.IsFinite(_high.Step);

    private readonly double Width => Math.Abs(_high.Step - _low.Step);

    /// <summary>Takes objective and slope at <see cref="Step"/>, and chooses the next; either may be NaN or infinite.</summary>
    public SearchResult Take(double value, double slope)
    {
        _evaluations++;
        bool isFinite = double.IsFinite(value) && double.IsFinite(slope);
        var point = isFinite
            ? new LinePoint(Step, value, slope)
            : new LinePoint(Step, double.PositiveInfinity, double.NaN);
        bool isLow = isFinite && IsLow(point);
        if (isLow && Math.Abs(slope) <= -Curvature * _start.Slope)
        {
            return SearchResult.Found;
        }

        double width = Width;
        if (!isLow || point.Value > _low.Value + rounding)
        {
            _high = point;
        }
        else
        {
            // Downhill from the new lowest point is towards the older one only if the slope says so.
            bool turnsBack = IsBracketed ? point.Slope * (_high.Step - _low.Step) >= 0 : point.Slope >= 0;
            if (turnsBack)
            {
                _high = _low;
            }

            _previous = _low;
            _low = point;
        }

        Step = Next(width);
        bool canGoOn = _evaluations < MaxEvaluations && double.IsFinite(Step) &&
            !(Width <= NarrowestBracket * Math.Max(_low.Step, _high.Step));
        return canGoOn ? SearchResult.Searching : SearchResult.Failed;
    }

    private readonly bool IsLow(LinePoint point) =>
        point.Value <= _start.Value + (SufficientDecrease * point.Step * _start.Slope) ||
        (point.Value <= _start.Value + rounding && point.Slope <= ((2 * SufficientDecrease) - 1) * _start.Slope);

    private readonly double Next(double widthBefore)
    {
        if (!IsBracketed)
        {
            double minimum = Minimum(_previous, _low);
            return minimum > _low.Step
                ? Math.Min(Math.Max(minimum, LeastGrowth * _low.Step), MostGrowth * _low.Step)
                : MostGrowth * _low.Step;
        }

        if (double.IsInfinity(_high.Value))
        {
            return _low.Step + (Margin * (_high.Step - _low.Step));
        }

        if (Width > Shrinking * widthBefore)
        {
            return _low.Step + (0.5 * (_high.Step - _low.Step));
        }

        double share = (Minimum(_low, _high) - _low.Step) / (_high.Step - _low.Step);
        share = double.IsNaN(share) ? 0.5 : Math.Min(Math.Max(share, Margin), 1 - Margin);
        return _low.Step + (share * (_high.Step - _low.Step));
    }

    /// <summary>
    /// Where the cubic through two points with their slopes has its minimum (Nocedal and Wright, equation 3.59); where the
    /// values differ by no more than rounding, where the line through the slopes is 0. NaN where there is none.
    /// </summary>
    private readonly double Minimum(LinePoint left, LinePoint right)
    {
        double width = right.Step - left.Step;
        if (Math.Abs(right.Value - left.Value) <= rounding)
        {
            double bend = (right.Slope - left.Slope) / width;
            return bend > 0 ? left.Step - (left.Slope / bend) : double.NaN;
        }

        double first = left.Slope + right.Slope - (3 * (right.Value - left.Value) / width);
        double second = Math.CopySign(Math.Sqrt((first * first) - (left.Slope * right.Slope)), width);
        return right.Step - (width * (right.Slope + second - first) / (right.Slope - left.Slope + (2 * second)));
    }
}
