using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Optimizers;

/// <summary>v := momentum * v + gradient; w := w - rate * v</summary>
internal struct Momentum(double momentum) : IOwnOptimizer
{
    private readonly double _momentum = momentum;
    private double _rate;

    public static int StatesPerWeight => 1;

    public readonly string Name => Invariant($"momentum({_momentum})");

    public void BeginStep(long stepNumber, double learningRate) => _rate = learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes Move<TLanes>(
        TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
        where TLanes : struct, ILanes<TLanes>
    {
        rate = TLanes.Create(_rate / (1 - _momentum));
        first = TLanes.FusedMultiplyAdd(TLanes.Create(_momentum), first, gradient);
        return TLanes.FusedMultiplyAdd(TLanes.Create(-_rate), first, weight);
    }
}
