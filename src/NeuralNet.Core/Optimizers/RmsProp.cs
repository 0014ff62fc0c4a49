using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Optimizers;

/// <summary>s := decay * s + (1 - decay) * gradient^2; w := w - rate * gradient / (sqrt(s) + epsilon)</summary>
internal struct RmsProp(double decay, double epsilon) : IOwnOptimizer
{
    private readonly double _decay = decay;
    private readonly double _epsilon = epsilon;
    private double _rate;

    public static int StatesPerWeight => 1;

    public readonly string Name => Invariant($"rmsprop({_decay}, {_epsilon})");

    public void BeginStep(long stepNumber, double learningRate) => _rate = learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes Move<TLanes>(
        TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
        where TLanes : struct, ILanes<TLanes>
    {
        first = TLanes.FusedMultiplyAdd(
            TLanes.Create(1 - _decay) * gradient, gradient, TLanes.Create(_decay) * first);
        rate = TLanes.Create(_rate) / (TLanes.Sqrt(first) + TLanes.Create(_epsilon));
        return TLanes.FusedMultiplyAdd(-rate, gradient, weight);
    }
}
