using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Keeps a step where the L1 penalty is smooth: a weight does not change its sign within one step but stops at 0 (G. Andrew
/// and J. Gao, 2007). All spans are <c>[variables]</c>, but the penalties are those of the
/// first of them; the others, and those with a penalty of 0, have none.
/// </summary>
internal static class Orthant
{
    /// <summary>
    /// The derivative of the whole objective. At a weight of 0 it is that of the side that descends, or 0 if neither does.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void PseudoGradient<T>(
        ReadOnlySpan<T> at, ReadOnlySpan<T> gradient, ReadOnlySpan<T> penalties, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        gradient.CopyTo(destination);
        for (int index = 0; index < penalties.Length; index++)
        {
            T right = gradient[index] + penalties[index];
            T left = gradient[index] - penalties[index];
            destination[index] = at[index] > T.Zero ? right
                : at[index] < T.Zero ? left
                : right < T.Zero ? right
                : left > T.Zero ? left
                : T.IsNaN(gradient[index]) ? gradient[index]
                : T.Zero;
        }
    }

    /// <summary>Sets the elements of a direction to 0 that do not descend.</summary>
    [MethodImpl(Jit.Loop)]
    public static void Align<T>(Span<T> direction, ReadOnlySpan<T> pseudoGradient, ReadOnlySpan<T> penalties)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int index = 0; index < penalties.Length; index++)
        {
            bool descends = pseudoGradient[index] > T.Zero ? direction[index] < T.Zero
                : pseudoGradient[index] < T.Zero && direction[index] > T.Zero;
            direction[index] = descends || penalties[index] == T.Zero ? direction[index] : T.Zero;
        }
    }

    /// <summary>Sets the elements to 0 that have left the orthant of a point. From 0 an element may go to either side.</summary>
    [MethodImpl(Jit.Loop)]
    public static void Confine<T>(ReadOnlySpan<T> from, Span<T> to, ReadOnlySpan<T> penalties)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int index = 0; index < penalties.Length; index++)
        {
            bool isOutside = from[index] > T.Zero ? !(to[index] > T.Zero) : from[index] < T.Zero && !(to[index] < T.Zero);
            to[index] = isOutside && penalties[index] > T.Zero ? T.Zero : to[index];
        }
    }

    /// <summary>
    /// The derivative of the whole objective along the way between two points of one orthant, at the point of the gradient.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static double Slope<T>(
        ReadOnlySpan<T> from, ReadOnlySpan<T> to, ReadOnlySpan<T> gradient, ReadOnlySpan<T> penalties)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int index = 0; index < to.Length; index++)
        {
            double start = double.CreateTruncating(from[index]);
            double end = double.CreateTruncating(to[index]);
            double side = index < penalties.Length ? Sign(start + end) * double.CreateTruncating(penalties[index]) : 0;
            sum += (double.CreateTruncating(gradient[index]) + side) * (end - start);
        }

        return sum;
    }

    /// <summary>The framework's own sign throws for NaN, which a step to infinity can give.</summary>
    private static double Sign(double value) => value > 0 ? 1 : value < 0 ? -1 : double.IsNaN(value) ? value : 0;
}
