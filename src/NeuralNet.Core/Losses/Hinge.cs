using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = max(0, 1 - m) with the margin m = (2y - 1) z, y 0 or 1</summary>
internal readonly struct Hinge : ILoss, IConstantOfMean
{
    public string Name => "hinge";

    public TargetDomain Targets => TargetDomain.Labels;

    /// <remarks>The best constant is 1 or -1 by the larger class, which a single row may change: 0 lies between.</remarks>
    public bool IsLink => false;

    public double BestConstant(double mean, double rows) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes sign = target + target - TLanes.Create(1);
        TLanes margin = sign * logit;
        TLanes one = TLanes.Create(1);
        TLanes zero = TLanes.Create(0);
        derivative = TLanes.IfLess(one, margin, zero, -sign);
        return TLanes.Max(zero, one - margin);
    }
}
