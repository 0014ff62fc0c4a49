using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core.Rates;

/// <summary>From rate to lowest along half a wave of the cosine, within t = 0 ... length.</summary>
internal sealed record CosineRate(double Rate, int Length, double Lowest, Clock Clock) : IRate
{
    public double At(RateTime time)
    {
        long t = Clock.At(time);
        if (t >= Length)
        {
            return Lowest;
        }

        // (1 + cos(pi x)) / 2 is the square of cos(pi x / 2), which keeps its digits near the end.
        double cosine = Cosine.OfQuarterTurns((double)t / Length);
        return Lowest + ((Rate - Lowest) * (cosine * cosine));
    }

    public override string ToString() => Lowest == 0
        ? Invariant($"cosine({Rate}, {Clock.Length(Length)})")
        : Invariant($"cosine({Rate}, {Clock.Length(Length)}, {Lowest})");
}
