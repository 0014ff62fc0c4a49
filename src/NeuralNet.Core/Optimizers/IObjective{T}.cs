using System.Numerics;

namespace NeuralNet.Core.Optimizers;

/// <summary>The smooth function that <see cref="Lbfgs{T}"/> minimizes.</summary>
internal interface IObjective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The value at a point <c>[variables]</c>, and the gradient <c>[variables]</c>, which must be written in full. The same
    /// point must give the same bits. Where the function is not defined the value is NaN or infinite, and the gradient may be
    /// anything.
    /// </summary>
    /// <returns>False if the evaluation was cancelled; value and gradient then are ignored.</returns>
    bool Evaluate(scoped ReadOnlySpan<T> at, scoped Span<T> gradient, out double value);
}
