using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Optimizers;

/// <summary>s := s + gradient^2; w := w - rate * gradient / (sqrt(s) + epsilon)</summary>
internal struct AdaGrad(double epsilon) : IOwnOptimizer
{
    private readonly double _epsilon = epsilon;
    private double _rate;

    public static int StatesPerWeight => 1;

    public static bool IgnoresZeroGradients => true;

    public readonly double Epsilon => _epsilon;

    public readonly string Name => Invariant($"adagrad({_epsilon})");

    public void BeginStep(long stepNumber, double learningRate) => _rate = learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes Move<TLanes>(
        TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
        where TLanes : struct, ILanes<TLanes>
    {
        first = TLanes.FusedMultiplyAdd(gradient, gradient, first);
        rate = TLanes.Create(_rate) / (TLanes.Sqrt(first) + TLanes.Create(_epsilon));
        return TLanes.FusedMultiplyAdd(-rate, gradient, weight);
    }
}
