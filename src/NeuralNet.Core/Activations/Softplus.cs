using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = ln(1 + e^z); a'(z) = 1 / (1 + e^-z)</summary>
internal readonly struct Softplus : IActivation
{
    public string Name => "softplus";

    public Interval Range => new(0, double.PositiveInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes tail = LaneMath.ExpOfMinusAbs(logit);
        derivative = LaneMath.Sigmoid(logit, tail);
        return LaneMath.Softplus(logit, tail);
    }
}
