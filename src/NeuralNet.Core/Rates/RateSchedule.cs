namespace NeuralNet.Core.Rates;

/// <summary>The learning rate as a trainer sees it: a formula, and what it is multiplied by. Immutable.</summary>
internal sealed record RateSchedule(IRate Rate, WarmUp? WarmUp = null, PlateauRule? Plateau = null)
{
    /// <summary>Whether the rate is the same for ever.</summary>
    public bool IsConstant => Rate is ConstantRate && WarmUp is null && Plateau is null;

    /// <summary>The rate before any warm-up at the first step, from which no formula of the library rises; null of a user's function.</summary>
    public double? First => Rate is UserRate ? null : Rate.At(new RateTime { Step = 1, Epoch = 0 });

    /// <summary>The rate of a step where no plateau has lowered it, [0, inf).</summary>
    /// <param name="step">The number of the step, [1, inf).</param>
    /// <param name="epoch">The epochs completed before it, [0, inf).</param>
    public double At(long step, long epoch)
    {
        RateTime time = new() { Step = step, Epoch = epoch };
        double rate = Rate.At(time);
        return WarmUp is null ? rate : rate * WarmUp.FactorAt(time);
    }

    /// <summary>The rate of a step, lowered by what the network remembers of its plateaus.</summary>
    public double At(long step, long epoch, in PlateauFactor plateau)
    {
        double rate = At(step, epoch);
        return Plateau is null ? rate : Plateau.Lowered(rate, plateau.Factor);
    }

    public override string ToString() =>
        $"{Rate}{(WarmUp is null ? string.Empty : $", {WarmUp}")}{(Plateau is null ? string.Empty : $", {Plateau}")}";
}
