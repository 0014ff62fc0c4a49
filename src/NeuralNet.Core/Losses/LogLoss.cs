using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = -y ln s(z) - (1 - y) ln(1 - s(z)) = max(z, 0) - y z + ln(1 + e^-|z|), with s the sigmoid</summary>
internal readonly struct LogLoss : ICurvedLoss, IConstantOfMean
{
    public string Name => "log-loss";

    public TargetDomain Targets => TargetDomain.Classes(Interval.Probability);

    public static bool IsQuadratic => false;

    public double BestConstant(double mean, double rows) => Logarithm.OfOdds(mean, rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes> => Evaluate(logit, target, out derivative, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative, out TLanes curvature)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Create(0);
        TLanes tail = LaneMath.ExpOfMinusAbs(logit);

        // The probability of the less likely class is small, and keeps all its digits. The share that the target gives to this
        // class is the slope at which the loss grows with |z|.
        TLanes unlikely = LaneMath.LowerSigmoid(tail);
        TLanes share = TLanes.IfLess(logit, zero, target, TLanes.Create(1) - target);
        curvature = unlikely * (TLanes.Create(1) - unlikely);
        derivative = TLanes.IfLess(logit, zero, unlikely - share, share - unlikely);
        return TLanes.FusedMultiplyAdd(share, TLanes.Abs(logit), LaneMath.Log1pOfUnit(tail));
    }
}
