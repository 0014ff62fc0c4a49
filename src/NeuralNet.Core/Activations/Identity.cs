using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = z</summary>
internal readonly struct Identity : IActivation, IInvertible
{
    public string Name => "identity";

    public Interval Range => Interval.Real;

    public double Inverse(double value, double rows) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        derivative = TLanes.Create(1);
        return logit;
    }
}
