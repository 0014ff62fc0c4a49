using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// The equations of a step of Newton's method: second derivatives times the step is the gradient, with the sign changed. Points, steps
/// and gradients are <c>[outputs x width]</c>.
/// </summary>
/// <remarks>
/// <para>Inputs without an L2 penalty may repeat one another: see <see cref="Triangle"/>. A variable that is dropped moves to 0, and the
/// others take over what it did, so that no logit changes by it.</para>
/// <para>The softmax does not change if all classes move by the same vector u, so the equations have no single solution. The gradient has
/// no part along u. So a term that counts the move along u alone makes the solution single, and it is the one that does not move along
/// u: the sums over the classes stay.</para>
/// <para>Within bounds no variable is dropped, since where others meet their bounds it may go on for them.</para>
/// </remarks>
/// <param name="shape">How the second derivatives lie in memory.</param>
/// <param name="hasBias">Whether the first variable of an output is its bias, which has no penalty.</param>
internal sealed partial class NewtonSystem(CurvatureShape shape, bool hasBias)
{
    /// <summary>A pivot below the rounding of the matrix says nothing, so its variable does not move.</summary>
    private const double LeastPivot = 1e-8;

    /// <summary>
    /// The share of an input, apart from the inputs before it, that the equations of least squares must leave: their error is its inverse
    /// squared, a few 1e-10, and the next step takes its square. With less the rows must be read as a triangle.
    /// </summary>
    private const double LeastApart = 1e-3;

    private readonly int _variables = shape.Variables;
    private readonly int _width = shape.Width;
    private readonly int _outputs = shape.Outputs;
    private readonly double[] _ridge = new double[shape.Width];
    private readonly double[] _step = new double[shape.Outputs * shape.Width];
    private readonly double[] _gradient = new double[shape.Outputs * shape.Width];
    private bool[] _isDropped = new bool[shape.Variables];
    private double[] _matrices = [];
    private double[] _factor = [];
    private double[] _triangle = [];
    private bool[] _isFixed = [];
    private double[] _tolerances = [];

    /// <summary>The problem within the bounds of the weights; null without.</summary>
    public QuadraticModel? Within { get; private set; }

    /// <summary>The step.</summary>
    public ReadOnlySpan<double> Step => _step;

    /// <summary>The gradient of the objective, penalty included, as a sum over the rows.</summary>
    public ReadOnlySpan<double> Gradient => _gradient;

    /// <summary>The L2 penalty of each variable of an output, in the unit of the sums: its share of the second derivatives.</summary>
    public ReadOnlySpan<double> Ridge => _ridge;

    /// <summary>Which variables of an output were dropped, the same of all outputs.</summary>
    public ReadOnlySpan<bool> IsDropped => _isDropped;

    /// <summary>Whether inputs nearly repeat one another, so that the equations of least squares are too rough.</summary>
    public bool IsRough { get; private set; }

    /// <summary>The derivative of the objective along the step, as a sum over the rows; below 0 if there is something to gain.</summary>
    public double Slope => Dot.Compute<double>(_gradient, _step);

    /// <summary>Whether an input has no penalty.</summary>
    public bool HasFreeInput => RidgeOfInputs.Contains(0);

    private int FirstWeight => hasBias ? 1 : 0;

    private ReadOnlySpan<double> RidgeOfInputs => _ridge.AsSpan(FirstWeight, _variables - FirstWeight);

    private bool HasRidge => RidgeOfInputs.ContainsAnyExcept(0);

    /// <summary>Sets the L2 penalty.</summary>
    /// <param name="units">The factor of each input of the variables, <c>[inputs]</c>.</param>
    /// <param name="settings">The penalty.</param>
    /// <param name="divisor">What the sums are divided by in the objective.</param>
    public void SetRidge(ReadOnlySpan<double> units, in TrainerSettings settings, double divisor)
    {
        double strength = settings.Penalty.L2Strength * divisor;
        for (int input = 0; input < units.Length; input++)
        {
            _ridge[FirstWeight + input] = strength * settings.FactorOf(input) * units[input] * units[input];
        }
    }

    /// <summary>Takes the second derivatives of the rows. Those of a quadratic loss stay for all further steps.</summary>
    public void Take(ReadOnlySpan<double> matrices)
    {
        _matrices = matrices.ToArray();
        _triangle = [];
        IsRough = false;
        HoldPenalized(_isDropped);
        if (HasFreeInput && Within is null)
        {
            double[] common = Compact(Common(matrices));
            double[] diagonal = DiagonalOf(common);
            Triangle.Eliminate(common, _variables, _tolerances, _isDropped);
            IsRough = shape.IsShared && !AreApart(common, diagonal);
        }

        ReleasePenalized(_isDropped);
        if (!shape.IsShared)
        {
            return;
        }

        _factor = Compact(matrices);
        AddRidge(_factor);
        _isFixed = [.. _isDropped];
        double[] all = DiagonalOf(_factor);
        Triangle.Eliminate(_factor, _variables, LeastPivot, _isFixed);
        IsRough |= (HasRidge || Within is not null) && !AreApart(_factor, all);
    }

    /// <summary>Begins with other rows.</summary>
    /// <param name="tolerances">The share of each variable of an output, apart from those before it, that counts as none, (0, 1].</param>
    /// <param name="bounds">The bounds of the variables, each <c>[outputs x width]</c>; empty without bounds.</param>
    public void Begin(double[] tolerances, (double[] Low, double[] High) bounds)
    {
        _tolerances = tolerances;
        Within = bounds.Low.Length == 0 ? null : new(shape, _ridge, bounds);
    }

    /// <summary>Computes the step to the minimum within the bounds.</summary>
    /// <param name="gradient">The gradient of the loss, as a sum over the rows.</param>
    /// <param name="point">The point, within the bounds.</param>
    /// <param name="triangle">The triangle of least squares, which is kept for further steps; empty for none.</param>
    public void SolveWithin(ReadOnlySpan<double> gradient, ReadOnlySpan<double> point, ReadOnlySpan<double> triangle)
    {
        AddPenalty(gradient, point);
        point.CopyTo(Within!.Point);
        if (!triangle.IsEmpty)
        {
            double[] factor = triangle.ToArray();
            AppendRidge(factor, point);
            Within.Solver.Use(Triangle.Compact(factor, shape.TriangleWidth, _variables), _tolerances);
        }

        Within.Curvature = _matrices;
        Within.Solve(gradient, 0);
        Within.Step.CopyTo(_step, 0);
    }

    /// <summary>Computes the step from a gradient at a point.</summary>
    /// <param name="gradient">The gradient of the loss, as a sum over the rows.</param>
    /// <param name="point">The point.</param>
    public void Solve(ReadOnlySpan<double> gradient, ReadOnlySpan<double> point)
    {
        AddPenalty(gradient, point);
        if (_triangle.Length > 0)
        {
            SolveByTriangle();
        }
        else if (shape.IsCoupled)
        {
            SolveCoupled(point);
        }
        else
        {
            SolveApart(point);
        }
    }

    /// <summary>Computes the step from the triangle of least squares at a point, and keeps the triangle for further steps.</summary>
    /// <param name="triangle">The triangle.</param>
    /// <param name="gradient">The gradient of the loss, as a sum over the rows.</param>
    /// <param name="point">The point.</param>
    public void SolveTriangle(ReadOnlySpan<double> triangle, ReadOnlySpan<double> gradient, ReadOnlySpan<double> point)
    {
        AddPenalty(gradient, point);
        int width = shape.TriangleWidth;
        double[] factor = triangle.ToArray();
        HoldPenalized(_isDropped);
        if (HasRidge && HasFreeInput)
        {
            Triangle.Reduce(triangle.ToArray(), _variables, _tolerances, _isDropped);
        }

        ReleasePenalized(_isDropped);
        if (HasRidge)
        {
            AppendRidge(factor, point);
        }

        Triangle.Reduce(factor, _variables, HasRidge ? new double[_variables] : _tolerances, _isDropped);
        _triangle = factor;
        for (int output = 0; output < _outputs; output++)
        {
            ReadOnlySpan<double> from = point.Slice(output * _width, _variables);
            Span<double> step = StepOf(output);
            for (int place = 0; place < _variables; place++)
            {
                ReadOnlySpan<double> row = factor.AsSpan(place * width, width);
                step[place] = row[_variables + output] + Taken(row[.._variables], from);
            }

            Triangle.Solve(factor, _variables, _isDropped, step);
            MoveDropped(from, step);
        }
    }

    /// <summary>
    /// Drops the variables with a penalty for now, so that those without one are compared with each other alone. A penalty says how much of a
    /// weight an input takes that repeats others, so such an input stays.
    /// </summary>
    public void HoldPenalized(Span<bool> isDropped)
    {
        for (int place = 0; place < _variables; place++)
        {
            isDropped[place] = _ridge[place] > 0;
        }
    }

    /// <summary>Takes back <see cref="HoldPenalized"/>.</summary>
    public void ReleasePenalized(Span<bool> isDropped)
    {
        for (int place = 0; place < _variables; place++)
        {
            isDropped[place] &= !(_ridge[place] > 0);
        }
    }

    /// <summary>Checks that each kept variable of an eliminated matrix is apart from those before it.</summary>
    private bool AreApart(ReadOnlySpan<double> factor, ReadOnlySpan<double> diagonal)
    {
        for (int place = 0; place < _variables; place++)
        {
            double left = factor[(place * _variables) + place];
            if (!_isDropped[place] && left < LeastApart * LeastApart * diagonal[place])
            {
                return false;
            }
        }

        return true;
    }

    private void AddPenalty(ReadOnlySpan<double> gradient, ReadOnlySpan<double> point)
    {
        for (int start = 0; start < gradient.Length; start += _width)
        {
            for (int place = 0; place < _width; place++)
            {
                _gradient[start + place] = gradient[start + place] + (_ridge[place] * point[start + place]);
            }
        }
    }

    /// <summary>Adds a row for each penalty, root * weight = 0.</summary>
    private void AppendRidge(Span<double> triangle, ReadOnlySpan<double> point)
    {
        int width = shape.TriangleWidth;
        var rows = new double[_variables * width];
        for (int place = 0; place < _variables; place++)
        {
            double root = Math.Sqrt(_ridge[place]);
            rows[(place * width) + place] = root;
            for (int output = 0; output < _outputs; output++)
            {
                rows[(place * width) + _variables + output] = -root * point[(output * _width) + place];
            }
        }

        Triangle.Append(triangle, _variables, rows, new double[Triangle.ScratchLength(_variables, width)]);
    }

    /// <summary>
    /// Solves U^T U step = -gradient with the triangle U of an earlier point. The gradient is right to more digits than the residuals that
    /// come with a triangle. A dropped variable has moved to 0 already.
    /// </summary>
    private void SolveByTriangle()
    {
        for (int output = 0; output < _outputs; output++)
        {
            Span<double> step = StepOf(output);
            TensorPrimitives.Negate(_gradient.AsSpan(output * _width, _variables), step);
            Triangle.SolveTransposed(_triangle, _variables, _isDropped, step);
            Triangle.Solve(_triangle, _variables, _isDropped, step);
        }
    }

    private void SolveApart(ReadOnlySpan<double> point)
    {
        for (int output = 0; output < _outputs; output++)
        {
            int first = shape.IsShared ? 0 : output;
            ReadOnlySpan<double> from = point.Slice(output * _width, _variables);
            Span<double> step = StepOf(output);
            for (int place = 0; place < _variables; place++)
            {
                step[place] = TakenBy(first, first, place, from) - _gradient[(output * _width) + place];
            }

            if (!shape.IsShared)
            {
                _factor = Compact(Matrix(_matrices, output, output));
                AddRidge(_factor);
                _isFixed = [.. _isDropped];
                Triangle.Eliminate(_factor, _variables, LeastPivot, _isFixed);
            }

            Triangle.EliminateRight(_factor, _variables, _isFixed, step);
            Triangle.Solve(_factor, _variables, _isFixed, step);
            MoveDropped(from, step);
        }
    }

    private ReadOnlySpan<double> Matrix(ReadOnlySpan<double> matrices, int output, int other)
    {
        int index = shape.IsCoupled ? (output * _outputs) - (output * (output - 1) / 2) + other - output : output;
        return matrices.Slice(index * shape.Square, shape.Square);
    }

    private double[] Compact(ReadOnlySpan<double> matrix) => Triangle.Compact(matrix, _width, _variables);

    private double[] DiagonalOf(ReadOnlySpan<double> matrix)
    {
        var diagonal = new double[_variables];
        for (int place = 0; place < _variables; place++)
        {
            diagonal[place] = matrix[(place * _variables) + place];
        }

        return diagonal;
    }

    private void AddRidge(Span<double> matrix)
    {
        for (int place = 0; place < _variables; place++)
        {
            matrix[(place * _variables) + place] += _ridge[place];
        }
    }

    /// <summary>The second derivative with respect to a variable of one output and one of another.</summary>
    private double At(int output, int other, int place, int second) =>
        Upper(Matrix(_matrices, Math.Min(output, other), Math.Max(output, other)), place, second);

    private double Upper(ReadOnlySpan<double> matrix, int place, int second) =>
        matrix[(Math.Min(place, second) * _width) + Math.Max(place, second)];

    /// <summary>What the variables that are dropped leave to the others, in the equation of one variable.</summary>
    private double TakenBy(int output, int other, int place, ReadOnlySpan<double> from)
    {
        double taken = 0;
        for (int dropped = 0; dropped < _variables; dropped++)
        {
            taken += _isDropped[dropped] ? At(output, other, place, dropped) * from[dropped] : 0;
        }

        return taken;
    }

    /// <summary>The same for a row of a triangle.</summary>
    private double Taken(ReadOnlySpan<double> row, ReadOnlySpan<double> from)
    {
        double taken = 0;
        for (int dropped = 0; dropped < _variables; dropped++)
        {
            taken += _isDropped[dropped] ? row[dropped] * from[dropped] : 0;
        }

        return taken;
    }

    private void MoveDropped(ReadOnlySpan<double> from, Span<double> step)
    {
        for (int place = 0; place < _variables; place++)
        {
            step[place] = _isDropped[place] ? -from[place] : step[place];
        }
    }

    private Span<double> StepOf(int output) => _step.AsSpan(output * _width, _variables);
}
