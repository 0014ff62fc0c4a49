using System.Diagnostics;
using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Trains with Newton's method on all rows at once. An epoch is one step: a pass over the rows, or a few if the step must be shortened.
/// The objective is the loss of all rows plus the L2 penalty.
/// </summary>
/// <remarks>
/// A step depends on the weights and the rows alone. So nothing is remembered between steps, and a training that goes on has the bits of
/// one that was not interrupted. All sums are in double: for a network of float only the weights are rounded, after each step.
/// </remarks>
internal sealed class NewtonTrainer<T> : Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The share of the promised gain that a step must bring (L. Armijo, 1966).</summary>
    private const double LeastGain = 1e-4;

    /// <summary>The most halvings of a step. A shorter one is lost in rounding.</summary>
    private const int MostHalvings = 50;

    private readonly Curvature _curvature;
    private readonly CurvatureShape _shape;
    private readonly NewtonBasis<T> _basis;
    private readonly CurvaturePass<T> _pass;
    private readonly NewtonSystem _system;
    private readonly SeparationCheck<T> _separation;
    private readonly bool _sharesUnit;
    private readonly double[] _point;
    private readonly double[] _trial;
    private readonly double[] _derivatives;
    private readonly T[] _before;
    private readonly T[] _step;
    private CurvaturePass<T>? _triangles;
    private CurvatureSum? _sum;
    private bool _isTriangle;
    private bool _hasBegun;
    private double _value = double.NaN;
    private double _size = double.NaN;
    private double _weight;
    private double _divisor;

    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="curvature">The second derivatives of the loss.</param>
    /// <param name="rankTolerance">The share of an input, apart from the inputs before it, that counts as none.</param>
    /// <param name="loss">The properties of an optimum of the loss.</param>
    /// <param name="settings">The other settings.</param>
    public NewtonTrainer(BatchGradient<T> gradient, Curvature curvature, double rankTolerance, OptimumTraits loss, in TrainerSettings settings)
        : base(gradient, settings)
    {
        _curvature = curvature;
        _shape = CurvatureShape.Of(Parameters.Inputs, settings.HasBias, Parameters.Outputs, curvature);
        _basis = new(Parameters, settings.HasBias, _shape.Width);
        _pass = NewPass(isTriangle: false);
        _system = new(_shape, settings.HasBias, rankTolerance);
        _separation = new(gradient, loss, settings);
        _sharesUnit = loss.SharesUnit;
        _point = new double[_shape.Outputs * _shape.Width];
        _trial = new double[_shape.Outputs * _shape.Width];
        _derivatives = new double[_shape.Outputs];
        _before = new T[Parameters.Trained.Length];
        _step = new T[Parameters.Trained.Length];
    }

    public override Optimality? Optimality => new(_size, Defaults.GradientTolerance, -0.5 * _system.Slope / _divisor);

    public override IReadOnlyList<int> AliasedInputs
    {
        get
        {
            bool[] inputs = [.. _system.IsDropped[^Parameters.Inputs..]];
            return Indices.Find(inputs, true);
        }
    }

    public override int MemoryLength => 0;

    public override T Learn(ReadOnlySpan<T> row, T target, T weight) =>
        throw new UnreachableException("Single steps are rejected earlier.");

    public override int Learn(in ExampleSpan<T> batch, Span<T> logits) =>
        throw new UnreachableException("Single steps are rejected earlier.");

    public override void BeginFit() => _hasBegun = false;

    public override void Forget()
    {
        base.Forget();
        _hasBegun = false;
    }

    public override EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective)
    {
        IterationStatus status = _hasBegun ? IterationStatus.Progressed : Begin(source, team, cancellationToken);
        double sizeBefore = _size;
        if (status == IterationStatus.Progressed)
        {
            status = Iterate(source, team, cancellationToken);
            Steps += status == IterationStatus.Cancelled ? 0 : 1;
        }

        objective = status == IterationStatus.NotFinite ? double.NaN : _value;
        return status switch
        {
            IterationStatus.Cancelled => EpochEnd.Cancelled,
            IterationStatus.Converged or IterationStatus.Stalled when GrowsWithoutEnd(source, isFlat: true) => EpochEnd.Separated,
            IterationStatus.Stalled => EpochEnd.Stalled,
            _ when _separation.IsSeparated(source, _value, _weight) => EpochEnd.Separated,
            IterationStatus.Converged => EpochEnd.Converged,
            IterationStatus.Progressed when _separation.IsLookDue(sizeBefore, _size, Steps) && GrowsWithoutEnd(source, isFlat: false) => EpochEnd.Separated,
            _ => EpochEnd.Completed,
        };
    }

    protected override void Remember(Span<T> memory)
    {
    }

    protected override bool TryRecall(ReadOnlySpan<T> memory)
    {
        _hasBegun = false;
        return memory.IsEmpty;
    }

    /// <summary>Computes the first step, from rows that may differ from the last ones.</summary>
    private IterationStatus Begin(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _isTriangle = false;
        if (!_basis.TryLearn(source, SampleWeights, cancellationToken))
        {
            return IterationStatus.Cancelled;
        }

        IterationStatus status = Evaluate(source, CurvatureOrder.Second, team, cancellationToken);
        if (status == IterationStatus.Progressed)
        {
            Arrive(CurvatureOrder.Second);
            if (_system.IsRough)
            {
                _isTriangle = true;
                _triangles ??= NewPass(isTriangle: true);
                status = Evaluate(source, CurvatureOrder.Triangle, team, cancellationToken);
                if (status == IterationStatus.Progressed)
                {
                    Arrive(CurvatureOrder.Triangle);
                }
            }
        }

        _hasBegun = status == IterationStatus.Progressed;
        return status;
    }

    /// <summary>Takes the step from the current weights, shortened until the objective falls.</summary>
    private IterationStatus Iterate(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        double slope = _system.Slope / _divisor;
        if (!double.IsFinite(slope))
        {
            return IterationStatus.NotFinite;
        }

        if (!(slope < 0))
        {
            return IterationStatus.Converged;
        }

        // What the whole step gains if the curvature stays the same. The last step gains nothing that the objective shows, but it squares
        // the distance to the optimum.
        double noise = Noise();
        bool isLast = -0.5 * slope <= noise;
        CurvatureOrder order = isLast ? CurvatureOrder.First : _curvature.IsQuadratic ? OfResiduals : CurvatureOrder.Second;
        double before = _value;
        Parameters.Trained.CopyTo(_before);
        double length = 1;
        for (int halvings = 0; halvings <= (isLast ? 0 : MostHalvings); halvings++)
        {
            Move(length);
            IterationStatus status = Evaluate(source, order, team, cancellationToken);
            if (status == IterationStatus.Progressed && _value <= before + (LeastGain * length * slope) + noise)
            {
                Arrive(order);
                return isLast ? IterationStatus.Converged : IterationStatus.Progressed;
            }

            if (status == IterationStatus.Cancelled)
            {
                Return(before);
                return IterationStatus.Cancelled;
            }

            length /= 2;
        }

        Return(before);
        return isLast ? IterationStatus.Converged : IterationStatus.Stalled;
    }

    /// <summary>Takes back the trial of a step.</summary>
    private void Return(double value)
    {
        _before.CopyTo(Parameters.Trained);
        _value = value;
    }

    /// <summary>Moves the weights by a part of the step.</summary>
    private void Move(double length)
    {
        ReadOnlySpan<double> step = _system.Step;
        for (int index = 0; index < _trial.Length; index++)
        {
            _trial[index] = _point[index] + (length * step[index]);
        }

        _basis.Write(_trial);
    }

    /// <summary>Computes the objective and the sums at the weights in training.</summary>
    private IterationStatus Evaluate(in ExampleSource<T> source, CurvatureOrder order, ThreadTeam? team, CancellationToken cancellationToken)
    {
        CurvaturePass<T> pass = order == CurvatureOrder.Triangle ? _triangles! : _pass;
        CurvatureSum? sum = pass.Sum(source, order, _isTriangle ? _pass.Exponent : null, team, cancellationToken);
        if (sum is null)
        {
            return IterationStatus.Cancelled;
        }

        _sum = sum;
        _value = Reduced(sum.Total) + RidgeOf(Parameters.Trained);
        return double.IsFinite(_value) ? IterationStatus.Progressed : IterationStatus.NotFinite;
    }

    /// <summary>Computes the next step from the sums at the weights in training.</summary>
    private void Arrive(CurvatureOrder order)
    {
        CurvatureSum sum = _sum!;
        _basis.Read(_point, centers: true);
        _weight = sum.Total.Weight;
        _divisor = Settings.Reduction == Reduction.Mean ? _weight : 1;
        double ridge = Settings.Penalty.L2Strength * _divisor;
        _system.SetRidge(_basis.Units, ridge);
        if (order == CurvatureOrder.Triangle)
        {
            _system.SolveTriangle(sum.Curvature, sum.Gradient, _point, ridge > 0);
        }
        else
        {
            if (order == CurvatureOrder.Second)
            {
                _system.Take(sum.Curvature, ridge > 0);
            }

            _system.Solve(sum.Gradient, _point);
        }

        sum.Magnitudes.CopyTo(_derivatives);
        if (_sharesUnit)
        {
            Array.Fill(_derivatives, _derivatives.Max());
        }

        _size = 0;
        int width = _shape.Width;
        for (int index = 0; index < _point.Length; index++)
        {
            double slope = Math.Abs(_system.Gradient[index]);
            double of = _derivatives[index / width] + (_system.Ridge[index % width] * Math.Abs(_point[index]));
            _size = slope == 0 ? _size : Math.Max(_size, slope / of);
        }
    }

    /// <summary>The rounding of the objective: its own, and that of large weights that cancel each other.</summary>
    private double Noise()
    {
        double reach = InDouble.LargestMagnitude<double>(_point);
        return Rounding.Measure<T>(_value) + (Rounding.Unit<T>() * reach * _derivatives.Sum() / _divisor);
    }

    /// <summary>
    /// How the residuals of least squares are summed for further steps. The digits of the weights are those of this sum, unless they are
    /// rounded to float.
    /// </summary>
    private CurvatureOrder OfResiduals => _isTriangle || typeof(T) == typeof(double) ? CurvatureOrder.Refined : CurvatureOrder.First;

    private CurvaturePass<T> NewPass(bool isTriangle) => new(Gradient, _curvature, _basis, _shape, Settings.Reduction, isTriangle);

    private bool GrowsWithoutEnd(in ExampleSource<T> source, bool isFlat)
    {
        _basis.WriteStep(_system.Step, _step);
        return _separation.GrowsWithoutEnd(source, _step, isFlat);
    }
}
