using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// The last steps and the changes of the gradient along them, from which L-BFGS estimates the curvature (J. Nocedal, Updating
/// Quasi-Newton Matrices with Limited Storage, 1980).
/// </summary>
internal sealed class CurvaturePairs<T>(int variables, int capacity)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A smaller share of the curvature of a pair, where variables are free, is that of the variables that were held since.</summary>
    private const double LeastShare = 1e-4;

    // One more place than pairs: a new pair is written there, and replaces the oldest one only if it is good.
    private readonly int _places = capacity + 1;
    private readonly double[] _curvatures = new double[capacity + 1];
    private readonly double[] _coefficients = new double[capacity + 1];
    private readonly T[] _scratch = new T[variables];

    // Allocated with the first pair: a network that is only loaded does not need them.
    private T[]? _steps;
    private T[]? _changes;
    private double[]? _curvaturesOfFree;
    private int _next;

    /// <summary>The number of pairs, [0, capacity].</summary>
    public int Count { get; private set; }

    /// <summary>The length of a snapshot, for any number of pairs.</summary>
    public int SnapshotLength => (int)LengthOf(variables, capacity);

    /// <summary>The length of a snapshot of so many variables and pairs, which must fit into one array.</summary>
    public static long LengthOf(long variables, long capacity) => 1 + (2 * capacity * variables);

    public void Clear() => Count = 0;

    /// <summary>
    /// Adds step and change of gradient from one point to the next, and drops the oldest pair if necessary. A pair that does not
    /// show positive curvature beyond rounding is left out, since with it the direction might not descend.
    /// </summary>
    public bool TryAdd(ReadOnlySpan<T> from, ReadOnlySpan<T> to, ReadOnlySpan<T> gradientFrom, ReadOnlySpan<T> gradientTo)
    {
        TensorPrimitives.Subtract(to, from, Step(_next));
        TensorPrimitives.Subtract(gradientTo, gradientFrom, Change(_next));
        return TryCommit();
    }

    /// <summary>
    /// vector := H * vector by the two-loop recursion. H is the approximation of the inverse Hessian, which begins as that of the
    /// metric times <see cref="Scale"/>. Of variables that are held neither steps nor changes count; their elements are and stay 0.
    /// </summary>
    public void ApplyTo(Span<T> vector, IMetric<T> metric, double scale, ReadOnlySpan<bool> isHeld = default)
    {
        double[] curvatures = _curvatures;
        if (!isHeld.IsEmpty)
        {
            curvatures = CurvaturesOfFree(metric, isHeld, ref scale);
        }

        for (int age = 0; age < Count; age++)
        {
            int place = Place(age);
            double coefficient = curvatures[place] == 0 ? 0 : InDouble.Dot<T>(Step(place), vector) / curvatures[place];
            _coefficients[place] = coefficient;
            AddScaled(Change(place), -coefficient, vector);
            Box<T>.ClearHeld(vector, isHeld);
        }

        if (Count > 0)
        {
            metric.Precondition(vector, isHeld);
            TensorPrimitives.Multiply(vector, T.CreateTruncating(scale), vector);
        }

        for (int age = Count - 1; age >= 0; age--)
        {
            int place = Place(age);
            double correction = curvatures[place] == 0 ? 0 : InDouble.Dot<T>(Change(place), vector) / curvatures[place];
            AddScaled(Step(place), _coefficients[place] - correction, vector);
            Box<T>.ClearHeld(vector, isHeld);
        }
    }

    /// <summary>
    /// s y / (y M y) of the newest pair: the length of a step along M times the gradient, by the curvature that was seen last.
    /// </summary>
    public double Scale(IMetric<T> metric)
    {
        Debug.Assert(Count > 0, "There is a pair.");
        int newest = Place(0);
        Change(newest).CopyTo(_scratch);
        metric.Precondition(_scratch);
        return _curvatures[newest] / InDouble.Dot<T>(Change(newest), _scratch);
    }

    /// <summary>Writes the number of pairs, then step and change of each, the oldest first, then zeros.</summary>
    public void Snapshot(Span<T> destination)
    {
        Debug.Assert(destination.Length == SnapshotLength, "A snapshot has its length.");
        destination[0] = T.CreateTruncating(Count);
        Span<T> rest = destination[1..];
        for (int age = Count - 1; age >= 0; age--)
        {
            Step(Place(age)).CopyTo(rest);
            Change(Place(age)).CopyTo(rest[variables..]);
            rest = rest[(2 * variables)..];
        }

        rest.Clear();
    }

    /// <summary>
    /// Replaces the pairs by those of a snapshot. Returns false, and has no pairs, if <see cref="Snapshot"/> can't have written
    /// the numbers.
    /// </summary>
    public bool TryRestore(ReadOnlySpan<T> snapshot)
    {
        Clear();
        if (snapshot.Length != SnapshotLength || !(snapshot[0] >= T.Zero && snapshot[0] <= T.CreateTruncating(capacity)))
        {
            return false;
        }

        int count = int.CreateTruncating(snapshot[0]);
        bool isGood = T.CreateTruncating(count) == snapshot[0];
        ReadOnlySpan<T> rest = snapshot[1..];
        for (int pair = 0; pair < count && isGood; pair++)
        {
            rest[..variables].CopyTo(Step(_next));
            rest.Slice(variables, variables).CopyTo(Change(_next));
            rest = rest[(2 * variables)..];
            isGood = TryCommit();
        }

        if (!isGood)
        {
            Clear();
        }

        return isGood;
    }

    /// <summary>Returns the curvature of each place where variables are free, 0 for a pair that shows none there, and sets their scale.</summary>
    private double[] CurvaturesOfFree(IMetric<T> metric, ReadOnlySpan<bool> isHeld, ref double scale)
    {
        double[] curvatures = _curvaturesOfFree ??= new double[_places];
        Array.Clear(curvatures);

        // From the oldest on: the scale is that of the newest.
        for (int age = Count - 1; age >= 0; age--)
        {
            int place = Place(age);
            Change(place).CopyTo(_scratch);
            Box<T>.ClearHeld(_scratch, isHeld);
            double curvature = InDouble.Dot<T>(Step(place), _scratch);
            if (curvature > LeastShare * _curvatures[place])
            {
                curvatures[place] = curvature;
                metric.Precondition(_scratch, isHeld);
                scale = curvature / InDouble.Dot<T>(Change(place), _scratch);
            }
        }

        return curvatures;
    }

    private static void AddScaled(ReadOnlySpan<T> row, double scale, Span<T> sums) =>
        ScaledRows.Add(row, row.Length, [T.CreateTruncating(scale)], sums);

    /// <summary>
    /// Keeps the pair that was written, unless its curvature may be rounding. The rounding of a sum of products is a share of the
    /// sum of their magnitudes, in any units of the variables.
    /// </summary>
    private bool TryCommit()
    {
        double curvature = InDouble.Dot<T>(Step(_next), Change(_next));
        bool isGood = curvature > Rounding.Unit<T>() * InDouble.SumOfMagnitudes<T>(Step(_next), Change(_next)) && double.IsFinite(curvature);
        if (isGood)
        {
            _curvatures[_next] = curvature;
            _next = (_next + 1) % _places;
            Count = Math.Min(Count + 1, capacity);
        }

        return isGood;
    }

    /// <summary>The place of the pair of this age, 0 for the newest.</summary>
    private int Place(int age) => (_next - 1 - age + (2 * _places)) % _places;

    private Span<T> Step(int place) => (_steps ??= new T[_places * variables]).AsSpan(place * variables, variables);

    private Span<T> Change(int place) => (_changes ??= new T[_places * variables]).AsSpan(place * variables, variables);
}
