namespace NeuralNet.Core.Optimizers;

/// <summary>The settings that an optimizer supports. A reason names what is not possible, and the cure.</summary>
internal sealed class OptimizerLimits
{
    public static OptimizerLimits None { get; } = new();

    /// <summary>Whether the description's learning rate is used.</summary>
    public bool UsesLearningRate { get; init; } = true;

    /// <summary>Whether the loss must be one whose slope is 0, 1 or -1.</summary>
    public bool NeedsUnitSlopes { get; init; }

    /// <summary>Whether the second derivatives of the loss must be known.</summary>
    public bool NeedsCurvature { get; init; }

    /// <summary>Whether losses of parabolas and straight pieces have one too.</summary>
    public bool TakesBends { get; init; }

    /// <summary>Whether the second derivatives by all weights are kept, not only those by weights that are not 0.</summary>
    public bool TakesAllInputs { get; init; }

    /// <summary>Whether it minimizes by a number of each row, which takes an L2 penalty and a convex loss of separate outputs.</summary>
    public bool IsDual { get; init; }

    /// <summary>Keeps a divisor from being 0, so it must not be 0 in the network's precision; null if not needed.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Which value of each weight holds squares, and so is never below 0, [0, 1]; null if no value does.</summary>
    public int? SquaredState { get; init; }

    /// <summary>The only batch size that the optimizer works with; null for any.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The number of pairs of L-BFGS, whose memory limits the size of the network; null for other optimizers.</summary>
    public int? Memory { get; init; }

    /// <summary>Why a penalty is not possible; null if it is.</summary>
    public string? NoPenalty { get; init; }

    /// <summary>Why a penalty with an L1 part is not possible, without the cure; null if it is.</summary>
    public string? NoL1Penalty { get; init; }

    /// <summary>Whether the penalty of each input may have its own factor.</summary>
    public bool TakesPenaltyFactors { get; init; }

    /// <summary>Whether weights may have bounds.</summary>
    public bool TakesWeightBounds { get; init; }

    /// <summary>Why gradients can't be clipped; null if they can.</summary>
    public string? NoClipping { get; init; }

    /// <summary>Why weights can't be averaged; null if they can.</summary>
    public string? NoAveraging { get; init; }

    /// <summary>Why single steps of Learn are not possible; null if they are.</summary>
    public string? NoSteps { get; init; }
}
