using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = max(z, 0); a'(z) = 1 for z above 0, else 0</summary>
internal readonly struct Relu : IActivation, IInvertible
{
    public string Name => "relu";

    public Interval Range => new(0, double.PositiveInfinity);

    public double Inverse(double value, double rows) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Create(0);
        derivative = TLanes.IfLess(zero, logit, TLanes.Create(1), zero);
        return TLanes.Max(logit, zero);
    }
}
