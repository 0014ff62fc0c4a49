using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core.Rates;

/// <summary>rate / t^power, t = 1, 2, ...</summary>
internal sealed record InverseScalingRate(double Rate, double Power, Clock Clock) : IRate
{
    public double At(RateTime time)
    {
        double t = Clock.At(time) + 1;
        return Power switch
        {
            // Two powers that do not need a logarithm, which would lose digits.
            0.5 => Rate / Math.Sqrt(t),
            1 => Rate / t,
            _ => Rate * LaneMath.Exp(new Scalar<double>(-Power) * LaneMath.Log(new Scalar<double>(t))).Value,
        };
    }

    public override string ToString() => Invariant($"inverse-scaling({Rate}, {Power}, {Clock})");
}
