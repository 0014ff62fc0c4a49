using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>Minimizes a quadratic function whose second derivatives are in memory.</summary>
internal sealed class MatrixQuadratic : PenalizedQuadratic
{
    /// <summary>A pivot below this share of the diagonal, squared, is rounding: its coordinate waits for the next round.</summary>
    private const double LeastPivot = 1e-7;

    private double[] _matrix = [];
    private double[] _slope = [];
    private double[] _triangle = [];
    private double[] _tolerances = [];

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
        _matrix = matrix;
        _slope = _slope.Length < slope.Length ? new double[slope.Length] : _slope;
        slope.CopyTo(_slope);
        return Minimize(lasso, point, least, low ?? [], high ?? []);
    }

    protected override double CurvatureOf(int index) => _matrix[(index * Size) + index];

    protected override double SlopeOf(int index) => _slope[index];

    protected override void Add(int index, double step) =>
        ScaledRows.Add<double>(_matrix.AsSpan(index * Size, Size), Size, new ReadOnlySpan<double>(in step), _slope.AsSpan(0, Size));

    /// <inheritdoc/>
    /// <remarks>Again and again where coordinates become 0 or meet their bounds.</remarks>
    protected override double Cross()
    {
        double total = 0;
        bool hasCrossed;
        do
        {
            hasCrossed = TryCross(out double gain);
            total += gain;
        }
        while (hasCrossed);

        return total;
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

        double[] down = StepOn(face, out double slope);
        if (!(slope < 0))
        {
            return false;
        }

        double length = 1;
        int first = -1;
        double end = 0;
        for (int place = 0; place < face.Length; place++)
        {
            double from = Point[face[place]];
            if (StopsAtZero(face[place]) && from * (from + down[place]) < 0 && -from / down[place] < length)
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
            double step = place == first ? end - Point[face[place]] : length * down[place];
            Set(face[place], place == first ? end : Confined(face[place], Point[face[place]] + step));
            Add(face[place], step);
        }

        gain = -slope * length * (1 - (0.5 * length));
        return first >= 0;
    }

    /// <summary>Returns the step to the minimum over some coordinates, and the slope along it.</summary>
    private double[] StepOn(int[] face, out double slope)
    {
        var right = new double[face.Length];
        for (int place = 0; place < face.Length; place++)
        {
            right[place] = -SlopeOnSide(face[place]);
        }

        double[] step = [.. right];
        SolveOn(face, step);
        slope = -Dot.Compute<double>(right, step);
        return step;
    }

    /// <summary>Solves the equations of some coordinates: the second derivatives among them, times the step, are the right sides.</summary>
    private void SolveOn(int[] face, Span<double> step)
    {
        if (_triangle.Length > 0)
        {
            SolveByTriangle(face, step);
            return;
        }

        int count = face.Length;
        var matrix = new double[count * count];
        for (int place = 0; place < count; place++)
        {
            for (int second = place; second < count; second++)
            {
                matrix[(place * count) + second] = _matrix[(face[place] * Size) + face[second]];
            }
        }

        var isFixed = new bool[count];
        Triangle.Eliminate(matrix, count, LeastPivot, isFixed);
        Triangle.EliminateRight(matrix, count, isFixed, step);
        Triangle.Solve(matrix, count, isFixed, step);
    }

    /// <summary>The same for the right sides, of the columns of the triangle that are on the face.</summary>
    private void SolveByTriangle(int[] face, Span<double> step)
    {
        var whole = new double[Size];
        var isDropped = new bool[Size];
        for (int index = 0, place = 0; index < Size; index++)
        {
            isDropped[index] = place == face.Length || face[place] != index;
            whole[index] = isDropped[index] ? 0 : step[place++];
        }

        var triangle = (double[])_triangle.Clone();
        Triangle.Reduce(triangle, Size, _tolerances, isDropped);
        Triangle.SolveTransposed(triangle, Size, isDropped, whole);
        Triangle.Solve(triangle, Size, isDropped, whole);
        for (int place = 0; place < face.Length; place++)
        {
            step[place] = whole[face[place]];
        }
    }
}
