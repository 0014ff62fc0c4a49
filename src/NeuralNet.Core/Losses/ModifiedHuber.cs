using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Losses;

/// <summary>
/// l(z, y) = max(0, 1 - m)^2 for m of at least -1, and -4m below, with the margin m = (2y - 1) z, y 0 or 1
/// </summary>
internal readonly struct ModifiedHuber : ILoss, IConstantOfMean
{
    public string Name => "modified-huber";

    public TargetDomain Targets => TargetDomain.Labels;

    public bool IsLink => false;

    public double BestConstant(double mean, double rows) => (2 * mean) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes sign = target + target - TLanes.Create(1);
        TLanes margin = sign * logit;
        TLanes slack = TLanes.Max(TLanes.Create(0), TLanes.Create(1) - margin);
        TLanes bend = TLanes.Create(-1);
        derivative = TLanes.IfLess(margin, bend, TLanes.Create(-4) * sign, TLanes.Create(-2) * sign * slack);
        return TLanes.IfLess(margin, bend, TLanes.Create(-4) * margin, slack * slack);
    }
}
