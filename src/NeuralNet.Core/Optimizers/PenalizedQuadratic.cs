using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Minimizes a quadratic function plus the sum of lasso[j] |x[j]|, if asked for within bounds, one coordinate after another (J. Friedman,
/// T. Hastie and R. Tibshirani, 2010). Between two rounds over all coordinates the equations of those that are neither 0 nor at a bound
/// are solved, so nearly equal inputs take no thousands of rounds. Every sum has one fixed order, so all machines give the same bits.
/// </summary>
internal sealed class PenalizedQuadratic
{
    /// <summary>
    /// A round over all coordinates that gains at most this share of all that was gained is the last. What is left of the step, a
    /// thousandth or so, the model leaves out too.
    /// </summary>
    private const double Enough = 1e-6;

    /// <summary>The same for a round in which a coordinate left 0: alone it may gain little, and much together with others.</summary>
    private const double Nothing = 1e-12;

    /// <summary>The most rounds over all coordinates. Each is followed by the equations, so a few are enough.</summary>
    private const int MostRounds = 1000;

    /// <summary>The most rounds over the coordinates that are not 0, before their equations are solved.</summary>
    private const int MostRoundsOnFace = 16;

    /// <summary>If a round gains more than this share of the round before, the equations are faster.</summary>
    private const double Slow = 0.7;

    /// <summary>A pivot below this share of the diagonal, squared, is rounding: its coordinate waits for the next round.</summary>
    private const double LeastPivot = 1e-7;

    private double[] _matrix = [];
    private double[] _lasso = [];
    private double[] _slope = [];
    private double[] _point = [];
    private double[] _low = [];
    private double[] _high = [];
    private double[] _triangle = [];
    private double[] _tolerances = [];
    private int _size;

    /// <summary>The coordinates of the minimum.</summary>
    public ReadOnlySpan<double> Point => _point.AsSpan(0, _size);

    /// <summary>Solves equations by a triangle U with U^T U the second derivatives, which has more digits.</summary>
    /// <param name="triangle">The triangle <c>[size x size]</c>.</param>
    /// <param name="tolerances">The share of each column, apart from those before it, that counts as none, (0, 1].</param>
    public void Use(double[] triangle, double[] tolerances) => (_triangle, _tolerances) = (triangle, tolerances);

    /// <summary>Moves a point to the minimum. Returns by how much the function falls.</summary>
    /// <param name="matrix">The second derivatives <c>[size x size]</c>, symmetric.</param>
    /// <param name="slope">The derivatives of the quadratic part at the point, <c>[size]</c>.</param>
    /// <param name="lasso">The penalty of each coordinate, [0, inf).</param>
    /// <param name="point">The point, <c>[size]</c>.</param>
    /// <param name="least">A gain up to which is rounding, [0, inf).</param>
    /// <param name="low">The least value of each coordinate, <c>[size]</c>, at which or above which the point is; default or empty: none.</param>
    /// <param name="high">The largest value of each coordinate; as many.</param>
    public double Minimize(
        double[] matrix,
        ReadOnlySpan<double> slope,
        ReadOnlySpan<double> lasso,
        ReadOnlySpan<double> point,
        double least,
        double[]? low = null,
        double[]? high = null)
    {
        _size = point.Length;
        _low = low ?? [];
        _high = high ?? [];
        _matrix = matrix;
        Reserve();
        slope.CopyTo(_slope);
        lasso.CopyTo(_lasso);
        point.CopyTo(_point);
        double total = 0;
        for (int round = 0; round < MostRounds; round++)
        {
            int size = FaceSize();
            double gain = Round(all: true);
            total += gain;
            bool isNear = gain <= Math.Max(least, Enough * total) && round > 0;
            if (gain <= least || (isNear && (FaceSize() == size || gain <= Nothing * total)))
            {
                break;
            }

            total += Settle(Math.Max(least, Enough * total));
        }

        // Within bounds the equations end it: Newton's method takes this minimum for that of its model.
        return _low.Length > 0 ? Cross(total) : total;
    }

    private void Reserve()
    {
        if (_slope.Length < _size)
        {
            _slope = new double[_size];
            _lasso = new double[_size];
            _point = new double[_size];
        }
    }

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

        return Cross(total);
    }

    /// <summary>Solves the equations, again and again where coordinates become 0 or meet their bounds. Adds up the gain.</summary>
    private double Cross(double total)
    {
        bool hasCrossed;
        do
        {
            hasCrossed = TryCross(out double gain);
            total += gain;
        }
        while (hasCrossed);

        return total;
    }

    /// <summary>Moves each coordinate to its minimum, the others fixed. Returns the gain.</summary>
    private double Round(bool all)
    {
        double gain = 0;
        for (int index = 0; index < _size; index++)
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
        double curvature = _matrix[(index * _size) + index];
        if (!(curvature > 0))
        {
            return 0;
        }

        double from = _point[index];
        double slope = _slope[index];
        double lasso = _lasso[index];
        double whole = (curvature * from) - slope;
        double to = whole > lasso ? (whole - lasso) / curvature : whole < -lasso ? (whole + lasso) / curvature : 0;

        // Along one coordinate the function is convex, so its minimum within the bounds is the nearest point.
        to = Confined(index, to);
        double step = to - from;
        if (step == 0)
        {
            return 0;
        }

        AddRow(index, step);
        _point[index] = to;
        return -((slope + (0.5 * curvature * step)) * step) - (lasso * (Math.Abs(to) - Math.Abs(from)));
    }

    private int FaceSize()
    {
        int size = 0;
        for (int index = 0; index < _size; index++)
        {
            size += _point[index] != 0 && !IsAtBound(index) ? 1 : 0;
        }

        return size;
    }

    private int[] Face()
    {
        var face = new List<int>();
        for (int index = 0; index < _size; index++)
        {
            bool isIn = (_point[index] != 0 || _lasso[index] == 0) && !IsAtBound(index) && _matrix[(index * _size) + index] > 0;
            if (isIn)
            {
                face.Add(index);
            }
        }

        return [.. face];
    }

    /// <summary>
    /// Moves the coordinates that are not 0 to where all their derivatives are 0, or up to where the first of them becomes 0 or meets its
    /// bound. Returns whether one did, so that there is another such move.
    /// </summary>
    private bool TryCross(out double gain)
    {
        gain = 0;
        int[] face = Face();
        if (face.Length == 0)
        {
            return false;
        }

        double[] down = SolveOn(face, out double slope);
        if (!(slope < 0))
        {
            return false;
        }

        double length = 1;
        int first = -1;
        double end = 0;
        for (int place = 0; place < face.Length; place++)
        {
            double from = _point[face[place]];
            if (_lasso[face[place]] > 0 && from * (from + down[place]) < 0 && -from / down[place] < length)
            {
                length = -from / down[place];
                (first, end) = (place, 0);
            }

            if (BoundAhead(face[place], down[place]) is var bound && Math.Abs(bound - from) < length * Math.Abs(down[place]))
            {
                length = (bound - from) / down[place];
                (first, end) = (place, bound);
            }
        }

        for (int place = 0; place < face.Length; place++)
        {
            double step = place == first ? end - _point[face[place]] : length * down[place];
            _point[face[place]] = place == first ? end : Confined(face[place], _point[face[place]] + step);
            AddRow(face[place], step);
        }

        gain = -slope * length * (1 - (0.5 * length));
        return first >= 0;
    }

    /// <summary>Returns the step to the minimum over some coordinates, and the slope along it.</summary>
    private double[] SolveOn(int[] face, out double slope)
    {
        int count = face.Length;
        var matrix = new double[count * count];
        var right = new double[count];
        for (int place = 0; place < count; place++)
        {
            int index = face[place];
            right[place] = -(_slope[index] + (_lasso[index] * Math.Sign(_point[index])));
            for (int second = place; second < count; second++)
            {
                matrix[(place * count) + second] = _matrix[(index * _size) + face[second]];
            }
        }

        double[] step = [.. right];
        bool[] isFixed = new bool[count];
        if (_triangle.Length > 0)
        {
            SolveByTriangle(face, step);
        }
        else
        {
            Triangle.Eliminate(matrix, count, LeastPivot, isFixed);
            Triangle.EliminateRight(matrix, count, isFixed, step);
            Triangle.Solve(matrix, count, isFixed, step);
        }

        slope = -Dot.Compute<double>(right, step);
        return step;
    }

    private double Confined(int index, double value) =>
        _low.Length == 0 ? value : value < _low[index] ? _low[index] : value > _high[index] ? _high[index] : value;

    private bool IsAtBound(int index) => _low.Length > 0 && (_point[index] <= _low[index] || _point[index] >= _high[index]);

    /// <summary>The bound in the direction of a step, which may be infinite.</summary>
    private double BoundAhead(int index, double step) =>
        _low.Length > 0 && step != 0 ? (step < 0 ? _low[index] : _high[index]) : double.PositiveInfinity;

    /// <summary>The same for the right sides, of the columns of the triangle that are on the face.</summary>
    private void SolveByTriangle(int[] face, double[] step)
    {
        var whole = new double[_size];
        var isDropped = new bool[_size];
        for (int index = 0, place = 0; index < _size; index++)
        {
            isDropped[index] = place == face.Length || face[place] != index;
            whole[index] = isDropped[index] ? 0 : step[place++];
        }

        var triangle = (double[])_triangle.Clone();
        Triangle.Reduce(triangle, _size, _tolerances, isDropped);
        Triangle.SolveTransposed(triangle, _size, isDropped, whole);
        Triangle.Solve(triangle, _size, isDropped, whole);
        for (int place = 0; place < face.Length; place++)
        {
            step[place] = whole[face[place]];
        }
    }

    /// <summary>Adds what a step of one coordinate changes in the derivatives of all.</summary>
    private void AddRow(int index, double step) =>
        ScaledRows.Add<double>(_matrix.AsSpan(index * _size, _size), _size, new ReadOnlySpan<double>(in step), _slope.AsSpan(0, _size));
}
