using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// The equations of a step of Newton's method: second derivatives times the step is the gradient, with the sign changed. All vectors
/// are <c>[outputs x variables]</c>.
/// </summary>
/// <remarks>
/// <para>Without an L2 penalty inputs may repeat one another: see <see cref="Triangle"/>. A variable that is dropped moves to 0, and the
/// others take over what it did, so that no logit changes by it.</para>
/// <para>The softmax does not change if all classes move by the same vector u, so the equations have no single solution. The gradient has
/// no part along u. So a term that counts the move along u alone makes the solution single, and it is the one that does not move along
/// u: the sums over the classes stay.</para>
/// </remarks>
/// <param name="shape">How the second derivatives lie in memory.</param>
/// <param name="hasBias">Whether the first variable of an output is its bias, which has no penalty.</param>
/// <param name="tolerance">The share of an input, apart from the inputs before it, that counts as none, (0, 1).</param>
internal sealed class NewtonSystem(CurvatureShape shape, bool hasBias, double tolerance)
{
    /// <summary>A pivot below the rounding of the matrix says nothing, so its variable does not move.</summary>
    private const double LeastPivot = 1e-8;

    private readonly int _variables = shape.Variables;
    private readonly int _outputs = shape.Outputs;
    private readonly double[] _ridge = new double[shape.Variables];
    private readonly bool[] _isDropped = new bool[shape.Variables];
    private readonly double[] _step = new double[shape.Outputs * shape.Variables];
    private readonly double[] _gradient = new double[shape.Outputs * shape.Variables];

    /// <summary>The step.</summary>
    public ReadOnlySpan<double> Step => _step;

    /// <summary>The gradient of the objective, penalty included, as a sum over the rows.</summary>
    public ReadOnlySpan<double> Gradient => _gradient;

    /// <summary>Which variables of an output were dropped, the same of all outputs.</summary>
    public ReadOnlySpan<bool> IsDropped => _isDropped;

    /// <summary>The L2 penalty of each variable of an output, in the unit of the sums: its share of the second derivatives.</summary>
    public ReadOnlySpan<double> Ridge => _ridge;

    private int FirstWeight => hasBias ? 1 : 0;

    /// <summary>The derivative of the objective along the step, as a sum over the rows; below 0 if there is something to gain.</summary>
    public double Slope => Dot.Compute<double>(_gradient, _step);

    /// <summary>Computes the step at a point.</summary>
    /// <param name="sum">The sums over the rows at the point.</param>
    /// <param name="point">The point.</param>
    /// <param name="units">The factor of each input of the variables, <c>[inputs]</c>.</param>
    /// <param name="ridge">The strength of the L2 penalty, in the unit of the sums.</param>
    public void Solve(CurvatureSum sum, ReadOnlySpan<double> point, ReadOnlySpan<double> units, double ridge)
    {
        for (int input = 0; input < units.Length; input++)
        {
            _ridge[FirstWeight + input] = ridge * units[input] * units[input];
        }

        for (int index = 0; index < _gradient.Length; index++)
        {
            _gradient[index] = sum.Gradient[index] + (_ridge[index % _variables] * point[index]);
        }

        Array.Clear(_isDropped);
        if (shape.IsTriangle)
        {
            SolveLeastSquares(sum.Curvature, point, ridge > 0);
            return;
        }

        if (ridge == 0)
        {
            DropAliased(sum.Curvature);
        }

        if (shape.IsCoupled)
        {
            SolveCoupled(sum.Curvature, point, ridge > 0);
        }
        else
        {
            SolveApart(sum.Curvature, point);
        }
    }

    private void SolveLeastSquares(ReadOnlySpan<double> triangle, ReadOnlySpan<double> point, bool hasRidge)
    {
        int width = shape.Width;
        double[] factor = triangle.ToArray();
        if (hasRidge)
        {
            AppendRidge(factor, point);
        }

        Triangle.Reduce(factor, _variables, hasRidge ? 0 : tolerance, _isDropped);
        for (int output = 0; output < _outputs; output++)
        {
            ReadOnlySpan<double> from = point.Slice(output * _variables, _variables);
            Span<double> step = _step.AsSpan(output * _variables, _variables);
            for (int place = 0; place < _variables; place++)
            {
                double right = factor[(place * width) + _variables + output];
                for (int dropped = 0; dropped < _variables; dropped++)
                {
                    right += _isDropped[dropped] ? factor[(place * width) + dropped] * from[dropped] : 0;
                }

                step[place] = right;
            }

            Triangle.Solve(factor, _variables, _isDropped, step);
            MoveDropped(from, step);
        }
    }

    /// <summary>Adds a row for each penalty, root * weight = 0.</summary>
    private void AppendRidge(Span<double> triangle, ReadOnlySpan<double> point)
    {
        int width = shape.Width;
        var rows = new double[_variables * width];
        for (int place = 0; place < _variables; place++)
        {
            double root = Math.Sqrt(_ridge[place]);
            rows[(place * width) + place] = root;
            for (int output = 0; output < _outputs; output++)
            {
                rows[(place * width) + _variables + output] = -root * point[(output * _variables) + place];
            }
        }

        Triangle.Append(triangle, _variables, rows, new double[Triangle.ScratchLength(_variables, width)]);
    }

    /// <summary>Finds the inputs that repeat others in the rows that have a second derivative for any output.</summary>
    private void DropAliased(ReadOnlySpan<double> matrices)
    {
        double[] all = Diagonal(matrices);
        Triangle.Factor(all, _variables, tolerance, _isDropped);
    }

    /// <summary>Returns the sum of the matrices of all outputs.</summary>
    private double[] Diagonal(ReadOnlySpan<double> matrices)
    {
        var all = new double[shape.Square];
        for (int output = 0; output < _outputs; output++)
        {
            TensorPrimitives.Add(all, Matrix(matrices, output, output), all);
        }

        return all;
    }

    private ReadOnlySpan<double> Matrix(ReadOnlySpan<double> matrices, int output, int other)
    {
        int index = shape.IsCoupled ? (output * _outputs) - (output * (output - 1) / 2) + other - output : output;
        return matrices.Slice(index * shape.Square, shape.Square);
    }

    private void SolveApart(ReadOnlySpan<double> matrices, ReadOnlySpan<double> point)
    {
        var factor = new double[shape.Square];
        bool[] isDropped = [.. _isDropped];
        for (int output = 0; output < _outputs; output++)
        {
            ReadOnlySpan<double> matrix = Matrix(matrices, output, output);
            ReadOnlySpan<double> from = point.Slice(output * _variables, _variables);
            Span<double> step = _step.AsSpan(output * _variables, _variables);
            matrix.CopyTo(factor);
            for (int place = 0; place < _variables; place++)
            {
                factor[(place * _variables) + place] += _ridge[place];
                step[place] = Taken(matrix, from, place) - _gradient[(output * _variables) + place];
            }

            _isDropped.CopyTo(isDropped, 0);
            Triangle.Factor(factor, _variables, LeastPivot, isDropped);
            Triangle.SolveTransposed(factor, _variables, isDropped, step);
            Triangle.Solve(factor, _variables, isDropped, step);
            MoveDropped(from, step);
        }
    }

    private void SolveCoupled(ReadOnlySpan<double> matrices, ReadOnlySpan<double> point, bool hasRidge)
    {
        int size = _outputs * _variables;
        var factor = new double[size * size];
        double[] common = Diagonal(matrices);
        bool[] isDropped = new bool[size];
        for (int output = 0; output < _outputs; output++)
        {
            _isDropped.CopyTo(isDropped, output * _variables);
            for (int other = output; other < _outputs; other++)
            {
                ReadOnlySpan<double> matrix = Matrix(matrices, output, other);
                for (int place = 0; place < _variables; place++)
                {
                    for (int second = 0; second < _variables; second++)
                    {
                        // With a penalty only the biases can move together at no cost.
                        bool isFree = !hasRidge || (hasBias && place == 0 && second == 0);
                        double value = matrix[(place * _variables) + second] + (isFree ? common[(place * _variables) + second] / _outputs : 0);
                        factor[(((output * _variables) + place) * size) + (other * _variables) + second] = value;
                    }
                }
            }

            for (int place = 0; place < _variables; place++)
            {
                int index = (output * _variables) + place;
                factor[(index * size) + index] += _ridge[place];
                double taken = 0;
                for (int other = 0; other < _outputs; other++)
                {
                    ReadOnlySpan<double> matrix = Matrix(matrices, Math.Min(output, other), Math.Max(output, other));
                    taken += Taken(matrix, point.Slice(other * _variables, _variables), place);
                }

                _step[index] = taken - _gradient[index];
            }
        }

        Triangle.Factor(factor, size, LeastPivot, isDropped);
        Triangle.SolveTransposed(factor, size, isDropped, _step);
        Triangle.Solve(factor, size, isDropped, _step);
        for (int output = 0; output < _outputs; output++)
        {
            MoveDropped(point.Slice(output * _variables, _variables), _step.AsSpan(output * _variables, _variables));
        }
    }

    /// <summary>What the others take over from the variables that are dropped, in the equation of one variable.</summary>
    private double Taken(ReadOnlySpan<double> matrix, ReadOnlySpan<double> from, int place)
    {
        double taken = 0;
        for (int dropped = 0; dropped < _variables; dropped++)
        {
            taken += _isDropped[dropped] ? matrix[(place * _variables) + dropped] * from[dropped] : 0;
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
}
