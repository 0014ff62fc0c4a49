using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Optimizers;

/// <summary>w := w - rate * gradient</summary>
internal struct Sgd : IOwnOptimizer
{
    private double _rate;

    public static int StatesPerWeight => 0;

    public static bool IgnoresZeroGradients => true;

    public readonly string Name => "sgd";

    public void BeginStep(long stepNumber, double learningRate) => _rate = learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes Move<TLanes>(
        TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
        where TLanes : struct, ILanes<TLanes>
    {
        rate = TLanes.Create(_rate);
        return TLanes.FusedMultiplyAdd(TLanes.Create(-_rate), gradient, weight);
    }
}
