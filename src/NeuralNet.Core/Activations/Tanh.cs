using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = tanh(z) = (e^z - e^-z) / (e^z + e^-z)</summary>
internal readonly struct Tanh : IActivation, IInvertible
{
    public string Name => "tanh";

    public Interval Range => new(-1, 1);

    public double Inverse(double value, double rows) => 0.5 * Logarithm.OfOdds((value + 1) / 2, rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes> => LaneMath.Tanh(logit, out derivative);
}
