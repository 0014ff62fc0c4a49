using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>The objective near a point as a quadratic function of the weights of some inputs and of the biases, plus the L1 penalty.</summary>
internal sealed class CoordinateModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BatchGradient<T> _gradient;
    private readonly CurvatureShape _shape;
    private readonly NewtonBasis<T> _basis;
    private readonly CurvaturePass<T> _pass;
    private readonly PenalizedQuadratic _solver = new();
    private readonly TrainerSettings _settings;
    private readonly int _first;
    private readonly double[] _point;
    private readonly double[] _step;
    private readonly double[] _trial;
    private readonly double[] _slopes;
    private readonly double[] _lasso;
    private readonly double[] _ridge;
    private readonly double[] _matrix;
    private CurvatureSum? _sum;

    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="curvature">The second derivatives of the loss.</param>
    /// <param name="basis">The variables of all inputs.</param>
    /// <param name="columns">The inputs whose weights move. All other weights are 0.</param>
    /// <param name="settings">The penalty, and how losses add up.</param>
    public CoordinateModel(BatchGradient<T> gradient, Curvature curvature, NewtonBasis<T> basis, int[] columns, in TrainerSettings settings)
    {
        Columns = columns;
        _gradient = gradient;
        _settings = settings;
        _first = settings.HasBias ? 1 : 0;
        _shape = CurvatureShape.Of(columns.Length, settings.HasBias, gradient.Parameters.Outputs, curvature);
        _basis = basis.Select(columns, _shape.Width);
        _pass = new(gradient, curvature, _basis, _shape, settings.Reduction, isTriangle: false);
        int numbers = _shape.Outputs * _shape.Width;
        _point = new double[numbers];
        _step = new double[numbers];
        _trial = new double[numbers];
        _slopes = new double[_shape.Outputs * _shape.Variables];
        _lasso = new double[_shape.Outputs * _shape.Variables];
        _ridge = new double[_shape.Variables];
        int size = _shape.IsCoupled ? _slopes.Length : _shape.Variables;
        _matrix = new double[size * size];
    }

    public int[] Columns { get; }

    /// <summary>The loss and the weight of all rows at the weights in training.</summary>
    public BatchTotal Total => _sum!.Total;

    /// <summary>The derivative of the objective along the step, with the change of the L1 penalty.</summary>
    public double Slope { get; private set; }

    private double Divisor => _settings.Reduction == Reduction.Mean ? Total.Weight : 1;

    /// <summary>Computes losses and derivatives at the weights in training. Returns false if it was cancelled.</summary>
    public bool TryTake(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _sum = _pass.Sum(source, CurvatureOrder.Second, null, team, cancellationToken);
        return _sum is not null;
    }

    /// <summary>Computes the step to the minimum of the model. Returns how much lower it is, in the unit of the sums.</summary>
    /// <param name="least">A gain that is rounding, in the unit of the sums.</param>
    public double Solve(double least)
    {
        SetPenalty();
        double gain = 0;
        int problems = _shape.IsCoupled ? 1 : _shape.Outputs;
        int outputs = _shape.Outputs / problems;
        int size = outputs * _shape.Variables;
        Slope = 0;
        Span<double> from = new double[size];
        for (int problem = 0; problem < problems; problem++)
        {
            SetMatrix(problem);
            Span<double> slopes = _slopes.AsSpan(problem * size, size);
            for (int index = 0; index < size; index++)
            {
                int place = PlaceOf((problem * size) + index);
                from[index] = _point[place];
                slopes[index] = _sum!.Gradient[place] + (_ridge[index % _shape.Variables] * from[index]);
            }

            gain += _solver.Minimize(_matrix, slopes, _lasso.AsSpan(problem * size, size), from, least);
            for (int index = 0; index < size; index++)
            {
                double to = _solver.Point[index];
                double step = to - from[index];
                _step[PlaceOf((problem * size) + index)] = step;
                Slope += (slopes[index] * step) + (_lasso[index] * (Math.Abs(to) - Math.Abs(from[index])));
            }
        }

        if (_shape.IsCoupled)
        {
            KeepSums();
        }

        return gain;
    }

    /// <summary>Moves the weights from the last minimum by a part of the step.</summary>
    public void Move(double length)
    {
        for (int index = 0; index < _trial.Length; index++)
        {
            // A weight that goes to 0 is 0 there, not a rounding of it.
            double to = _point[index] + (length * _step[index]);
            _trial[index] = length == 1 && _step[index] == -_point[index] ? 0 : to;
        }

        _basis.Write(_trial);
    }

    /// <summary>The rounding of the objective: its own, and that of large weights that cancel each other.</summary>
    public double Noise()
    {
        _basis.Read(_point, centers: true);
        double value = _settings.Reduction == Reduction.Mean ? Total.Loss / Total.Weight : Total.Loss;
        double derivatives = Sum.Compute<double>(_sum!.Magnitudes);
        double rounding = (Rounding.Unit<T>() * InDouble.LargestMagnitude<double>(_point)) + (Rounding.Unit<double>() * _gradient.OffsetReach);
        return Rounding.Measure<T>(value) + (rounding * derivatives / Divisor);
    }

    /// <summary>Writes the last step as one of the weights in training, <c>[trained]</c>.</summary>
    public void WriteStep(Span<T> destination) => _basis.WriteStep(_step, destination);

    /// <summary>
    /// The softmax does not change if all classes move by the same vector. Where no penalty says otherwise, the sums over the classes stay.
    /// </summary>
    private void KeepSums()
    {
        for (int place = 0; place < _shape.Variables; place++)
        {
            if (_lasso[place] > 0 || _ridge[place] > 0)
            {
                continue;
            }

            double sum = 0;
            for (int output = 0; output < _shape.Outputs; output++)
            {
                sum += _step[(output * _shape.Width) + place];
            }

            for (int output = 0; output < _shape.Outputs; output++)
            {
                _step[(output * _shape.Width) + place] -= sum / _shape.Outputs;
            }
        }
    }

    private int PlaceOf(int index) => (index / _shape.Variables * _shape.Width) + (index % _shape.Variables);

    private void SetPenalty()
    {
        double lasso = _settings.Penalty.L1Strength * Divisor;
        double ridge = _settings.Penalty.L2Strength * Divisor;
        ReadOnlySpan<double> units = _basis.Units;
        for (int input = 0; input < units.Length; input++)
        {
            double factor = _settings.FactorOf(Columns[input]);
            _ridge[_first + input] = ridge * factor * units[input] * units[input];
            for (int output = 0; output < _shape.Outputs; output++)
            {
                _lasso[(output * _shape.Variables) + _first + input] = lasso * factor * units[input];
            }
        }
    }

    /// <summary>Writes the second derivatives of an output, or of all coupled outputs, as a whole symmetric matrix.</summary>
    private void SetMatrix(int problem)
    {
        int variables = _shape.Variables;
        int outputs = _shape.IsCoupled ? _shape.Outputs : 1;
        int size = outputs * variables;
        ReadOnlySpan<double> matrices = _sum!.Curvature;
        matrices = matrices[(_shape.IsShared || _shape.IsCoupled ? 0 : problem * _shape.Square)..];
        for (int output = 0; output < outputs; output++)
        {
            for (int other = output; other < outputs; other++)
            {
                SetBlock(matrices, output * variables, other * variables, size);
                matrices = matrices[_shape.Square..];
            }
        }

        for (int index = 0; index < size; index++)
        {
            _matrix[(index * size) + index] += _ridge[index % variables];
        }
    }

    /// <summary>Writes a matrix <c>[width x width]</c>, of which the upper triangle counts, as two blocks that mirror each other.</summary>
    private void SetBlock(ReadOnlySpan<double> matrix, int top, int left, int size)
    {
        for (int row = 0; row < _shape.Variables; row++)
        {
            for (int column = row; column < _shape.Variables; column++)
            {
                double value = matrix[(row * _shape.Width) + column];
                _matrix[((top + row) * size) + left + column] = value;
                _matrix[((top + column) * size) + left + row] = value;
                _matrix[((left + row) * size) + top + column] = value;
                _matrix[((left + column) * size) + top + row] = value;
            }
        }
    }
}
