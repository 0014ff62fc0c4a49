using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = 1 / (1 + e^-z)</summary>
internal readonly struct Sigmoid : IActivation, IInvertible
{
    public string Name => "sigmoid";

    public Interval Range => Interval.Probability;

    public double Inverse(double value, double rows) => Logarithm.OfOdds(value, rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        // a' = a (1 - a) is the same on both sides of 0, and keeps its digits with the smaller of the two.
        TLanes tail = LaneMath.ExpOfMinusAbs(logit);
        TLanes lower = LaneMath.LowerSigmoid(tail);
        derivative = TLanes.FusedMultiplyAdd(-lower, lower, lower);
        return LaneMath.Sigmoid(logit, tail);
    }
}
