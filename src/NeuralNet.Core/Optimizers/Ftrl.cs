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
        var penalty = TLanes.Create(l1);

        // Before the first gradient z is the one of the weight at which the training starts: w times the divisor and, unless w is 0, l1
        // farther from 0.
        TLanes size = TLanes.Abs(weight);
        TLanes distance = TLanes.IfLess(zero, size, penalty, zero);
        TLanes start = -TLanes.FusedMultiplyAdd(
            weight, TLanes.Create((beta / alpha) + l2), TLanes.IfLess(weight, zero, -distance, distance));
        TLanes z = TLanes.IfLess(zero, second, first, start);
        TLanes before = TLanes.Sqrt(second);
        TLanes squares = TLanes.FusedMultiplyAdd(gradient, gradient, second);
        TLanes root = TLanes.Sqrt(squares);
        z = TLanes.FusedMultiplyAdd((before - root) * inverseAlpha, weight, z + gradient);
        TLanes inverseRate = (TLanes.Create(beta) + root) * inverseAlpha;
        rate = TLanes.Create(1) / inverseRate;
        TLanes moved = -(Penalty.ShrinkByL1(z, penalty) / (inverseRate + TLanes.Create(l2)));

        // A gradient of 0 changes nothing. One that is NaN stays in z, where the end of the epoch finds it.
        size = TLanes.Abs(gradient);
        first = TLanes.IfLess(zero, size, z, TLanes.IfLess(size, TLanes.Create(1), first, z));
        second = squares;
        return TLanes.IfLess(zero, size, moved, weight);
    }
}
