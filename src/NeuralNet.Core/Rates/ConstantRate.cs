using static System.FormattableString;

namespace NeuralNet.Core.Rates;

/// <summary>The same rate at all times.</summary>
internal sealed record ConstantRate(double Rate) : IRate
{
    public double At(RateTime time) => Rate;

    public override string ToString() => Invariant($"constant({Rate})");
}
