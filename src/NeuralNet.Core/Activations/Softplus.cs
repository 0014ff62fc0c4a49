using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Activations;

/// <summary>a(z) = ln(1 + e^z); a'(z) = 1 / (1 + e^-z)</summary>
internal readonly struct Softplus : IActivation, IInvertible
{
    public string Name => "softplus";

    public Interval Range => new(0, double.PositiveInfinity);

    /// <remarks>ln(e^y - 1) = y + ln(1 - e^-y), and 1 - e^-y = 2t / (1 + t) with t = tanh(y / 2), which keeps its digits near 0.</remarks>
    public double Inverse(double value, double rows)
    {
        double t = LaneMath.Tanh(new Scalar<double>(value / 2)).Value;
        return t > 0 ? value + Logarithm.Compute(2 * t / (1 + t)) : Logarithm.OfShare(value, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes tail = LaneMath.ExpOfMinusAbs(logit);
        derivative = LaneMath.Sigmoid(logit, tail);
        return LaneMath.Softplus(logit, tail);
    }
}
