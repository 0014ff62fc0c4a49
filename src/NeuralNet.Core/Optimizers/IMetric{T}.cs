using System.Numerics;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// The units of the variables that <see cref="Lbfgs{T}"/> moves. They make its steps, and where it ends, independent of the units
/// of the data. All spans are <c>[variables]</c>.
/// </summary>
internal interface IMetric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// At an optimum no gradient is larger than this. If one is and a step still gains little, the objective may have a kink, or
    /// inputs may be so far from 0 that rounding hides their differences. Infinite if sizes say nothing.
    /// </summary>
    double LargestAtOptimum { get; }

    /// <summary>The magnitude of what is added to the results that <see cref="Reach"/> measures: they have its rounding at least.</summary>
    double Level { get; }

    /// <summary>
    /// The fastest that the objective can change with the quantity that <see cref="Reach"/> measures, at the point of the last
    /// gradient; 0 if that is not known.
    /// </summary>
    double Steepness { get; }

    /// <summary>
    /// vector := M vector, with M symmetric and positive definite, an approximation of the inverse Hessian up to a factor. Turns a
    /// gradient into a step.
    /// </summary>
    /// <param name="vector">The vector.</param>
    /// <param name="isHeld">Which of the first variables do not move, so that M is that of the others; empty for none.</param>
    void Precondition(Span<T> vector, ReadOnlySpan<bool> isHeld = default);

    /// <summary>Returns what another variable, the bias, must lose for each unit that a variable gains, so that results keep their mean; 0 for nothing.</summary>
    double Offset(int index, out int bias);

    /// <summary>
    /// The most that a change of the variables changes any result that counts: the unit of <see cref="Rounding"/>.
    /// </summary>
    double Reach(ReadOnlySpan<T> change);

    /// <summary>The distance of a gradient at a point from 0, as a number without a unit.</summary>
    double Size(ReadOnlySpan<T> gradient, ReadOnlySpan<T> at);
}
