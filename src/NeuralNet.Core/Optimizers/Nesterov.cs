using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Optimizers;

/// <summary>v := momentum * v + gradient; w := w - rate * (gradient + momentum * v)</summary>
internal struct Nesterov(double momentum) : IOwnOptimizer
{
    private readonly double _momentum = momentum;
    private double _rate;

    public static int StatesPerWeight => 1;

    public readonly string Name => Invariant($"nesterov({_momentum})");

    public void BeginStep(long stepNumber, double learningRate) => _rate = learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes Move<TLanes>(
        TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
        where TLanes : struct, ILanes<TLanes>
    {
        rate = TLanes.Create(_rate / (1 - _momentum));
        TLanes momentum = TLanes.Create(_momentum);
        first = TLanes.FusedMultiplyAdd(momentum, first, gradient);
        return TLanes.FusedMultiplyAdd(
            TLanes.Create(-_rate), TLanes.FusedMultiplyAdd(momentum, first, gradient), weight);
    }
}
