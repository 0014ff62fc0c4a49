using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// FTRL-Proximal: sigma := (sqrt(n + gradient^2) - sqrt(n)) / alpha; z := z + gradient - sigma * w; n := n + gradient^2;
/// w := -(z shrunk by l1) / ((beta + sqrt(n)) / alpha + l2).
/// </summary>
internal struct Ftrl(double alpha, double beta, double l1, double l2) : IOwnOptimizer
{
    public static int StatesPerWeight => 2;

    public static bool IgnoresZeroGradients => true;

    public readonly string Name => Invariant($"ftrl({alpha}, {beta}, {l1}, {l2})");

    /// <summary>The same for a bias, which has no penalty.</summary>
    public readonly Ftrl WithoutPenalty => new(alpha, beta, 0, 0);

    public readonly void BeginStep(long stepNumber, double learningRate)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes Move<TLanes>(
        TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
        where TLanes : struct, ILanes<TLanes>
    {
        var zero = TLanes.Create(0);
        var inverseAlpha = TLanes.Create(1 / alpha);

        // Before the first gradient z is the one of the weight at which the training starts.
        TLanes z = TLanes.IfLess(zero, second, first, Start(weight));
        TLanes squares = TLanes.FusedMultiplyAdd(gradient, gradient, second);
        TLanes root = TLanes.Sqrt(squares);
        z = TLanes.FusedMultiplyAdd((TLanes.Sqrt(second) - root) * inverseAlpha, weight, z + gradient);
        rate = TLanes.Create(1) / ((TLanes.Create(beta) + root) * inverseAlpha);
        TLanes moved = WeightOf(z, squares);

        // A gradient of 0 changes nothing. One that is NaN stays in z, where the end of the epoch finds it.
        TLanes size = TLanes.Abs(gradient);
        first = TLanes.IfLess(zero, size, z, TLanes.IfLess(size, TLanes.Create(1), first, z));
        second = squares;
        return TLanes.IfLess(zero, size, moved, weight);
    }

    /// <summary>The weight of z and n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes WeightOf<TLanes>(TLanes z, TLanes n)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes inverseRate = (TLanes.Create(beta) + TLanes.Sqrt(n)) * TLanes.Create(1 / alpha);

        // Shrunk after its sign is reversed, so that a weight of 0 is never -0.
        return Penalty.ShrinkByL1(-z, TLanes.Create(l1)) / (inverseRate + TLanes.Create(l2));
    }

    /// <summary>The z of a weight without a gradient so far: w times the divisor and, unless w is 0, l1 farther from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes Start<TLanes>(TLanes weight)
        where TLanes : struct, ILanes<TLanes>
    {
        var zero = TLanes.Create(0);
        TLanes distance = TLanes.IfLess(zero, TLanes.Abs(weight), TLanes.Create(l1), zero);
        return -TLanes.FusedMultiplyAdd(
            weight, TLanes.Create((beta / alpha) + l2), TLanes.IfLess(weight, zero, -distance, distance));
    }
}
