using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = e^2 / 2 for |e| up to delta, and delta (|e| - delta / 2) beyond, with the error e = z - y</summary>
internal readonly struct Huber(double delta) : ILoss
{
    private readonly double _delta = delta;

    public string Name => Invariant($"huber({_delta})");

    public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes error = logit - target;
        derivative = TLanes.Max(TLanes.Create(-_delta), TLanes.Min(error, TLanes.Create(_delta)));
        return derivative * (error - (TLanes.Create(0.5) * derivative));
    }
}
