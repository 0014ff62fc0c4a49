using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = 1 for z above 0, else 0; a'(z) = 0</summary>
internal readonly struct Step : IActivation
{
    public string Name => "step";

    public Interval Range => Interval.Probability;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Create(0);
        TLanes one = TLanes.Create(1);
        derivative = zero;

        // NaN is neither above 0 nor below 1, and stays NaN.
        return TLanes.IfLess(zero, logit, one, TLanes.IfLess(logit, one, zero, logit));
    }
}
