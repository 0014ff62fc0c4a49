using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>A gradient step that writes to its own field in Move. Such writes are lost.</summary>
internal struct WritesInMove : IOptimizer
{
    private double _rate;

    public static int StatesPerWeight => 0;

    public readonly string Name => "writes-in-move";

    public void BeginStep(long stepNumber, double learningRate) => _rate = learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Move<TLanes>(TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
        where TLanes : struct, ILanes<TLanes>
    {
        rate = TLanes.Create(_rate);
        _rate = 0.25;
        return weight - (rate * gradient);
    }
}
