using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Losses;

/// <summary>
/// l(z, y) = max(0, -m) with the margin m = (2y - 1) z, y 0 or 1. A logit of 0 counts as a mistake, so that weights of 0
/// learn.
/// </summary>
internal readonly struct PerceptronLoss : ILoss, IConstantOfMean
{
    public string Name => "perceptron";

    public TargetDomain Targets => TargetDomain.Labels;

    public bool IsLink => false;

    public double BestConstant(double mean, double rows) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes sign = target + target - TLanes.Create(1);
        TLanes margin = sign * logit;
        TLanes zero = TLanes.Create(0);
        derivative = TLanes.IfLess(zero, margin, zero, -sign);
        return TLanes.Max(zero, -margin);
    }
}
