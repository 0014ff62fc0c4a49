using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;
using static System.FormattableString;

namespace NeuralNet.Core.Training;

/// <summary>
/// Trains with coordinate descent on all rows at once. The objective is the loss of all rows plus the penalty. An epoch finds, in one pass
/// over all inputs, those whose weights are not 0 or may leave 0, and then minimizes over these alone, in a few passes over their columns.
/// </summary>
/// <remarks>
/// <para>Each pass over these columns makes a quadratic model of the loss, whose minimum <see cref="PenalizedQuadratic"/> finds, and a step
/// to it (J. D. Lee, Y. Sun and M. A. Saunders, Proximal Newton-type methods, 2014). The inputs are chosen by the sequential strong rule
/// (R. Tibshirani and others, Strong rules for discarding predictors in lasso-type problems, 2012), with the largest derivative as the
/// penalty of the last optimum. A training ends only after a pass over all inputs that finds no other weight which has to
/// leave 0, so the choice changes no answer.</para>
/// <para>An epoch depends on the weights and the rows alone, so nothing is remembered between epochs.</para>
/// </remarks>
internal sealed partial class CoordinateTrainer<T> : Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The share of the promised gain that a step must bring (L. Armijo, 1966).</summary>
    private const double LeastGain = 1e-4;

    /// <summary>The most halvings of a step. A shorter one is lost in rounding.</summary>
    private const int MostHalvings = 50;

    /// <summary>The most steps over the chosen inputs until all are looked at again.</summary>
    private const int MostSteps = 10;

    /// <summary>A step that gains this share of the first step of its epoch is the last.</summary>
    private const double EnoughOfFirst = 1e-4;

    /// <summary>A share of the rounding of the objective that no step has to find.</summary>
    private const double Unseen = 1e-4;

    private readonly Curvature _curvature;
    private readonly OptimumTraits _traits;
    private SeparationCheck<T> _separation;

    // Created by the first epoch: a network that only predicts needs none of it.
    private NewtonBasis<T> _basis = null!;
    private CurvatureShape _shape;
    private CurvaturePass<T>? _pass;
    private int[] _columns = [];
    private CurvatureSum? _look;
    private WorkingSet _set = null!;
    private double[] _point = [];
    private T[] _before = [];
    private T[] _beforeStep = [];
    private T[] _step = [];
    private CoordinateModel<T>? _model;
    private bool _hasBegun;
    private bool _goesOn;
    private bool _isLookCurrent;
    private double _loss = double.NaN;
    private double _value = double.NaN;
    private double _size = double.NaN;
    private double _gain = double.NaN;
    private double _divisor;
    private double _weight;

    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="curvature">The second derivatives of the loss.</param>
    /// <param name="loss">The properties of an optimum of the loss.</param>
    /// <param name="settings">The other settings.</param>
    public CoordinateTrainer(BatchGradient<T> gradient, Curvature curvature, OptimumTraits loss, in TrainerSettings settings)
        : base(gradient, settings)
    {
        _curvature = curvature;
        _traits = loss;
        _separation = new(gradient, loss, settings);
    }

    public override Optimality? Optimality => new(_size, Defaults.GradientTolerance, _gain / _divisor);

    public override void BeginFit() => _hasBegun = false;

    public override void Forget()
    {
        base.Forget();
        _hasBegun = false;
        _isLookCurrent = false;
    }

    public override bool TryGoOn(Penalty penalty)
    {
        SetPenalty(penalty);
        Steps = 0;
        _separation = new(Gradient, _traits, Settings);
        _model = null;
        _gain = double.NaN;
        _goesOn = _isLookCurrent;
        return true;
    }

    public override EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective) => KeepsSparse(source)
            ? RunSparseEpoch(source, team, cancellationToken, out objective)
            : RunEpoch(source, team, cancellationToken, out objective);

    protected override bool TryRecall(ReadOnlySpan<T> memory)
    {
        // Other weights follow, and the last look was not at these.
        _hasBegun = false;
        _isLookCurrent = false;
        return memory.IsEmpty;
    }

    private EpochEnd RunEpoch(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken, out double objective)
    {
        IterationStatus status = _hasBegun ? IterationStatus.Progressed : Begin(source, team, cancellationToken);
        double sizeBefore = _size;
        if (status == IterationStatus.Progressed)
        {
            Parameters.Trained.CopyTo(_before);
            double before = _value;
            status = Descend(source, team, cancellationToken);
            bool goesOn = status == IterationStatus.Progressed;
            _isLookCurrent &= status == IterationStatus.Converged;
            status = goesOn && !TryLook(_set.Columns, source, team, cancellationToken) ? IterationStatus.Cancelled : status;
            if (status == IterationStatus.Cancelled)
            {
                _before.CopyTo(Parameters.Trained);
                _value = before;
                _isLookCurrent = false;
            }
            else
            {
                Steps++;
            }

            _hasBegun = goesOn && status == IterationStatus.Progressed;
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

    /// <summary>Looks at rows that may differ from the last ones.</summary>
    private IterationStatus Begin(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        Reserve();
        if (_goesOn)
        {
            _goesOn = false;
            _hasBegun = true;
            Choose();
        }
        else
        {
            _model = null;
            _pass = null;
            _hasBegun = TryLearnBasis(source, cancellationToken) && TryLook(WithWeights(), source, team, cancellationToken);
        }

        return !_hasBegun ? IterationStatus.Cancelled : double.IsFinite(_value) ? IterationStatus.Progressed : IterationStatus.NotFinite;
    }

    private bool TryLearnBasis(in ExampleSource<T> source, CancellationToken cancellationToken)
    {
        if (_sparse is null)
        {
            return _basis.TryLearn(source, SampleWeights, cancellationToken);
        }

        _basis.LearnUnits(source.Rows);
        return true;
    }

    private void Reserve()
    {
        if (_before.Length > 0)
        {
            return;
        }

        _shape = CurvatureShape.Of(Parameters.Inputs, Settings.HasBias, Parameters.Outputs, _curvature) with { IsFlat = true };
        _basis = new(Parameters, Settings.HasBias, _shape.Width);
        _set = new(_shape, Settings.HasBias, _traits.SharesUnit);
        _point = new double[_shape.Outputs * _shape.Width];
        _before = new T[Parameters.Trained.Length];
        _beforeStep = new T[Parameters.Trained.Length];
        _step = new T[Parameters.Trained.Length];
    }

    /// <summary>Computes the derivatives by all weights, of which only those of some inputs are not 0. Returns false if it was cancelled.</summary>
    private bool TryLook(int[] columns, in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _look = _sparse is null
            ? PassOf(columns).Sum(source, CurvatureOrder.First, null, team, cancellationToken)
            : LookAtSparse(_sparse, source, cancellationToken);
        _isLookCurrent = _look is not null;
        if (_look is null)
        {
            return false;
        }

        _loss = Reduced(_look.Total);
        Choose();
        return true;
    }

    /// <summary>Chooses the inputs of the next epoch by the last look.</summary>
    private void Choose()
    {
        _set.IsCheap = _sparse is not null;
        _weight = _look!.Total.Weight;
        _divisor = Settings.Reduction == Reduction.Mean ? _weight : 1;
        _value = _loss + PenaltyOf(Parameters.Trained);
        _basis.Read(_point, centers: true);
        (double[] low, double[] high) = _basis.ReadBounds();
        _size = _set.Choose(_point, _look, _basis.Units, Settings, _divisor, low, high);
    }

    private CurvaturePass<T> PassOf(int[] columns)
    {
        if (Parameters.Inputs <= WorkingSet.MostInputsWrittenOut)
        {
            return _pass ??= new(Gradient, _curvature, _basis, _shape, Settings.Reduction, isTriangle: false);
        }

        if (_pass is null || !_columns.AsSpan().SequenceEqual(columns))
        {
            CurvatureShape few = CurvatureShape.Of(columns.Length, Settings.HasBias, Parameters.Outputs, _curvature) with { IsFlat = true };
            _columns = columns;
            _pass = new(Gradient, _curvature, _basis.Select(columns, few.Width), few, Settings.Reduction, isTriangle: false, all: _basis);
        }

        return _pass;
    }

    /// <summary>Returns the inputs with a weight that is not 0.</summary>
    private int[] WithWeights()
    {
        var have = new bool[Parameters.Inputs];
        ReadOnlySpan<T> weights = Parameters.Trained[..(Parameters.Inputs * Parameters.Outputs)];
        for (int index = 0; index < weights.Length; index++)
        {
            have[index % Parameters.Inputs] |= weights[index] != T.Zero;
        }

        return Indices.Find(have, true);
    }

    /// <summary>Minimizes over the chosen inputs.</summary>
    private IterationStatus Descend(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        CoordinateModel<T> model = ModelOf(_set.Columns, source);
        if (!model.TryTake(source, team, cancellationToken))
        {
            return IterationStatus.Cancelled;
        }

        double first = 0;
        for (int step = 0; step < MostSteps; step++)
        {
            double noise = model.Noise();
            _gain = model.Solve(Unseen * noise * _divisor);
            if (!double.IsFinite(_gain))
            {
                return IterationStatus.NotFinite;
            }

            bool isLast = _gain / _divisor <= noise;
            IterationStatus status = Step(model, isLast, noise, source, team, cancellationToken);
            if (isLast && status is IterationStatus.Progressed or IterationStatus.Stalled)
            {
                // Only the first step is that of all inputs that have to leave 0.
                return step == 0 && _set.IsWhole ? IterationStatus.Converged : IterationStatus.Progressed;
            }

            if (status != IterationStatus.Progressed)
            {
                return status;
            }

            if (step == 0)
            {
                first = _gain;
            }
            else if (_gain <= (_sparse is null ? EnoughOfFirst : EnoughOfSparse) * first)
            {
                break;
            }
        }

        return IterationStatus.Progressed;
    }

    /// <summary>Takes a step of the model, shortened until the objective falls.</summary>
    private IterationStatus Step(
        CoordinateModel<T> model, bool isLast, double noise, in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        double before = _value;
        double slope = model.Slope / _divisor;
        double length = 1;
        Parameters.Trained.CopyTo(_beforeStep);
        for (int halvings = 0; halvings <= (isLast ? 0 : MostHalvings); halvings++)
        {
            model.Move(length);
            if (!model.TryTake(source, team, cancellationToken))
            {
                return IterationStatus.Cancelled;
            }

            double loss = Reduced(model.Total);
            double value = loss + PenaltyOf(Parameters.Trained);
            if (double.IsFinite(value) && value <= before + (LeastGain * length * slope) + noise)
            {
                _loss = loss;
                _value = value;
                return IterationStatus.Progressed;
            }

            length /= 2;
        }

        _beforeStep.CopyTo(Parameters.Trained);
        return IterationStatus.Stalled;
    }

    private CoordinateModel<T> ModelOf(int[] columns, in ExampleSource<T> source)
    {
        if (_model is not null && _model.Columns.SequenceEqual(columns))
        {
            return _model;
        }

        if (_sparse is not null)
        {
            return _model = SparseCoordinateModel<T>.Create(Gradient, _curvature, source.Rows, _sparse, _basis, columns, Settings);
        }

        long numbers = CurvatureShape.Of(columns.Length, Settings.HasBias, Parameters.Outputs, _curvature).Length;
        if (numbers > CurvatureShape.Most)
        {
            throw new InvalidOperationException(Invariant(
                $"The optimizer 'coordinate-descent' would keep {numbers} second derivatives of {columns.Length} inputs whose weights are not 0 or may leave 0; at most {CurvatureShape.Most} are allowed. Use a stronger L1 penalty, or Optimizer.Lbfgs."));
        }

        return _model = DenseCoordinateModel<T>.Create(Gradient, _curvature, _basis, columns, Settings);
    }

    private bool GrowsWithoutEnd(in ExampleSource<T> source, bool isFlat)
    {
        if (_model is null)
        {
            return false;
        }

        _model.WriteStep(_step);
        return _separation.GrowsWithoutEnd(source, _step, isFlat);
    }
}
