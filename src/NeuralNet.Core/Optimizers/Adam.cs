using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// m := b1 * m + (1 - b1) * gradient; v := b2 * v + (1 - b2) * gradient^2;
/// w := w - rate / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + epsilon)
/// </summary>
internal struct Adam(double beta1, double beta2, double epsilon) : IOwnOptimizer
{
    private readonly double _firstDecay = beta1;
    private readonly double _secondDecay = beta2;
    private readonly double _epsilon = epsilon;
    private double _rate;
    private double _correctedRate;
    private double _rootCorrection;

    public static int StatesPerWeight => 2;

    public readonly string Name => Invariant($"adam({_firstDecay}, {_secondDecay}, {_epsilon})");

    public void BeginStep(long stepNumber, double learningRate)
    {
        _rate = learningRate;
        _correctedRate = learningRate / (1 - Power.Raise(_firstDecay, stepNumber));
        _rootCorrection = 1 / Math.Sqrt(1 - Power.Raise(_secondDecay, stepNumber));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes Move<TLanes>(
        TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
        where TLanes : struct, ILanes<TLanes>
    {
        first = TLanes.FusedMultiplyAdd(
            TLanes.Create(1 - _firstDecay), gradient, TLanes.Create(_firstDecay) * first);
        second = TLanes.FusedMultiplyAdd(
            TLanes.Create(1 - _secondDecay) * gradient, gradient, TLanes.Create(_secondDecay) * second);
        TLanes divisor = TLanes.FusedMultiplyAdd(
            TLanes.Sqrt(second), TLanes.Create(_rootCorrection), TLanes.Create(_epsilon));
        rate = TLanes.Create(_rate) / divisor;
        return TLanes.FusedMultiplyAdd(TLanes.Create(-_correctedRate), first / divisor, weight);
    }
}
