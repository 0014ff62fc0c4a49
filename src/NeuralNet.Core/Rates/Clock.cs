using static System.FormattableString;

namespace NeuralNet.Core.Rates;

/// <summary>The time of a schedule, from 0, in epochs or in steps.</summary>
internal readonly record struct Clock(RateUnit Unit)
{
    public long At(RateTime time) => Unit == RateUnit.Step ? time.Step - 1 : time.Epoch;

    /// <summary>A length of time, such as "50 epochs".</summary>
    public string Length(int length) => Invariant($"{length} {(Unit == RateUnit.Step ? "step" : "epoch")}{(length == 1 ? string.Empty : "s")}");

    /// <summary>The unit of time.</summary>
    public override string ToString() => Unit == RateUnit.Step ? "steps" : "epochs";
}
