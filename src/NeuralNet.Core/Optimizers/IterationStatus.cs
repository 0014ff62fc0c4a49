namespace NeuralNet.Core.Optimizers;

/// <summary>How an iteration of <see cref="Lbfgs{T}"/> ended.</summary>
internal enum IterationStatus
{
    /// <summary>The objective is lower, or as low as its rounding can tell, and there may be more to gain.</summary>
    Progressed,

    /// <summary>The gradient is within the tolerance, or the remaining gain is lost in the rounding of the objective.</summary>
    Converged,

    /// <summary>No step was found that lowers the objective, though the gradient promises one. The point is unchanged.</summary>
    Stalled,

    /// <summary>The objective was cancelled. The point and the memory are those before the iteration.</summary>
    Cancelled,

    /// <summary>The objective or its gradient is not finite at the point itself, or too large to compute with.</summary>
    NotFinite,
}
