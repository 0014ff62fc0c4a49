using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core.Rates;

/// <summary>rate * factor^t, t = 0, 1, ...</summary>
internal sealed record ExponentialRate(double Rate, double Factor, Clock Clock) : IRate
{
    public double At(RateTime time) => Rate * Power.Raise(Factor, Clock.At(time));

    public override string ToString() => Invariant($"exponential({Rate}, {Factor}, {Clock})");
}
