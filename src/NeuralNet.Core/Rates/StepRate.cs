using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core.Rates;

/// <summary>rate * factor^floor(t / length), t = 0, 1, ...</summary>
internal sealed record StepRate(double Rate, double Factor, int Length, Clock Clock) : IRate
{
    public double At(RateTime time) => Rate * Power.Raise(Factor, Clock.At(time) / Length);

    public override string ToString() => Invariant($"step({Rate}, {Factor}, {Clock.Length(Length)})");
}
