namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Minimizes a quadratic function plus the sum of lasso[j] |x[j]|, if asked for within bounds, one coordinate after another (J. Friedman,
/// T. Hastie and R. Tibshirani, 2010). Between two rounds over all coordinates the equations of those that are neither 0 nor at a bound
/// are solved, so nearly equal inputs take no thousands of rounds. Every sum has one fixed order, so all machines give the same bits.
/// </summary>
internal abstract class PenalizedQuadratic
{
    /// <summary>
    /// A round over all coordinates that gains at most this share of all that was gained is the last. What is left of the step, a
    /// thousandth or so, the model leaves out too.
    /// </summary>
    private const double EnoughOfGain = 1e-6;

    /// <summary>The same where a rough minimum will do.</summary>
    private const double EnoughOfRoughGain = 0.03;

    /// <summary>The same for a round in which a coordinate left 0: alone it may gain little, and much together with others.</summary>
    private const double Nothing = 1e-12;

    /// <summary>The most rounds over all coordinates. Each is followed by the equations, so a few are enough.</summary>
    private const int MostRounds = 1000;

    /// <summary>The most rounds over the coordinates that are not 0, before their equations are solved.</summary>
    private const int MostRoundsOnFace = 16;

    /// <summary>If a round gains more than this share of the round before, the equations are faster.</summary>
    private const double Slow = 0.7;

    private double[] _lasso = [];
    private double[] _point = [];
    private double[] _low = [];
    private double[] _high = [];

    /// <summary>The coordinates of the minimum.</summary>
    public ReadOnlySpan<double> Point => _point.AsSpan(0, Size);

    /// <summary>Whether there are bounds.</summary>
    protected bool HasBounds => _low.Length > 0;

    /// <summary>The number of coordinates.</summary>
    protected int Size { get; private set; }

    /// <summary>Whether a rough minimum will do, because a round costs as much as the model at the next point.</summary>
    protected virtual bool IsRough => false;

    private double Enough => IsRough ? EnoughOfRoughGain : EnoughOfGain;

    /// <summary>The second derivative by a coordinate.</summary>
    protected abstract double CurvatureOf(int index);

    /// <summary>The derivative of the quadratic part by a coordinate, at the point.</summary>
    protected abstract double SlopeOf(int index);

    /// <summary>Changes the derivatives as a step of one coordinate does.</summary>
    protected abstract void Add(int index, double step);

    /// <summary>
    /// Solves the equations of the coordinates of <see cref="Face"/>, as far as these stay on their sides of 0 and within their bounds. Returns
    /// the gain.
    /// </summary>
    protected abstract double Cross();

    /// <summary>Moves a point to the minimum. Returns by how much the function falls.</summary>
    /// <param name="lasso">The penalty of each coordinate, [0, inf).</param>
    /// <param name="point">The point, <c>[size]</c>, with the derivatives of the subclass.</param>
    /// <param name="least">A gain up to which is rounding, [0, inf).</param>
    /// <param name="low">The least value of each coordinate, <c>[size]</c>, at which or above which the point is; empty: none.</param>
    /// <param name="high">The largest value of each coordinate; as many.</param>
    protected double Minimize(ReadOnlySpan<double> lasso, ReadOnlySpan<double> point, double least, double[] low, double[] high)
    {
        Size = point.Length;
        _low = low;
        _high = high;
        if (_point.Length < Size)
        {
            _lasso = new double[Size];
            _point = new double[Size];
        }

        lasso.CopyTo(_lasso);
        point.CopyTo(_point);
        double total = 0;
        for (int round = 0; round < MostRounds; round++)
        {
            int size = FaceSize();
            double gain = Round(all: true);
            total += gain;
            bool isNear = gain <= Math.Max(least, Enough * total) && round > 0;
            if (gain <= least || (isNear && (IsRough || FaceSize() == size || gain <= Nothing * total)))
            {
                break;
            }

            total += Settle(Math.Max(least, Enough * total));
        }

        // Within bounds the equations end it: Newton's method takes this minimum for that of its model.
        return HasBounds ? total + Cross() : total;
    }

    /// <summary>Returns the coordinates that are neither 0 nor at a bound, and those without a penalty.</summary>
    protected int[] Face()
    {
        var face = new List<int>();
        for (int index = 0; index < Size; index++)
        {
            bool isIn = (_point[index] != 0 || _lasso[index] == 0) && !IsAtBound(index) && CurvatureOf(index) > 0;
            if (isIn)
            {
                face.Add(index);
            }
        }

        return [.. face];
    }

    /// <summary>The derivative by a coordinate with that of its penalty, on its side of 0.</summary>
    protected double SlopeOnSide(int index) => SlopeOf(index) + (_lasso[index] * Math.Sign(_point[index]));

    /// <summary>The bound in the direction of a step, which may be infinite.</summary>
    protected double BoundAhead(int index, double step) =>
        HasBounds && step != 0 ? (step < 0 ? _low[index] : _high[index]) : double.PositiveInfinity;

    /// <summary>Returns the nearest value within the bounds.</summary>
    protected virtual double Confined(int index, double value) =>
        !HasBounds ? value : value < _low[index] ? _low[index] : value > _high[index] ? _high[index] : value;

    /// <summary>Whether a coordinate that changes its sign has to stop at 0.</summary>
    protected bool StopsAtZero(int index) => _lasso[index] > 0;

    /// <summary>Changes a coordinate; the derivatives stay.</summary>
    protected void Set(int index, double value) => _point[index] = value;

    /// <summary>Minimizes over the coordinates that are not 0 or have no penalty. Returns the gain.</summary>
    private double Settle(double enough)
    {
        double total = 0;
        double last = double.PositiveInfinity;
        for (int round = 0; round < MostRoundsOnFace; round++)
        {
            double gain = Round(all: false);
            total += gain;

            // If rounds go on to gain the same share of the round before, this is left. Along nearly equal coordinates it is much.
            double share = gain / last;
            if (gain == 0 || (round > 0 && gain * share <= enough * (1 - share)))
            {
                return total;
            }

            if (share > Slow)
            {
                break;
            }

            last = gain;
        }

        return total + Cross();
    }

    /// <summary>Moves each coordinate to its minimum, the others fixed. Returns the gain.</summary>
    private double Round(bool all)
    {
        double gain = 0;
        for (int index = 0; index < Size; index++)
        {
            if (all || _point[index] != 0 || _lasso[index] == 0)
            {
                gain += Move(index);
            }
        }

        return gain;
    }

    private double Move(int index)
    {
        double curvature = CurvatureOf(index);
        double from = _point[index];
        if (!(curvature > 0) && from == 0)
        {
            return 0;
        }

        double slope = SlopeOf(index);
        double lasso = _lasso[index];
        double whole = (curvature * from) - slope;
        double to = whole > lasso ? (whole - lasso) / curvature : whole < -lasso ? (whole + lasso) / curvature : 0;
        if (!(curvature > 0) && !(Math.Abs(slope) < lasso))
        {
            // A straight line has no minimum, unless the penalty bends it at 0.
            return 0;
        }

        // Along one coordinate the function is convex, so its minimum within the bounds is the nearest point.
        to = Confined(index, to);
        double step = to - from;
        if (step == 0)
        {
            return 0;
        }

        Add(index, step);
        _point[index] = to;
        return -((slope + (0.5 * curvature * step)) * step) - (lasso * (Math.Abs(to) - Math.Abs(from)));
    }

    private int FaceSize()
    {
        int size = 0;
        for (int index = 0; index < Size; index++)
        {
            size += _point[index] != 0 && !IsAtBound(index) ? 1 : 0;
        }

        return size;
    }

    private bool IsAtBound(int index) => HasBounds && (_point[index] <= _low[index] || _point[index] >= _high[index]);
}
