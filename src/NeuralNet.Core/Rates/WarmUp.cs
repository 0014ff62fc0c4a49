namespace NeuralNet.Core.Rates;

/// <summary>A slow start: a factor of (t + 1) / length for t = 0 ... length - 1, and of 1 from then on.</summary>
internal sealed record WarmUp(int Length, Clock Clock)
{
    public double FactorAt(RateTime time)
    {
        long t = Clock.At(time);
        return t < Length ? (t + 1.0) / Length : 1;
    }

    public override string ToString() => $"warm-up({Clock.Length(Length)})";
}
