using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>The <see cref="QuadraticModel"/> of the weights of some inputs and of the biases, at the weights in training.</summary>
internal sealed class CoordinateModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BatchGradient<T> _gradient;
    private readonly CurvatureShape _shape;
    private readonly NewtonBasis<T> _basis;
    private readonly CurvaturePass<T> _pass;
    private readonly QuadraticModel _model;
    private readonly TrainerSettings _settings;
    private readonly int _first;
    private readonly double[] _trial;
    private readonly double[] _ridge;
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
        _ridge = new double[_shape.Variables];
        _model = new(_shape, _ridge, _basis.ReadBounds());
        _trial = new double[_model.Point.Length];
    }

    public int[] Columns { get; }

    /// <summary>The loss and the weight of all rows at the weights in training.</summary>
    public BatchTotal Total => _sum!.Total;

    /// <summary>The derivative of the objective along the step, with the change of the L1 penalty.</summary>
    public double Slope => _model.Slope;

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
        return _model.Solve(_sum!.Gradient, _sum.Curvature, least);
    }

    /// <summary>Moves the weights from the last minimum by a part of the step.</summary>
    public void Move(double length)
    {
        for (int index = 0; index < _trial.Length; index++)
        {
            _trial[index] = _model.After(index, length);
        }

        _basis.Write(_trial);
    }

    /// <summary>The rounding of the objective: its own, and that of large weights that cancel each other.</summary>
    public double Noise()
    {
        _basis.Read(_model.Point, centers: true);
        double value = _settings.Reduction == Reduction.Mean ? Total.Loss / Total.Weight : Total.Loss;
        double derivatives = Sum.Compute<double>(_sum!.Magnitudes);
        double rounding = (Rounding.Unit<T>() * InDouble.LargestMagnitude<double>(_model.Point)) + (Rounding.Unit<double>() * _gradient.OffsetReach);
        return Rounding.Measure<T>(value) + (rounding * derivatives / Divisor);
    }

    /// <summary>Writes the last step as one of the weights in training, <c>[trained]</c>.</summary>
    public void WriteStep(Span<T> destination) => _basis.WriteStep(_model.Step, destination);

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
                _model.Lasso[(output * _shape.Variables) + _first + input] = lasso * factor * units[input];
            }
        }
    }
}
