using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>The <see cref="PenalizedModel"/> of the weights of some inputs and of the biases, at the weights in training.</summary>
internal abstract class CoordinateModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BatchGradient<T> _gradient;
    private readonly NewtonBasis<T> _basis;
    private readonly CurvatureShape _shape;
    private readonly PenalizedModel _model;
    private readonly double[] _ridge;
    private readonly TrainerSettings _settings;
    private readonly double[] _trial;

    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="basis">The variables of the columns.</param>
    /// <param name="shape">The shape of their derivatives.</param>
    /// <param name="model">Their model.</param>
    /// <param name="ridge">The L2 penalty of the model.</param>
    /// <param name="columns">The inputs whose weights move. All other weights are 0.</param>
    /// <param name="settings">The penalty, and how losses add up.</param>
    protected CoordinateModel(
        BatchGradient<T> gradient, NewtonBasis<T> basis, CurvatureShape shape, PenalizedModel model, double[] ridge, int[] columns, in TrainerSettings settings)
    {
        Columns = columns;
        _gradient = gradient;
        _basis = basis;
        _shape = shape;
        _model = model;
        _ridge = ridge;
        _settings = settings;
        _trial = new double[model.Point.Length];
    }

    public int[] Columns { get; }

    /// <summary>The loss and the weight of all rows at the weights in training.</summary>
    public abstract BatchTotal Total { get; }

    /// <summary>The derivative of the objective along the step, with the change of the L1 penalty.</summary>
    public double Slope => _model.Slope;

    /// <summary>The magnitudes of the derivatives with respect to each logit, <c>[outputs]</c>.</summary>
    protected abstract ReadOnlySpan<double> Magnitudes { get; }

    private double Divisor => _settings.Reduction == Reduction.Mean ? Total.Weight : 1;

    /// <summary>Computes losses and derivatives at the weights in training. Returns false if it was cancelled.</summary>
    public abstract bool TryTake(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken);

    /// <summary>Computes the step to the minimum of the model. Returns how much lower it is, in the unit of the sums.</summary>
    /// <param name="least">A gain that is rounding, in the unit of the sums.</param>
    public double Solve(double least)
    {
        SetPenalty();
        return SolveModel(least);
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
        double derivatives = Sum.Compute(Magnitudes);
        double rounding = (Rounding.Unit<T>() * InDouble.LargestMagnitude<double>(_model.Point)) + (Rounding.Unit<double>() * _gradient.OffsetReach);
        return Rounding.Measure<T>(value) + (rounding * derivatives / Divisor);
    }

    /// <summary>Writes the last step as one of the weights in training, <c>[trained]</c>.</summary>
    public void WriteStep(Span<T> destination) => _basis.WriteStep(_model.Step, destination);

    /// <summary>Computes the step with the penalty of the model.</summary>
    protected abstract double SolveModel(double least);

    private void SetPenalty()
    {
        int first = _basis.FirstWeight;
        double lasso = _settings.Penalty.L1Strength * Divisor;
        double ridge = _settings.Penalty.L2Strength * Divisor;
        ReadOnlySpan<double> units = _basis.Units;
        for (int input = 0; input < units.Length; input++)
        {
            double factor = _settings.FactorOf(Columns[input]);
            _ridge[first + input] = ridge * factor * units[input] * units[input];
            for (int output = 0; output < _shape.Outputs; output++)
            {
                _model.Lasso[(output * _shape.Variables) + first + input] = lasso * factor * units[input];
            }
        }
    }
}
