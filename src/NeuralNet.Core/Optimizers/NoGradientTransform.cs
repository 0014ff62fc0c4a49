using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Optimizers;

/// <summary>Changes nothing: the step is only that of the optimizer.</summary>
internal readonly struct NoGradientTransform : IGradientTransform
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Before<TLanes>(TLanes gradient, TLanes weight)
        where TLanes : struct, ILanes<TLanes> => gradient;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Decayed<TLanes>(TLanes weight)
        where TLanes : struct, ILanes<TLanes> => weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes After<TLanes>(TLanes weight, TLanes rate)
        where TLanes : struct, ILanes<TLanes> => weight;
}
