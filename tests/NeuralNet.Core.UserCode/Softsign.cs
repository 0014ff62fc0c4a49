using System.Runtime.CompilerServices;

namespace NeuralNet.Core.UserCode;

/// <summary>A user's own activation, the softsign: a(z) = z / (1 + |z|).</summary>
public readonly struct Softsign : IActivation
{
    public string Name => "softsign";

    public Interval Range => new(-1, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes divisor = TLanes.Create(1) + TLanes.Abs(logit);
        derivative = TLanes.Create(1) / (divisor * divisor);
        return logit / divisor;
    }
}
