namespace NeuralNet.Core.Training;

/// <summary>What the optimum of a loss looks like, for those who go there.</summary>
/// <param name="IsSmooth">Whether it shows in the gradient: of a loss with a kink no gradient is 0 there.</param>
/// <param name="HasClasses">Whether rows have classes.</param>
/// <param name="MayBeInfinite">Whether weights may gain by growing without end.</param>
/// <param name="SharesUnit">Whether the logits of all outputs have one unit; the targets of each may have their own.</param>
internal readonly record struct OptimumTraits(bool IsSmooth, bool HasClasses, bool MayBeInfinite, bool SharesUnit);
