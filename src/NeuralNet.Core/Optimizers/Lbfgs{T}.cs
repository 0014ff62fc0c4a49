using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Minimises a smooth function of <c>[variables]</c> plus an L1 penalty on the first <c>penalized</c> of them: L-BFGS (D. C.
/// Liu and J. Nocedal, On the Limited Memory BFGS Method for Large Scale Optimization, 1989), and where there is a penalty
/// OWL-QN (G. Andrew and J. Gao, Scalable Training of L1-Regularized Log-Linear Models, 2007), by which weights become
/// exactly 0.
/// </summary>
/// <remarks>
/// The caller keeps the point. <see cref="Begin"/> evaluates the objective there, and each <see cref="Iterate"/> moves it
/// downhill. What is remembered from one iteration to the next, pairs of steps and changes of the gradient above all,
/// outlives <see cref="Begin"/>: five iterations, another beginning at the same point and five more end in the bits of ten.
/// Allocates in the constructor, and the room of the pairs when it first begins.
/// </remarks>
internal sealed partial class Lbfgs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The share of the objective that an iteration may gain at an optimum. Along a direction in which inputs repeat one another the
    /// gradient is small however far away it is; an iteration goes there, and its gain tells.
    /// </summary>
    private const double NoGain = 1e-10;

    /// <summary>What rounding leaves of a gradient is no smaller, 1e-6 in float: no iteration need tell that it is 0.</summary>
    public static readonly double LeastTolerance = 8 * Rounding.Unit<T>();

    private readonly CurvaturePairs<T> _pairs;
    private readonly IMetric<T> _metric;
    private readonly bool _isSmooth;
    private readonly double _tolerance;
    private readonly T _penalty;
    private readonly int _penalized;
    private readonly T[] _direction;
    private readonly T[] _trial;
    private readonly T[] _pseudoGradient;
    private T[] _gradient;
    private T[] _trialGradient;
    private double _trialValue;
    private double _noise;
    private double _scale;
    private Stagnation<T> _stagnation;

    /// <param name="variables">How many variables there are, [1, inf).</param>
    /// <param name="memory">How many pairs are remembered, [1, inf).</param>
    /// <param name="tolerance">The largest gradient, by the metric, that counts as 0, [0, inf).</param>
    /// <param name="penalty">The factor of the sum of magnitudes, [0, inf); 0 is plain L-BFGS.</param>
    /// <param name="penalized">How many variables, from the first on, carry the penalty, [0, variables].</param>
    /// <param name="metric">The units of the variables. Default null: all are one.</param>
    /// <param name="isSmooth">Whether the objective has no kink, so that its optimum shows in its gradient. Default true.</param>
    public Lbfgs(
        int variables, int memory, double tolerance, double penalty = 0, int penalized = 0, IMetric<T>? metric = null, bool isSmooth = true)
    {
        Debug.Assert(variables > 0 && memory > 0, "There is something to minimise, and room to remember.");
        Debug.Assert(tolerance >= 0 && penalty >= 0, "Tolerance and penalty are not negative.");
        Debug.Assert(penalized >= 0 && penalized <= variables, "The penalised variables are among the variables.");
        _pairs = new CurvaturePairs<T>(variables, memory);
        _metric = metric ?? new IdentityMetric<T>();
        _isSmooth = isSmooth;
        _tolerance = tolerance;
        _penalty = T.CreateTruncating(penalty);
        _penalized = _penalty > T.Zero ? penalized : 0;
        _direction = new T[variables];
        _trial = new T[variables];
        _pseudoGradient = _penalized > 0 ? new T[variables] : [];
        _gradient = new T[variables];
        _trialGradient = new T[variables];
    }

    /// <summary>The whole objective at the point, penalty included; NaN before <see cref="Begin"/>.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>How large the gradient at the point is by the metric (with a penalty: the pseudo-gradient).</summary>
    public double LargestGradient { get; private set; } = double.NaN;

    /// <summary>How many numbers <see cref="Snapshot"/> writes.</summary>
    public int SnapshotLength => Stagnation<T>.SnapshotLength + _pairs.SnapshotLength;

    /// <summary>The numbers of a snapshot of so many variables and pairs, which have to fit one array.</summary>
    public static long SnapshotLengthOf(long variables, int memory) => Stagnation<T>.SnapshotLength + CurvaturePairs<T>.LengthOf(variables, memory);

    /// <summary>The derivative that is 0 at the optimum.</summary>
    private ReadOnlySpan<T> Downhill => _penalized > 0 ? _pseudoGradient : _gradient;

    private bool IsFinite => double.IsFinite(Value) && double.IsFinite(LargestGradient);

    /// <summary>
    /// Evaluates the objective at a point <c>[variables]</c>, from which <see cref="Iterate"/> goes on. To be called again
    /// whenever the point or the objective has changed by other hands.
    /// </summary>
    /// <returns><see cref="IterationStatus.Progressed"/> where there is something to gain.</returns>
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
            // Curvature and gains of other data would mislead.
            Forget();
        }

        return !IsFinite ? IterationStatus.NotFinite
            : LargestGradient <= Math.Min(_tolerance, LeastTolerance) ? IterationStatus.Converged
            : IterationStatus.Progressed;
    }

    /// <summary>
    /// Moves the point to a better one, or leaves it as it is where the status says so. The point is the one that
    /// <see cref="Begin"/> or the last iteration left.
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

    /// <summary>The step that curvature and gradient suggest at the point, <c>[variables]</c>, until the next iteration.</summary>
    public ReadOnlySpan<T> NextStep()
    {
        TurnDownhill(isSteepest: false);
        return _direction;
    }

    /// <summary>Forgets what was remembered: the next iteration goes along the gradient.</summary>
    public void Forget()
    {
        _pairs.Clear();
        _stagnation = default;
    }

    /// <summary>
    /// Writes everything that is remembered, <c>[SnapshotLength]</c>, every number finite. Restored, and with
    /// <see cref="Begin"/> at the same point, the iterations go on in the same bits.
    /// </summary>
    public void Snapshot(Span<T> destination)
    {
        Debug.Assert(destination.Length == SnapshotLength, "A snapshot has its length.");
        _stagnation.Snapshot(destination);
        _pairs.Snapshot(destination[Stagnation<T>.SnapshotLength..]);
    }

    /// <summary>
    /// Takes what a snapshot remembers in place of its own. False where the numbers are none that <see cref="Snapshot"/>
    /// writes for as many variables and as much memory; nothing is remembered then.
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
        Downhill.CopyTo(_direction);
        if (isSteepest || _pairs.Count == 0)
        {
            _metric.Precondition(_direction);
        }
        else
        {
            _pairs.ApplyTo(_direction, _metric, _scale);
        }

        TensorPrimitives.Negate(_direction, _direction);
        Orthant.Align(_direction, Downhill, _penalized);
        return InDouble.Dot(_direction, Downhill);
    }

    /// <summary>
    /// Whether what a step along the direction promises, half the slope times its length, is within the rounding of the objective, at a
    /// gradient that may be one at an optimum; or, where curvature gave it its length, that length is within the rounding of the point.
    /// </summary>
    private bool IsLost(double slope, double step, ReadOnlySpan<T> point)
    {
        double reach = step * _metric.Reach(_direction);
        return (slope <= 0 && -0.5 * step * slope <= _noise && LargestGradient <= _metric.LargestAtOptimum)
            || (_pairs.Count > 0 && reach > 0 && reach <= Rounding.Of<T>(_metric.Reach(point)));
    }

    /// <summary>
    /// Whether the derivatives of single rows, by the curvature made lengths, are within the rounding of the point: of an exact fit nothing
    /// else is left, and the gradient is as large as they are.
    /// </summary>
    private bool IsExact(ReadOnlySpan<T> point) =>
        _pairs.Count > 0 && _metric.Steepness > 0 && _metric.Steepness * _scale <= Rounding.Of<T>(_metric.Reach(point));

    /// <summary>What it means that no step gains any more. At a kink it tells nothing.</summary>
    private IterationStatus EndOf(bool isLost) => (isLost && _isSmooth) || LargestGradient <= _tolerance ? IterationStatus.Converged : IterationStatus.Stalled;

    private double Whole(double smooth, ReadOnlySpan<T> point) =>
        smooth + (double.CreateTruncating(_penalty) * InDouble.SumOfMagnitudes(point[.._penalized]));

    /// <summary>Moves the point to the trial, with what was evaluated there.</summary>
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
        if (_penalized > 0)
        {
            Orthant.PseudoGradient(point, _gradient, _penalty, _penalized, _pseudoGradient);
        }

        Value = value;
        _scale = _pairs.Count > 0 ? _pairs.Scale(_metric) : 1;
        LargestGradient = _metric.Size(Downhill, point);

        // Large variables that cancel each other leave more to chance than a small objective shows.
        _noise = Rounding.Of<T>(Value) + (Rounding.Unit<T>() * _metric.Reach(point) * _metric.Steepness);
    }
}
