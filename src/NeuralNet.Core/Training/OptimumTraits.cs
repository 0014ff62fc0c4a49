namespace NeuralNet.Core.Training;

/// <summary>The properties of the optimum of a loss.</summary>
/// <param name="IsSmooth">Whether the gradient is 0 there. At a kink of the loss it is not.</param>
/// <param name="HasClasses">Whether rows have classes.</param>
/// <param name="MayBeInfinite">Whether the loss may fall as long as the weights grow.</param>
/// <param name="SharesUnit">Whether the logits of all outputs have the same unit. Numeric targets may each have their own.</param>
internal readonly record struct OptimumTraits(bool IsSmooth, bool HasClasses, bool MayBeInfinite, bool SharesUnit);
