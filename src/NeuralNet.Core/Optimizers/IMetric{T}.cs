using System.Numerics;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// The units of the variables that <see cref="Lbfgs{T}"/> moves: what makes its steps and its ends independent of them. All spans are
/// <c>[variables]</c>.
/// </summary>
internal interface IMetric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// A gradient larger than this is not one at an optimum, however little a step gains: the objective may have a kink, or inputs so
    /// far from 0 that nothing is left of their differences. Infinite where sizes tell nothing.
    /// </summary>
    double LargestAtOptimum { get; }

    /// <summary>
    /// How fast the objective changes with what <see cref="Reach"/> measures, at most, at the point of the last gradient; 0 where that is
    /// not known.
    /// </summary>
    double Steepness { get; }

    /// <summary>
    /// vector := M vector, with M symmetric and positive definite, an approximation of the inverse Hessian up to a factor. Turns a
    /// gradient into a step.
    /// </summary>
    void Precondition(Span<T> vector);

    /// <summary>How much a change of the variables changes anything that counts, at most: the unit of <see cref="Rounding"/>.</summary>
    double Reach(ReadOnlySpan<T> change);

    /// <summary>How far a gradient at a point is from 0, as a number without a unit.</summary>
    double Size(ReadOnlySpan<T> gradient, ReadOnlySpan<T> at);
}
