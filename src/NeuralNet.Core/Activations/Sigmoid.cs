using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = 1 / (1 + e^-z)</summary>
internal readonly struct Sigmoid : IActivation
{
    public string Name => "sigmoid";

    public Interval Range => Interval.Probability;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        // a' = a (1 - a) is the same on both sides of 0, and e^-|z| keeps its digits where a is close to 1.
        TLanes tail = LaneMath.Exp(-TLanes.Abs(logit));
        TLanes upper = TLanes.Create(1) / (TLanes.Create(1) + tail);
        TLanes lower = tail * upper;
        derivative = lower * upper;
        return TLanes.IfLess(logit, TLanes.Create(0), lower, upper);
    }
}
