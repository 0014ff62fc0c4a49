using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Keeps the steps of L-BFGS within bounds by a projection in two metrics (E. M. Gafni and D. P. Bertsekas, Two-metric projection methods for
/// constrained optimization, 1984): a variable that the gradient pushes out of its bound is held, curvature turns the others, and a trial
/// ends at the bounds that it would cross. Bounds are those of the first variables; the others have none.
/// </summary>
internal sealed class Box<T>(T[] low, T[] high)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // -1 at the lower bound, 1 at the upper, 2 where both are the same, 0 elsewhere.
    private readonly sbyte[] _sides = new sbyte[low.Length];
    private readonly bool[] _isPushed = new bool[low.Length];
    private readonly bool[] _isHeld = new bool[low.Length];

    /// <summary>Sets the elements of a gradient to 0 that push their variables out of the bounds at a point.</summary>
    [MethodImpl(Jit.Loop)]
    public void Arrive(ReadOnlySpan<T> point, Span<T> gradient, ReadOnlySpan<T> penalties, IMetric<T> metric)
    {
        for (int index = 0; index < low.Length; index++)
        {
            bool isAtHigh = point[index] >= high[index];
            _sides[index] = (sbyte)(point[index] <= low[index] ? (isAtHigh ? 2 : -1) : isAtHigh ? 1 : 0);

            // The derivative is that of a centered input; at a kink of the penalty the bias has no part in it.
            double slope = double.CreateTruncating(gradient[index]);
            bool isKinked = index < penalties.Length && penalties[index] > T.Zero;
            double mean = metric.Offset(index, out int bias);
            slope -= isKinked || mean == 0 ? 0 : mean * double.CreateTruncating(gradient[bias]);
            _isPushed[index] = Leaves(index, -slope) || (slope == 0 && _sides[index] != 0);
        }

        ClearHeld(gradient, _isPushed);
    }

    /// <summary>Begins another direction. Returns which variables it must not move: at first those that the gradient pushes out.</summary>
    public ReadOnlySpan<bool> Begin()
    {
        _isPushed.CopyTo(_isHeld, 0);
        return _isHeld;
    }

    /// <summary>Sets the elements of variables that are held to 0.</summary>
    [MethodImpl(Jit.Loop)]
    public static void ClearHeld(Span<T> vector, ReadOnlySpan<bool> isHeld)
    {
        for (int index = 0; index < isHeld.Length; index++)
        {
            vector[index] = isHeld[index] ? T.Zero : vector[index];
        }
    }

    /// <summary>Holds the variables that a direction would move out of the bounds at once. Returns whether there are any.</summary>
    [MethodImpl(Jit.Loop)]
    public bool HoldMore(ReadOnlySpan<T> direction)
    {
        bool holdsMore = false;
        for (int index = 0; index < low.Length; index++)
        {
            bool leaves = Leaves(index, double.CreateTruncating(direction[index]));
            _isHeld[index] |= leaves;
            holdsMore |= leaves;
        }

        return holdsMore;
    }

    /// <summary>
    /// Moves the variables of a trial to their bounds that are outside. A bias takes over what that changes at the mean of the input, so
    /// a step is cut off as one of centered inputs.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public void Confine(Span<T> trial, IMetric<T> metric)
    {
        for (int index = 0; index < low.Length; index++)
        {
            T inside = trial[index] < low[index] ? low[index] : trial[index] > high[index] ? high[index] : trial[index];
            if (inside != trial[index] && metric.Offset(index, out int bias) is var mean and not 0)
            {
                double cut = double.CreateTruncating(trial[index]) - double.CreateTruncating(inside);
                trial[bias] = T.CreateTruncating(double.CreateTruncating(trial[bias]) + (mean * cut));
            }

            trial[index] = inside;
        }
    }

    private bool Leaves(int index, double step) => step < 0 ? _sides[index] is -1 or 2 : step > 0 && _sides[index] > 0;
}
