using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = max(0, 1 - m)^2 with the margin m = (2y - 1) z, y 0 or 1</summary>
internal readonly struct SquaredHinge : ILoss, IConstantOfMean
{
    public string Name => "squared-hinge";

    public TargetDomain Targets => TargetDomain.Labels;

    public bool IsLink => false;

    public double BestConstant(double mean, double rows) => (2 * mean) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes sign = target + target - TLanes.Create(1);
        TLanes slack = TLanes.Max(TLanes.Create(0), TLanes.Create(1) - (sign * logit));
        derivative = TLanes.Create(-2) * sign * slack;
        return slack * slack;
    }
}
