using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = tanh(z) = (e^z - e^-z) / (e^z + e^-z)</summary>
internal readonly struct Tanh : IActivation
{
    public string Name => "tanh";

    public Interval Range => new(-1, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes> => LaneMath.Tanh(logit, out derivative);
}
