using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = q (y - z) for targets at or above the logit, and (1 - q) (z - y) below it</summary>
internal readonly struct Quantile(double quantile) : ILoss, IConstantOfErrors
{
    private readonly double _quantile = quantile;

    public string Name => Invariant($"quantile({_quantile})");

    public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

    public BrokenLine Derivative => new(-_quantile, Slope: 0, Half: 0, Jump: 0.5, Bend: 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        derivative = TLanes.IfLess(target, logit, TLanes.Create(1 - _quantile), TLanes.Create(-_quantile));
        return derivative * (logit - target);
    }
}
