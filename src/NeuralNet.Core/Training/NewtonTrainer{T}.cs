using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Trains with Newton's method on all rows at once. An epoch is one step: a pass over the rows, or a few if the step must be shortened.
/// The objective is the loss of all rows plus the L2 penalty, within the bounds of the weights.
/// </summary>
/// <remarks>
/// A step depends on the weights and the rows alone. So nothing is remembered between steps, and a training that goes on has the bits of
/// one that was not interrupted. All sums are in double: for a network of float only the weights are rounded, after each step.
/// </remarks>
internal class NewtonTrainer<T> : Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The share of the promised gain that a step must bring (L. Armijo, 1966).</summary>
    private const double LeastGain = 1e-4;

    /// <summary>The most halvings of a step. A shorter one is lost in rounding.</summary>
    private const int MostHalvings = 50;

    /// <summary>At an optimum within bounds no gradient is larger than this. Where one is, curvatures are 0 and tell no step.</summary>
    private const double LargestAtOptimum = 1e-2;

    private readonly Curvature _curvature;
    private readonly KinkSearch? _kinks;
    private readonly CurvaturePass<T> _pass;
    private readonly SeparationCheck<T> _separation;
    private readonly double _rankTolerance;
    private readonly bool _sharesUnit;
    private readonly double[] _trial;
    private readonly double[] _derivatives;
    private readonly T[] _before;
    private readonly T[] _step;
    private CurvaturePass<T>? _triangles;
    private bool _isTriangle;
    private bool _hasBegun;
    private double _size = double.NaN;
    private double _weight;

    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="curvature">The second derivatives of the loss.</param>
    /// <param name="rankTolerance">The least share of an input, apart from the inputs before it, that counts as none.</param>
    /// <param name="loss">The properties of an optimum of the loss.</param>
    /// <param name="settings">The other settings.</param>
    /// <param name="kinks">Finds the rows near a kink of the loss; null for a loss without kinks.</param>
    public NewtonTrainer(
        BatchGradient<T> gradient, Curvature curvature, double rankTolerance, OptimumTraits loss, in TrainerSettings settings, KinkSearch? kinks = null)
        : base(gradient, settings)
    {
        _curvature = curvature;
        _kinks = kinks;
        Shape = CurvatureShape.Of(Parameters.Inputs, settings.HasBias, Parameters.Outputs, curvature);
        Basis = new(Parameters, settings.HasBias, Shape.Width);
        _pass = NewPass(isTriangle: false);
        Equations = new(Shape, settings.HasBias);
        _rankTolerance = rankTolerance;
        _separation = new(gradient, loss, settings);
        _sharesUnit = loss.SharesUnit;
        Point = new double[Shape.Outputs * Shape.Width];
        _trial = new double[Shape.Outputs * Shape.Width];
        _derivatives = new double[Shape.Outputs];
        _before = new T[Parameters.Trained.Length];
        _step = new T[Parameters.Trained.Length];
    }

    public override Optimality? Optimality => new(_size, Defaults.GradientTolerance, -0.5 * Equations.Slope / Divisor);

    /// <inheritdoc/>
    /// <remarks>Then the next epoch would take one more step and converge, unless the optimum is infinitely far away.</remarks>
    public override bool IsAtOptimum(in ExampleSource<T> source)
    {
        double slope = Equations.Slope / Divisor;
        return _hasBegun
            && !source.IsStream
            && _size <= Math.Max(Defaults.GradientTolerance, Lbfgs<T>.LeastTolerance)
            && -0.5 * slope <= Noise()
            && !_separation.IsSeparated(source, Value, _weight)
            && !GrowsWithoutEnd(source, isFlat: true);
    }

    public override IReadOnlyList<int> AliasedInputs
    {
        get
        {
            bool[] inputs = [.. Equations.IsDropped[^Parameters.Inputs..]];
            return Indices.Find(inputs, true);
        }
    }

    /// <summary>How the second derivatives lie in memory.</summary>
    protected CurvatureShape Shape { get; }

    /// <summary>The variables.</summary>
    protected NewtonBasis<T> Basis { get; }

    /// <summary>The share of each variable of an output, apart from those before it, that counts as none.</summary>
    protected double[] RankTolerances { get; private set; } = [];

    /// <summary>The equations of a step.</summary>
    protected NewtonSystem Equations { get; }

    /// <summary>The weights in training as variables, after <see cref="Arrive"/>.</summary>
    protected double[] Point { get; }

    /// <summary>The sums of the last pass; null before.</summary>
    protected CurvatureSum? Sums { get; private set; }

    /// <summary>The objective at the weights in training.</summary>
    protected double Value { get; set; } = double.NaN;

    /// <summary>What the sums are divided by for the objective.</summary>
    protected double Divisor => Settings.Reduction == Reduction.Mean ? _weight : 1;

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

        objective = status == IterationStatus.NotFinite ? double.NaN : Value;
        return status switch
        {
            IterationStatus.Cancelled => EpochEnd.Cancelled,
            IterationStatus.Converged or IterationStatus.Stalled when GrowsWithoutEnd(source, isFlat: true) => EpochEnd.Separated,
            IterationStatus.Stalled => EpochEnd.Stalled,
            _ when _separation.IsSeparated(source, Value, _weight) => EpochEnd.Separated,
            IterationStatus.Converged => EpochEnd.Converged,
            IterationStatus.Progressed when _separation.IsLookDue(sizeBefore, _size, Steps) && GrowsWithoutEnd(source, isFlat: false) => EpochEnd.Separated,
            _ => EpochEnd.Completed,
        };
    }

    protected override bool TryRecall(ReadOnlySpan<T> memory)
    {
        _hasBegun = false;
        return memory.IsEmpty;
    }

    /// <summary>Learns the variables from rows that may differ from the last ones. Returns false if it was cancelled.</summary>
    protected bool TryLearnVariables(in ExampleSource<T> source, CancellationToken cancellationToken)
    {
        if (!Basis.TryLearn(source, SampleWeights, cancellationToken))
        {
            return false;
        }

        RankTolerances = Basis.RankTolerances(_rankTolerance);
        Equations.Begin(RankTolerances, Basis.ReadBounds());
        return true;
    }

    /// <summary>Computes the first step, from rows that may differ from the last ones.</summary>
    private IterationStatus Begin(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _isTriangle = false;
        if (!TryLearnVariables(source, cancellationToken))
        {
            return IterationStatus.Cancelled;
        }

        IterationStatus status = Evaluate(source, CurvatureOrder.Second, team, cancellationToken);
        if (status == IterationStatus.Progressed)
        {
            Arrive(CurvatureOrder.Second);
            if (Equations.IsRough)
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
    protected IterationStatus Iterate(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        double slope = Equations.Slope / Divisor;
        if (!double.IsFinite(slope))
        {
            return IterationStatus.NotFinite;
        }

        if (!(slope < 0))
        {
            return Equations.Within is null || _size <= LargestAtOptimum ? IterationStatus.Converged : IterationStatus.Stalled;
        }

        // What the whole step gains if the curvature stays the same. The last step gains nothing that the objective shows, but it squares
        // the distance to the optimum.
        double noise = Noise();
        bool isLast = -0.5 * slope <= noise;
        CurvatureOrder order = isLast ? CurvatureOrder.First : _curvature.IsQuadratic ? OfResiduals : CurvatureOrder.Second;
        double before = Value;
        Parameters.Trained.CopyTo(_before);
        double length = 1;
        for (int halvings = 0; halvings <= (isLast ? 0 : MostHalvings); halvings++)
        {
            Move(length);
            IterationStatus status = Evaluate(source, order, team, cancellationToken);
            if (status == IterationStatus.Progressed && Value <= before + (LeastGain * length * slope) + noise)
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
        Value = value;
    }

    /// <summary>Moves the weights by a part of the step.</summary>
    private void Move(double length)
    {
        ReadOnlySpan<double> step = Equations.Step;
        for (int index = 0; index < _trial.Length; index++)
        {
            _trial[index] = Equations.Within?.After(index, length) ?? (Point[index] + (length * step[index]));
        }

        Basis.Write(_trial);
    }

    /// <summary>Computes the objective and the sums at the weights in training.</summary>
    protected IterationStatus Evaluate(in ExampleSource<T> source, CurvatureOrder order, ThreadTeam? team, CancellationToken cancellationToken)
    {
        CurvaturePass<T> pass = order == CurvatureOrder.Triangle ? _triangles! : _pass;
        CurvatureSum? sum = pass.Sum(source, order, _isTriangle ? _pass.Exponent : null, team, cancellationToken);
        if (sum is null)
        {
            return IterationStatus.Cancelled;
        }

        Sums = sum;
        Value = Reduced(sum.Total) + RidgeOf(Parameters.Trained);
        return double.IsFinite(Value) ? IterationStatus.Progressed : IterationStatus.NotFinite;
    }

    /// <summary>Computes the next step from the sums at the weights in training.</summary>
    protected void Arrive(CurvatureOrder order)
    {
        CurvatureSum sum = Sums!;
        Basis.Read(Point, centers: true);
        SetRidge();
        if (order == CurvatureOrder.Second)
        {
            Equations.Take(sum.Curvature);
        }

        if (Equations.Within is not null)
        {
            Equations.SolveWithin(sum.Gradient, Point, order == CurvatureOrder.Triangle ? sum.Curvature : default);
        }
        else if (order == CurvatureOrder.Triangle)
        {
            Equations.SolveTriangle(sum.Curvature, sum.Gradient, Point);
        }
        else
        {
            Equations.Solve(sum.Gradient, Point);
        }

        sum.Magnitudes.CopyTo(_derivatives);
        if (_sharesUnit)
        {
            Array.Fill(_derivatives, _derivatives.Max());
        }

        _size = 0;
        int width = Shape.Width;
        for (int index = 0; index < Point.Length; index++)
        {
            double slope = Equations.Gradient[index];
            slope = Equations.Within?.IsPushedOut(Point[index], index, slope) == true ? 0 : Math.Abs(slope);
            double of = _derivatives[index / width] + (Equations.Ridge[index % width] * Math.Abs(Point[index]));
            _size = slope == 0 ? _size : Math.Max(_size, slope / of);
        }
    }

    /// <summary>Tells the equations the penalty.</summary>
    protected void SetRidge()
    {
        _weight = Sums!.Total.Weight;
        Equations.SetRidge(Basis.Units, Settings, Divisor);
    }

    /// <summary>The rounding of a logit by its offset, which is added in double.</summary>
    protected double RoundingOfOffsets => Rounding.Unit<double>() * Gradient.OffsetReach;

    /// <summary>The rounding of the objective: its own, and that of large weights that cancel each other.</summary>
    protected double Noise()
    {
        double rounding = (Rounding.Unit<T>() * InDouble.LargestMagnitude<double>(Point)) + RoundingOfOffsets;
        return Rounding.Measure<T>(Value) + (rounding * _derivatives.Sum() / Divisor);
    }

    /// <summary>
    /// How the residuals of least squares are summed for further steps. The digits of the weights are those of this sum, unless they are
    /// rounded to float.
    /// </summary>
    private CurvatureOrder OfResiduals => _isTriangle || typeof(T) == typeof(double) ? CurvatureOrder.Refined : CurvatureOrder.First;

    private CurvaturePass<T> NewPass(bool isTriangle) => new(Gradient, _curvature, Basis, Shape, Settings.Reduction, isTriangle, _kinks);

    private bool GrowsWithoutEnd(in ExampleSource<T> source, bool isFlat)
    {
        Basis.WriteStep(Equations.Step, _step);
        return _separation.GrowsWithoutEnd(source, _step, isFlat);
    }
}
