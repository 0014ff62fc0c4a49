namespace NeuralNet.Data.Numbers;

/// <summary>Where the bounds of a <see cref="NumberTransform"/> come from.</summary>
internal enum Clipping
{
    None,
    Given,
    Quantiles,
}
