using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// The gradient is clipped by value and L2 * w is added to it, the weight decays by its own factor, and after the step L1 moves
/// it towards 0 by rate * L1, at most to 0: the proximal operator of L1 in the metric of the optimizer.
/// </summary>
internal readonly struct PenaltyAndClipping(double l1, double l2, double kept, double largest) : IGradientTransform
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Before<TLanes>(TLanes gradient, TLanes weight)
        where TLanes : struct, ILanes<TLanes> =>
        Penalty.AddL2(GradientClipping.Clamp(gradient, largest), weight, l2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Decayed<TLanes>(TLanes weight)
        where TLanes : struct, ILanes<TLanes> => TLanes.Create(kept) * weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes After<TLanes>(TLanes weight, TLanes rate)
        where TLanes : struct, ILanes<TLanes> =>
        Penalty.ShrinkByL1(weight, TLanes.Create(l1) * rate);
}
