using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = -y ln s(z) - (1 - y) ln(1 - s(z)) = max(z, 0) - y z + ln(1 + e^-|z|), with s the sigmoid</summary>
internal readonly struct LogLoss : ILoss
{
    public string Name => "log-loss";

    public TargetDomain Targets => TargetDomain.Classes(Interval.Probability);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Create(0);
        TLanes one = TLanes.Create(1);
        TLanes tail = LaneMath.Exp(-TLanes.Abs(logit));

        // The probability of the less likely class: small, and kept to all its digits.
        TLanes unlikely = tail / (one + tail);
        derivative = TLanes.IfLess(logit, zero, unlikely - target, (one - target) - unlikely);
        TLanes linear = TLanes.IfLess(logit, zero, -target * logit, (one - target) * logit);
        return linear + LaneMath.Log1p(tail);
    }
}
