using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Minimizes the quadratic function of some columns of sparse rows without a matrix: it keeps the derivative by the logit of each row, which
/// a step of a column changes only in the rows in which it is given (G.-X. Yuan, C.-H. Ho and C.-J. Lin, An improved GLMNET for
/// L1-regularized logistic regression, 2012). Equations are solved by conjugate gradients.
/// </summary>
/// <param name="rows">The derivatives of the rows.</param>
/// <param name="columns">The columns.</param>
/// <param name="shape">The variables, the bias of an output before its columns.</param>
/// <param name="units">The factor of each column.</param>
/// <param name="ridge">The L2 penalty of each variable of an output.</param>
internal sealed class ColumnQuadratic<T>(SparseDerivatives<T> rows, ColumnsOfRows<T> columns, CurvatureShape shape, double[] units, double[] ridge)
    : PenalizedQuadratic
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most iterations of conjugate gradients. Each costs as much as a round.</summary>
    private const int MostIterations = 30;

    /// <summary>The share of the right sides, squared, that the equations may leave.</summary>
    private const double EnoughOfEquations = 1e-2;

    /// <summary>The most halvings of a step that is stopped at 0 or at bounds.</summary>
    private const int MostHalvings = 3;

    /// <summary>
    /// The longest step of a logit by one column, where the second derivatives change: those of rows that are nearly sure are nearly 0, and
    /// promise steps of any length.
    /// </summary>
    private const double LongestStep = 10;

    /// <summary>
    /// Stands for the second derivative of a column whose rows are all sure, and so wrong that it is 0: the step is then the longest.
    /// </summary>
    private const double LeastCurvature = 1e-200;

    private readonly int _variables = shape.Variables;
    private readonly int _first = shape.Variables - units.Length;
    private double[] _start = [];
    private double[] _slopes = [];
    private double[] _logits = [];
    private double[] _changes = [];
    private double[] _curvatures = [];
    private int _output;
    private bool _mayCross;

    protected override bool IsRough => true;

    /// <summary>Moves a point to the minimum. Returns by how much the function falls.</summary>
    /// <param name="output">The output whose weights move; 0 for all coupled outputs.</param>
    /// <param name="lasso">The penalty of each coordinate.</param>
    /// <param name="point">The point, at which the rows have their derivatives.</param>
    /// <param name="least">A gain that is rounding.</param>
    /// <param name="low">The least value of each coordinate; empty without bounds.</param>
    /// <param name="high">The largest.</param>
    public double Minimize(int output, ReadOnlySpan<double> lasso, ReadOnlySpan<double> point, double least, double[] low, double[] high)
    {
        _output = output;
        _mayCross = true;
        int numbers = rows.Count * (shape.IsCoupled ? shape.Outputs : 1);
        if (_slopes.Length != numbers)
        {
            _slopes = new double[numbers];
            _logits = new double[numbers];
            _changes = new double[numbers];
            _curvatures = new double[point.Length];
        }

        _start = point.ToArray();
        rows.Derivatives.Slice(output * rows.Count, numbers).CopyTo(_slopes);
        for (int index = 0; index < point.Length; index++)
        {
            _curvatures[index] = SecondDerivative(index);
        }

        return Minimize(lasso, point, least, low, high);
    }

    protected override double CurvatureOf(int index) => _curvatures[index];

    protected override double SlopeOf(int index) => Product(index, _slopes) + (ridge[index % _variables] * Point[index]);

    protected override void Add(int index, double step)
    {
        int variable = index % _variables;
        int output = index / _variables;
        if (variable < _first)
        {
            for (int number = 0; number < rows.Count; number++)
            {
                Move(output, number, step);
            }

            return;
        }

        columns.Get(variable - _first, out ReadOnlySpan<int> numbers, out ReadOnlySpan<T> values);
        step *= units[variable - _first];
        for (int position = 0; position < numbers.Length; position++)
        {
            Move(output, numbers[position], values.IsEmpty ? step : double.CreateTruncating(values[position]) * step);
        }
    }

    protected override double Confined(int index, double value) =>
        base.Confined(index, shape.IsShared ? value : Math.Clamp(value, _start[index] - LongestStep, _start[index] + LongestStep));

    /// <inheritdoc/>
    /// <remarks>Of the step each coordinate takes the part up to 0 or its bound, if the function falls along that.</remarks>
    protected override double Cross()
    {
        int[] face = _mayCross ? Face() : [];
        if (face.Length == 0)
        {
            return 0;
        }

        var slopes = new double[face.Length];
        for (int place = 0; place < face.Length; place++)
        {
            slopes[place] = SlopeOnSide(face[place]);
        }

        double[] down = SolveOn(face, slopes);
        var step = new double[face.Length];
        for (int halvings = 0; halvings <= MostHalvings; halvings++)
        {
            for (int place = 0; place < face.Length; place++)
            {
                double from = Point[face[place]];
                double to = Confined(face[place], from + Math.ScaleB(down[place], -halvings));
                step[place] = (StopsAtZero(face[place]) && from * to < 0 ? 0 : to) - from;
            }

            double square = Multiply(face, step);
            double gain = -Dot.Compute<double>(slopes, step) - (0.5 * square);
            if (gain > 0)
            {
                for (int place = 0; place < face.Length; place++)
                {
                    double to = Point[face[place]] + step[place];
                    Set(face[place], step[place] == -Point[face[place]] ? 0 : Confined(face[place], to));
                }

                TensorPrimitives.Add<double>(_slopes, _changes, _slopes);
                return gain;
            }
        }

        _mayCross = false;
        return 0;
    }

    /// <summary>Solves the equations of some coordinates by conjugate gradients, each coordinate in the unit of its second derivative.</summary>
    private double[] SolveOn(int[] face, ReadOnlySpan<double> slopes)
    {
        var step = new double[face.Length];
        var left = new double[face.Length];
        var direction = new double[face.Length];
        TensorPrimitives.Negate(slopes, left);
        double size = 0, first = 0;
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            double before = size;
            size = 0;
            for (int place = 0; place < face.Length; place++)
            {
                size += left[place] * left[place] / _curvatures[face[place]];
            }

            double enough = iteration == 0 ? 0 : EnoughOfEquations * first;
            if (size <= enough)
            {
                break;
            }

            first = iteration == 0 ? size : first;
            double share = iteration == 0 ? 0 : size / before;
            for (int place = 0; place < face.Length; place++)
            {
                direction[place] = (left[place] / _curvatures[face[place]]) + (share * direction[place]);
            }

            double length = size / Multiply(face, direction);
            for (int place = 0; place < face.Length; place++)
            {
                step[place] += length * direction[place];
                left[place] -= length * (Product(face[place], _changes) + (ridge[face[place] % _variables] * direction[place]));
            }
        }

        return step;
    }

    /// <summary>
    /// Computes how a step of some coordinates changes logits and their derivatives. Returns the step times the second derivatives times the
    /// step.
    /// </summary>
    private double Multiply(int[] face, ReadOnlySpan<double> step)
    {
        Array.Clear(_logits);
        double square = 0;
        for (int place = 0; place < face.Length; place++)
        {
            int variable = face[place] % _variables;
            Span<double> logits = _logits.AsSpan(face[place] / _variables * rows.Count, rows.Count);
            square += ridge[variable] * step[place] * step[place];
            if (variable < _first)
            {
                TensorPrimitives.Add(logits, step[place], logits);
            }
            else
            {
                columns.AddScaled(variable - _first, units[variable - _first] * step[place], logits);
            }
        }

        Differentiate();
        return square + Dot.Compute<double>(_logits, _changes);
    }

    /// <summary>Computes the changes of the derivatives from those of the logits.</summary>
    private void Differentiate()
    {
        ReadOnlySpan<double> own = rows.Curvatures.Slice(_output * rows.Count, _changes.Length);
        TensorPrimitives.Multiply(own, _logits, _changes);
        for (int number = 0; number < rows.Count && shape.IsCoupled; number++)
        {
            double mean = 0;
            for (int index = number; index < _changes.Length; index += rows.Count)
            {
                mean += _changes[index];
            }

            for (int index = number; index < _changes.Length; index += rows.Count)
            {
                _changes[index] = rows.Weights[number] * (_changes[index] - (mean * own[index]));
            }
        }
    }

    /// <summary>The sum over the rows of an input times the numbers of its output <c>[outputs x rows]</c>.</summary>
    private double Product(int index, double[] numbers)
    {
        int variable = index % _variables;
        ReadOnlySpan<double> ofOutput = numbers.AsSpan(index / _variables * rows.Count, rows.Count);
        return variable < _first ? Sum.Compute(ofOutput) : columns.Dot(variable - _first, ofOutput) * units[variable - _first];
    }

    /// <summary>Changes the derivatives of a row as a step of the logit of an output does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Move(int output, int number, double step)
    {
        if (!shape.IsCoupled)
        {
            _slopes[number] += rows.Curvatures[(_output * rows.Count) + number] * step;
            return;
        }

        // With the softmax a: a[k] (step of k - sum of all a[l] (step of l)), and only one output moves.
        ReadOnlySpan<double> probabilities = rows.Curvatures;
        double weighted = rows.Weights[number] * probabilities[(output * rows.Count) + number] * step;
        for (int index = number; index < _slopes.Length; index += rows.Count)
        {
            _slopes[index] -= weighted * probabilities[index];
        }

        _slopes[(output * rows.Count) + number] += weighted;
    }

    private double SecondDerivative(int index)
    {
        int variable = index % _variables;
        int start = (_output + (index / _variables)) * rows.Count;
        double sum = 0;
        if (variable < _first)
        {
            for (int number = 0; number < rows.Count; number++)
            {
                sum += CurvatureOfRow(start, number);
            }

            return shape.IsShared ? sum : Math.Max(sum, LeastCurvature);
        }

        columns.Get(variable - _first, out ReadOnlySpan<int> numbers, out ReadOnlySpan<T> values);
        for (int position = 0; position < numbers.Length; position++)
        {
            double value = values.IsEmpty ? 1 : double.CreateTruncating(values[position]);
            sum += value * value * CurvatureOfRow(start, numbers[position]);
        }

        double unit = units[variable - _first];
        double curvature = (sum * unit * unit) + ridge[variable];
        return numbers.IsEmpty || shape.IsShared ? curvature : Math.Max(curvature, LeastCurvature);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double CurvatureOfRow(int start, int number)
    {
        double own = rows.Curvatures[start + number];
        return shape.IsCoupled ? rows.Weights[number] * own * (1 - own) : own;
    }
}
