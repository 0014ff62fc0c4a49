using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = e^z - y z, for counts y</summary>
internal readonly struct Poisson : ICurvedLoss, IConstantOfMean
{
    public string Name => "poisson";

    public TargetDomain Targets => TargetDomain.Numbers(new Interval(0, double.PositiveInfinity));

    public static bool IsQuadratic => false;

    public double BestConstant(double mean, double rows) => Logarithm.OfShare(mean, rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes> => Evaluate(logit, target, out derivative, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative, out TLanes curvature)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes rate = LaneMath.Exp(logit);
        curvature = rate;
        derivative = rate - target;
        return rate - (target * logit);
    }
}
