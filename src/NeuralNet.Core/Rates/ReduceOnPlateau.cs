using static System.FormattableString;

namespace NeuralNet.Core.Rates;

/// <summary>The rule that lowers a rate when the loss no longer falls: when, by how much, and how far down.</summary>
internal sealed record ReduceOnPlateau(double Factor, int Patience, double MinimumImprovement, double Lowest)
{
    /// <summary>Whether the loss is enough below the least so far to count, in shares of that loss.</summary>
    public bool IsGain(double loss, double least) => loss < least * (1 - (least < 0 ? -MinimumImprovement : MinimumImprovement));

    /// <summary>The lowered rate: not below the lowest, and never raised to it.</summary>
    public double Lowered(double rate, double factor) => Math.Min(rate, Math.Max(rate * factor, Lowest));

    public override string ToString() => Lowest == 0
        ? Invariant($"lowered-on-plateau({Factor}, {Patience}, {MinimumImprovement})")
        : Invariant($"lowered-on-plateau({Factor}, {Patience}, {MinimumImprovement}, {Lowest})");
}
