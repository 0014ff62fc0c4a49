namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Finds a step along a descent direction that meets the strong Wolfe conditions (J. Nocedal and S. J. Wright, Numerical
/// Optimization, 2006, section 3.5). It says which <see cref="Step"/> to evaluate, and takes the value and slope there.
/// </summary>
/// <remarks>
/// Steps grow until one is too long. Then the search goes on between the longest that was too short and the shortest that
/// was too long. A step is too short if the objective has fallen enough and still falls steeply, and too long if it has not
/// fallen enough or rises. If it changes by no more than its rounding, only the slope decides, as in the approximate Wolfe
/// conditions (W. W. Hager and H. Zhang, A New Conjugate Gradient Method with Guaranteed Descent and an Efficient Line
/// Search, 2005): slopes still have digits there.
/// </remarks>
internal struct WolfeSearch(double value, double slope, double firstStep, double rounding)
{
    /// <summary>Enough to get from any scale of step to any other. A search that needs more has met noise or a kink.</summary>
    public const int MaxEvaluations = 40;

    /// <summary>The share of the decrease promised by the slope that is enough; Nocedal and Wright's value.</summary>
    public const double SufficientDecrease = 1e-4;

    /// <summary>The share of the first slope that may be left; Nocedal and Wright's value for quasi-Newton directions.</summary>
    public const double Curvature = 0.9;

    /// <summary>
    /// The largest factor from one step to the next while steps are too short. The factor grows too, tenfold each time, since
    /// steps can begin a hundred powers of ten too short if targets are far away.
    /// </summary>
    public const double MostGrowth = 10;

    private const double LeastGrowth = 2;

    // The least distance of the next step from the ends of a bracket, as a share of it.
    private const double Margin = 0.1;

    // A bracket that shrinks less than this is halved next.
    private const double Shrinking = 0.66;

    // A bracket this narrow, as a share of the step, holds no minimum that slopes could show: a kink, or noise.
    private const double NarrowestBracket = 1e-7;

    private readonly LinePoint _start = new(0, value, slope);
    private LinePoint _previous;
    private LinePoint _short = new(0, value, slope);
    private LinePoint _long = new(double.PositiveInfinity, double.PositiveInfinity, double.NaN);
    private int _evaluations;
    private double _mostGrowth = MostGrowth;

    /// <summary>The step to evaluate.</summary>
    public double Step { get; private set; } = firstStep;

    /// <summary>The longest step that is known to be too short and to lower the objective; 0 if there is no such step.</summary>
    public readonly double LowerStep => _short.Value < _start.Value ? _short.Step : 0;

    private readonly bool IsBracketed => double.IsFinite(_long.Step);

    private readonly double Width => _long.Step - _short.Step;

    /// <summary>Takes value and slope at <see cref="Step"/>, and chooses the next step. Both may be NaN or infinite.</summary>
    public SearchResult Take(double value, double slope)
    {
        _evaluations++;
        bool isFinite = double.IsFinite(value) && double.IsFinite(slope);
        var point = new LinePoint(Step, isFinite ? value : double.PositiveInfinity, isFinite ? slope : double.NaN);
        bool isLow = IsLow(point);
        if (isLow && Math.Abs(slope) <= -Curvature * _start.Slope)
        {
            return SearchResult.Found;
        }

        double widthBefore = Width;
        if (isLow && slope < 0)
        {
            _previous = _short;
            _short = point;
        }
        else
        {
            _long = point;
        }

        Step = IsBracketed ? Between(widthBefore) : Beyond();
        bool isNarrow = IsBracketed && Width <= NarrowestBracket * _long.Step;
        return isNarrow || _evaluations == MaxEvaluations ? SearchResult.Failed : SearchResult.Searching;
    }

    private readonly bool IsLow(LinePoint point) =>
        point.Value <= _start.Value + (SufficientDecrease * point.Step * _start.Slope) ||
        (Math.Abs(point.Value - _start.Value) <= rounding && point.Slope <= ((2 * SufficientDecrease) - 1) * _start.Slope);

    private double Beyond()
    {
        double minimum = Minimum(_previous, _short);
        double growth = minimum > _short.Step ? Math.Min(Math.Max(minimum / _short.Step, LeastGrowth), _mostGrowth) : _mostGrowth;
        _mostGrowth *= MostGrowth;
        return growth * _short.Step;
    }

    private readonly double Between(double widthBefore)
    {
        double share = double.IsInfinity(_long.Value) ? Margin
            : Width > Shrinking * widthBefore ? 0.5
            : (Minimum(_short, _long) - _short.Step) / Width;
        share = double.IsNaN(share) ? 0.5 : Math.Min(Math.Max(share, Margin), 1 - Margin);
        return _short.Step + (share * Width);
    }

    /// <summary>
    /// The minimum of the cubic through two points with their slopes (Nocedal and Wright, equation 3.59). If the values differ by
    /// no more than rounding, the point where the line through the slopes is 0. NaN if there is no such point.
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
        double second = Math.Sqrt((first * first) - (left.Slope * right.Slope));
        return right.Step - (width * (right.Slope + second - first) / (right.Slope - left.Slope + (2 * second)));
    }
}
