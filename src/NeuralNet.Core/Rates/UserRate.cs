using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Rates;

/// <summary>A function of the user.</summary>
internal sealed record UserRate(Func<RateTime, double> Rate, string Name) : IRate
{
    public double At(RateTime time)
    {
        double rate = Rate(time);
        if (!(rate > 0 && double.IsFinite(rate)))
        {
            Throw.InvalidOperation_LearningRate(Name, rate, time.Step, time.Epoch);
        }

        return rate;
    }

    public override string ToString() => Name;
}
