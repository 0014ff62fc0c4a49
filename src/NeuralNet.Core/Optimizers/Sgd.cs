using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Optimizers;

/// <summary>w := w - rate * gradient</summary>
internal struct Sgd : IOptimizer
{
    private double _negativeRate;

    public static int StatesPerWeight => 0;

    public readonly string Name => "sgd";

    public void BeginStep(long stepNumber, double learningRate) => _negativeRate = -learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLanes Move<TLanes>(TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.FusedMultiplyAdd(TLanes.Create(_negativeRate), gradient, weight);
}
