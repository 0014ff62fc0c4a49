using System.Numerics;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Counts iterations without a certain gain: since the last certain one the objective fell by no more than its rounding, or
/// along a kink, and the gradient is no smaller. Near the optimum such iterations could go on for ever.
/// </summary>
/// <remarks>
/// Its numbers are exact in T, so that a snapshot can hold them with others of T. An objective beyond the range of T is infinite
/// here. In a snapshot, where every number is finite, it is the largest number of T.
/// </remarks>
internal struct Stagnation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of values that <see cref="Snapshot"/> writes.</summary>
    public const int SnapshotLength = 4;

    /// <summary>The gradient of an ill-conditioned objective can take dozens of iterations to a new low.</summary>
    private const int MaxIterations = 100;

    private static readonly T Largest = T.BitDecrement(T.PositiveInfinity);

    private int _iterations;
    private T _value;
    private T _gradient;
    private T _last;

    public readonly bool IsOver => _iterations >= MaxIterations;

    /// <summary>Whether the objective has not fallen by more than its rounding since the last certain gain.</summary>
    public readonly bool IsLevel(double value) => !(value < double.CreateTruncating(_value) - Rounding.Measure<T>(value));

    /// <summary>Whether the last iteration had another objective than this one, which then is that of other data.</summary>
    public readonly bool IsOfAnother(double value) => _gradient != T.Zero && T.CreateTruncating(value) != _last;

    /// <summary>Takes the result of an iteration: the objective, and the largest magnitude in its gradient.</summary>
    public void Note(double value, double largestGradient, bool isAlongKink)
    {
        T gradient = T.CreateTruncating(largestGradient);
        _last = T.CreateTruncating(value);
        bool isFirst = _gradient == T.Zero;
        if (isFirst || (!isAlongKink && !IsLevel(value)))
        {
            _value = T.CreateTruncating(value);
            _gradient = gradient;
            _iterations = 0;
        }
        else if (gradient < _gradient)
        {
            _gradient = gradient;
            _iterations = 0;
        }
        else
        {
            _iterations++;
        }
    }

    public readonly void Snapshot(Span<T> destination)
    {
        destination[0] = T.CreateTruncating(_iterations);
        destination[1] = Bounded(_value);
        destination[2] = Bounded(_gradient);
        destination[3] = Bounded(_last);
    }

    /// <summary>Takes the numbers of a snapshot. Returns false, and changes nothing, if they can't be those of one.</summary>
    public bool TryRestore(ReadOnlySpan<T> snapshot)
    {
        bool isGood = snapshot[0] >= T.Zero && snapshot[0] <= T.CreateTruncating(int.MaxValue / 2) &&
            T.IsInteger(snapshot[0]) && T.IsFinite(snapshot[1]) && snapshot[2] >= T.Zero && T.IsFinite(snapshot[2]) &&
            T.IsFinite(snapshot[3]);
        if (isGood)
        {
            _iterations = int.CreateTruncating(snapshot[0]);
            _value = Unbounded(snapshot[1]);
            _gradient = Unbounded(snapshot[2]);
            _last = Unbounded(snapshot[3]);
        }

        return isGood;
    }

    private static T Bounded(T value) => T.Clamp(value, -Largest, Largest);

    private static T Unbounded(T value) =>
        value == Largest ? T.PositiveInfinity
        : value == -Largest ? T.NegativeInfinity
        : value;
}
