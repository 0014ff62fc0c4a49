using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Minimizes a smooth function of <c>[variables]</c> plus an L1 penalty on the first <c>penalized</c> of them: L-BFGS (D. C.
/// Liu and J. Nocedal, On the Limited Memory BFGS Method for Large Scale Optimization, 1989), and with a penalty OWL-QN
/// (G. Andrew and J. Gao, Scalable Training of L1-Regularized Log-Linear Models, 2007), which makes weights exactly 0. Bounds of
/// variables are kept by <see cref="Box{T}"/>.
/// </summary>
/// <remarks>
/// The caller keeps the point. <see cref="Begin"/> evaluates the objective there, and each <see cref="Iterate"/> moves it
/// downhill. The state that iterations keep, above all pairs of steps and changes of the gradient, outlives
/// <see cref="Begin"/>: five iterations, another Begin at the same point and five more give the same bits as ten iterations.
/// Allocates in the constructor; the memory of the pairs follows when it is first needed.
/// </remarks>
internal sealed partial class Lbfgs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The share of the objective that an iteration may gain at an optimum. Along a direction in which inputs nearly repeat one
    /// another the gradient is small even far from the optimum. An iteration goes there, and its gain shows the distance.
    /// </summary>
    private const double NoGain = 1e-10;

    /// <summary>
    /// How far the logit of one row may be off by rounding, in units of its terms. It is summed as a tree; a loss sums many rows, and is off
    /// by more.
    /// </summary>
    private const double RoundingsOfARow = 2;

    /// <summary>A gradient this small, 1e-6 in float, is rounding: it counts as 0 without another iteration.</summary>
    public static readonly double LeastTolerance = 8 * Rounding.Unit<T>();

    private readonly CurvaturePairs<T> _pairs;
    private readonly IMetric<T> _metric;
    private readonly bool _isSmooth;
    private readonly double _tolerance;
    private readonly double _evenPenalty;
    private readonly T[] _penalties;
    private readonly Box<T>? _box;
    private readonly T[] _direction;
    private readonly T[] _trial;
    private readonly T[] _pseudoGradient;
    private T[] _gradient;
    private T[] _trialGradient;
    private double _trialValue;
    private double _noise;
    private double _scale;
    private Stagnation<T> _stagnation;

    /// <param name="variables">The number of variables, [1, inf).</param>
    /// <param name="memory">The number of pairs that are kept, [1, inf).</param>
    /// <param name="tolerance">The largest gradient, by the metric, that counts as 0, [0, inf).</param>
    /// <param name="penalty">The factor of the sum of magnitudes, [0, inf); 0 is plain L-BFGS.</param>
    /// <param name="penalized">The number of variables, from the first on, that have the penalty, [0, variables].</param>
    /// <param name="metric">The units of the variables. Default null: all units are 1.</param>
    /// <param name="isSmooth">Whether the objective has no kink, so that its optimum shows in its gradient. Default true.</param>
    /// <param name="factors">What the penalty of each variable is multiplied by, again and again for all of them; null for 1.</param>
    /// <param name="box">The bounds of the first variables, within which every point is; null for none.</param>
    public Lbfgs(
        int variables,
        int memory,
        double tolerance,
        double penalty = 0,
        int penalized = 0,
        IMetric<T>? metric = null,
        bool isSmooth = true,
        double[]? factors = null,
        Box<T>? box = null)
    {
        Debug.Assert(variables > 0 && memory > 0, "There is something to minimize, and room to remember.");
        Debug.Assert(tolerance >= 0 && penalty >= 0, "Tolerance and penalty are not negative.");
        Debug.Assert(penalized >= 0 && penalized <= variables, "The penalized variables are among the variables.");
        _pairs = new CurvaturePairs<T>(variables, memory);
        _metric = metric ?? new IdentityMetric<T>();
        _isSmooth = isSmooth;
        _tolerance = tolerance;
        _penalties = T.CreateTruncating(penalty) > T.Zero ? new T[penalized] : [];
        for (int index = 0; index < _penalties.Length; index++)
        {
            _penalties[index] = T.CreateTruncating(factors is null ? penalty : penalty * factors[index % factors.Length]);
        }

        _evenPenalty = factors is null ? double.CreateTruncating(T.CreateTruncating(penalty)) : double.NaN;
        _direction = new T[variables];
        _trial = new T[variables];
        _box = box;
        _pseudoGradient = HasKinks || box is not null ? new T[variables] : [];
        _gradient = new T[variables];
        _trialGradient = new T[variables];
    }

    /// <summary>The whole objective at the point, penalty included; NaN before <see cref="Begin"/>.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>The size of the gradient at the point by the metric (with a penalty: of the pseudo-gradient).</summary>
    public double LargestGradient { get; private set; } = double.NaN;

    /// <summary>The number of values that <see cref="Snapshot"/> writes.</summary>
    public int SnapshotLength => Stagnation<T>.SnapshotLength + _pairs.SnapshotLength;

    /// <summary>The length of a snapshot of so many variables and pairs, which must fit into one array.</summary>
    public static long SnapshotLengthOf(long variables, int memory) => Stagnation<T>.SnapshotLength + CurvaturePairs<T>.LengthOf(variables, memory);

    /// <summary>The derivative that is 0 at the optimum.</summary>
    private ReadOnlySpan<T> Downhill => HasKinks || _box is not null ? _pseudoGradient : _gradient;

    private bool HasKinks => _penalties.Length > 0;

    private bool IsFinite => double.IsFinite(Value) && double.IsFinite(LargestGradient);

    /// <summary>
    /// Evaluates the objective at a point <c>[variables]</c>, from which <see cref="Iterate"/> goes on. Must be called again when
    /// other code has changed the point or the objective.
    /// </summary>
    /// <returns><see cref="IterationStatus.Progressed"/> if there is something to gain.</returns>
    public IterationStatus Begin<TObjective>(ref TObjective objective, scoped ReadOnlySpan<T> point)
        where TObjective : IObjective<T>, allows ref struct
    {
        Debug.Assert(point.Length == _trial.Length, "The point has all variables.");
        Value = double.NaN;
        LargestGradient = double.NaN;
        if (!objective.Evaluate(point, _gradient, out double smooth))
        {
            return IterationStatus.Cancelled;
        }

        Arrive(point, Whole(smooth, point));
        if (_stagnation.IsOfAnother(Value))
        {
            // The curvature and gains are those of other data.
            Forget();
        }

        return !IsFinite ? IterationStatus.NotFinite
            : LargestGradient <= Math.Min(_tolerance, LeastTolerance) ? IterationStatus.Converged
            : IterationStatus.Progressed;
    }

    /// <summary>
    /// Moves the point to a better one, or leaves it unchanged; the status says which. The point must be that of
    /// <see cref="Begin"/> or of the last iteration.
    /// </summary>
    public IterationStatus Iterate<TObjective>(ref TObjective objective, scoped Span<T> point)
        where TObjective : IObjective<T>, allows ref struct
    {
        Debug.Assert(point.Length == _trial.Length, "The point has all variables.");
        if (!IsFinite)
        {
            return IterationStatus.NotFinite;
        }

        double slope = TurnDownhill(isSteepest: false);
        bool isLost = IsLost(slope, 1, point);
        bool forgets = false;
        SearchResult result = Search(ref objective, point, slope, isSteepest: _pairs.Count == 0);
        if (result == SearchResult.Failed && _pairs.Count > 0)
        {
            slope = TurnDownhill(isSteepest: true);
            isLost &= IsLost(slope, _scale, point);
            forgets = true;
            result = Search(ref objective, point, slope, isSteepest: true);
        }

        switch (result)
        {
            case SearchResult.Found or SearchResult.FoundLower:
                return Accept(point, forgets, isGood: result == SearchResult.Found);
            case SearchResult.Cancelled:
                return IterationStatus.Cancelled;
            default:
                return !double.IsFinite(slope) ? IterationStatus.NotFinite : EndOf(isLost);
        }
    }

    /// <summary>
    /// The step that curvature and gradient suggest at the point, <c>[variables]</c>. Valid until the next iteration.
    /// </summary>
    public ReadOnlySpan<T> NextStep()
    {
        TurnDownhill(isSteepest: false);
        return _direction;
    }

    /// <summary>By how much the next step lowers the objective, if curvature and gradient stay as they are; NaN before <see cref="Begin"/>.</summary>
    public double ExpectedGain() => IsFinite ? Math.Max(0, -0.5 * TurnDownhill(isSteepest: false)) : double.NaN;

    /// <summary>Clears the state: the next iteration goes along the gradient.</summary>
    public void Forget()
    {
        _pairs.Clear();
        _stagnation = default;
    }

    /// <summary>
    /// Writes the whole state, <c>[SnapshotLength]</c>, as finite numbers. After a restore and <see cref="Begin"/> at the same
    /// point, the iterations go on with the same bits.
    /// </summary>
    public void Snapshot(Span<T> destination)
    {
        Debug.Assert(destination.Length == SnapshotLength, "A snapshot has its length.");
        _stagnation.Snapshot(destination);
        _pairs.Snapshot(destination[Stagnation<T>.SnapshotLength..]);
    }

    /// <summary>
    /// Replaces the state by that of a snapshot. Returns false, with the state cleared, if <see cref="Snapshot"/> can't have
    /// written the numbers for as many variables and pairs.
    /// </summary>
    public bool TryRestore(ReadOnlySpan<T> snapshot)
    {
        bool isGood = snapshot.Length == SnapshotLength &&
            _pairs.TryRestore(snapshot[Stagnation<T>.SnapshotLength..]) &&
            _stagnation.TryRestore(snapshot);
        if (!isGood)
        {
            Forget();
        }

        return isGood;
    }

    /// <summary>Sets the direction, and returns the derivative of the objective along it.</summary>
    private double TurnDownhill(bool isSteepest)
    {
        ReadOnlySpan<bool> isHeld = _box is null ? default : _box.Begin();
        do
        {
            Downhill.CopyTo(_direction);
            Box<T>.ClearHeld(_direction, isHeld);
            if (isSteepest || _pairs.Count == 0)
            {
                _metric.Precondition(_direction, isHeld);
            }
            else
            {
                _pairs.ApplyTo(_direction, _metric, _scale, isHeld);
            }

            TensorPrimitives.Negate(_direction, _direction);
            Orthant.Align(_direction, Downhill, _penalties);
        }
        while (_box?.HoldMore(_direction) == true);
        return InDouble.Dot(_direction, Downhill);
    }

    /// <summary>
    /// Whether a step along the direction is lost in rounding. Either its expected gain, half the slope times its length, is
    /// within the rounding of the objective, and the gradient may be one at an optimum. Or curvature gave the step its length,
    /// and that is within the rounding of the point.
    /// </summary>
    private bool IsLost(double slope, double step, ReadOnlySpan<T> point)
    {
        double reach = step * _metric.Reach(_direction);
        return (slope <= 0 && -0.5 * step * slope <= _noise && LargestGradient <= _metric.LargestAtOptimum)
            || (_pairs.Count > 0 && reach > 0 && reach <= Rounding.Measure<T>(ReachOf(point)));
    }

    /// <summary>
    /// Whether the derivatives of single rows, turned into lengths by the curvature, are within the rounding of the point. In an
    /// exact fit only such derivatives are left, and the gradient is as large as they are.
    /// </summary>
    private bool IsExact(ReadOnlySpan<T> point) =>
        _pairs.Count > 0 && _metric.Steepness > 0 && _metric.Steepness * _scale <= RoundingsOfARow * Rounding.Unit<T>() * ReachOf(point);

    private double ReachOf(ReadOnlySpan<T> point) => Math.Max(_metric.Reach(point), _metric.Level);

    /// <summary>The status if no step gains any more. At a kink that does not prove an optimum.</summary>
    private IterationStatus EndOf(bool isLost) => (isLost && _isSmooth) || LargestGradient <= _tolerance ? IterationStatus.Converged : IterationStatus.Stalled;

    private double Whole(double smooth, ReadOnlySpan<T> point) => smooth + (double.IsNaN(_evenPenalty)
        ? InDouble.SumOfMagnitudes<T>(point[.._penalties.Length], _penalties)
        : _evenPenalty * InDouble.SumOfMagnitudes(point[.._penalties.Length]));

    /// <summary>Moves the point to the trial, and takes over the value and the gradient there.</summary>
    private IterationStatus Accept(Span<T> point, bool forgets, bool isGood)
    {
        if (forgets)
        {
            _pairs.Clear();
        }

        double gain = Value - _trialValue;
        _pairs.TryAdd(point, _trial, _gradient, _trialGradient);
        _trial.CopyTo(point);
        (_gradient, _trialGradient) = (_trialGradient, _gradient);
        Arrive(point, _trialValue);
        _stagnation.Note(Value, LargestGradient, isAlongKink: !isGood);
        return !IsFinite ? IterationStatus.NotFinite
            : LargestGradient <= _tolerance && gain <= Math.Max(_noise, NoGain * Math.Abs(Value)) ? IterationStatus.Converged
            : IsExact(point) ? EndOf(isLost: true)
            : !_stagnation.IsOver ? IterationStatus.Progressed
            : EndOf(_stagnation.IsLevel(Value) && LargestGradient <= _metric.LargestAtOptimum);
    }

    private void Arrive(ReadOnlySpan<T> point, double value)
    {
        if (HasKinks)
        {
            Orthant.PseudoGradient(point, _gradient, _penalties, _pseudoGradient);
        }
        else if (_box is not null)
        {
            _gradient.CopyTo(_pseudoGradient, 0);
        }

        _box?.Arrive(point, _pseudoGradient, _penalties, _metric);

        Value = value;
        _scale = _pairs.Count > 0 ? _pairs.Scale(_metric) : 1;
        LargestGradient = _metric.Size(Downhill, point);

        // Large variables that cancel each other leave more rounding than a small objective shows.
        _noise = Rounding.Measure<T>(Value) + (Rounding.Unit<T>() * ReachOf(point) * _metric.Steepness);
    }
}
