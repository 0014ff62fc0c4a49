using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = a'(z) = e^z</summary>
internal readonly struct Exp : IActivation, IInvertible
{
    public string Name => "exp";

    public Interval Range => new(0, double.PositiveInfinity);

    public double Inverse(double value, double rows) => Logarithm.OfShare(value, rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        derivative = LaneMath.Exp(logit);
        return derivative;
    }
}
