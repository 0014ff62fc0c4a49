using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>An input of a network with its weight for one output.</summary>
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

    /// <summary>The weight on the scale of the raw input: the change of the logit for one unit more.</summary>
    public double Weight { get; }

    /// <summary>
    /// The weight times the standard deviation of the input: the change of the logit for one standard deviation more. If inputs are not
    /// standardized, the weight itself.
    /// </summary>
    public double StandardizedWeight { get; }

    /// <summary>Returns the name or the column, and both weights; only one if they are equal, as for raw inputs.</summary>
    public override string ToString() => Invariant(
        $"{Name ?? Invariant($"input {Index}")}: weight {Weight:G6}{(Weight.Equals(StandardizedWeight) ? string.Empty : Invariant($", standardized {StandardizedWeight:G6}"))}");
}
