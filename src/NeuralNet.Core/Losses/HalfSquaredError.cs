using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = (z - y)^2 / 2</summary>
internal readonly struct HalfSquaredError : ICurvedLoss, IConstantOfMean
{
    public string Name => "half-squared-error";

    public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

    public static bool IsQuadratic => true;

    public double BestConstant(double mean, double rows) => mean;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes> => Evaluate(logit, target, out derivative, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative, out TLanes curvature)
        where TLanes : struct, ILanes<TLanes>
    {
        curvature = TLanes.Create(1);
        derivative = logit - target;
        return TLanes.Create(0.5) * derivative * derivative;
    }
}
