using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = e^2 / 2 for |e| up to delta, and delta (|e| - delta / 2) beyond, with the error e = z - y</summary>
internal readonly struct Huber(double delta) : ILoss, IConstantOfErrors
{
    private readonly double _delta = delta;

    public string Name => Invariant($"huber({_delta})");

    public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

    public BrokenLine Derivative => new(-_delta, Slope: 0, _delta, Jump: 0, Bend: 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes error = logit - target;
        derivative = TLanes.Max(TLanes.Create(-_delta), TLanes.Min(error, TLanes.Create(_delta)));
        return derivative * (error - (TLanes.Create(0.5) * derivative));
    }
}
