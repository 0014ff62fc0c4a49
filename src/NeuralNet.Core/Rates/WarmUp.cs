namespace NeuralNet.Core.Rates;

/// <summary>A slow start: the factor is (t + 1) / length for t = 0 ... length - 1, and then 1.</summary>
internal sealed record WarmUp(int Length, Clock Clock)
{
    public double FactorAt(RateTime time)
    {
        long t = Clock.At(time);
        return t < Length ? (t + 1.0) / Length : 1;
    }

    public override string ToString() => $"warm-up({Clock.Length(Length)})";
}
