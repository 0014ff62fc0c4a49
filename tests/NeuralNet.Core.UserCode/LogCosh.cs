using System.Runtime.CompilerServices;

namespace NeuralNet.Core.UserCode;

/// <summary>A user's own loss: l(z, y) = ln cosh(z - y), a smooth form of the absolute error.</summary>
public readonly struct LogCosh : ILoss
{
    public string Name => "log-cosh";

    public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes error = logit - target;
        derivative = LaneMath.Tanh(error);

        // ln cosh e = |e| + ln(1 + e^(-2|e|)) - ln 2
        TLanes magnitude = TLanes.Abs(error);
        return magnitude + LaneMath.Log1p(LaneMath.Exp(TLanes.Create(-2) * magnitude)) - TLanes.Create(0.69314718055994530942);
    }
}
