using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>One input of a network and how much it weighs for one of the outputs.</summary>
public readonly struct FeatureWeight
{
    internal FeatureWeight(int index, string? name, double weight, double standardizedWeight)
    {
        Index = index;
        Name = name;
        Weight = weight;
        StandardizedWeight = standardizedWeight;
    }

    /// <summary>The column of the input, [0, inputs).</summary>
    public int Index { get; }

    /// <summary>The name of the input; null if it has no name.</summary>
    public string? Name { get; }

    /// <summary>The weight on the scale of the raw input: one unit more adds this to the logit.</summary>
    public double Weight { get; }

    /// <summary>
    /// The weight times the standard deviation of the input: one standard deviation more adds this to the logit. If inputs are
    /// not standardized, the weight itself.
    /// </summary>
    public double StandardizedWeight { get; }

    /// <summary>The name, or the column, and both weights; only one if they are equal, as for raw inputs.</summary>
    public override string ToString() => Invariant(
        $"{Name ?? Invariant($"input {Index}")}: weight {Weight:G6}{(Weight.Equals(StandardizedWeight) ? string.Empty : Invariant($", standardized {StandardizedWeight:G6}"))}");
}
