namespace NeuralNet.Core.Rates;

/// <summary>The learning rate of a trainer: a formula and its factors. Immutable.</summary>
internal sealed record RateSchedule(IRate Rate, WarmUp? WarmUp = null, ReduceOnPlateau? Plateau = null)
{
    /// <summary>Whether the rate is the same at all times.</summary>
    public bool IsConstant => Rate is ConstantRate && WarmUp is null && Plateau is null;

    /// <summary>The first rate without a warm-up. No formula of the library rises above it. Null for a user's function.</summary>
    public double? First => Rate is UserRate ? null : Rate.At(new RateTime { Step = 1, Epoch = 0 });

    /// <summary>The rate of a step that no plateau has lowered, [0, inf).</summary>
    /// <param name="step">The number of the step, [1, inf).</param>
    /// <param name="epoch">The epochs completed before it, [0, inf).</param>
    public double At(long step, long epoch)
    {
        RateTime time = new() { Step = step, Epoch = epoch };
        double rate = Rate.At(time);
        return WarmUp is null ? rate : rate * WarmUp.FactorAt(time);
    }

    /// <summary>The rate of a step, lowered by the plateaus of the network.</summary>
    public double At(long step, long epoch, in ReduceOnPlateauState plateau)
    {
        double rate = At(step, epoch);
        return Plateau is null ? rate : Plateau.Lowered(rate, plateau.Factor);
    }

    public override string ToString() =>
        $"{Rate}{(WarmUp is null ? string.Empty : $", {WarmUp}")}{(Plateau is null ? string.Empty : $", {Plateau}")}";
}
