namespace NeuralNet.Core.Optimizers;

/// <summary>What an optimizer can be combined with. Where something is not possible, a reason says why, and what to do.</summary>
internal sealed record OptimizerLimits
{
    public static OptimizerLimits None { get; } = new();

    /// <summary>Whether the description's learning rate is used.</summary>
    public bool UsesLearningRate { get; init; } = true;

    /// <summary>Whether the loss must be one whose slope is 0, 1 or -1.</summary>
    public bool NeedsUnitSlopes { get; init; }

    /// <summary>What alone keeps a division from 0, so that it must not be 0 in the network's precision; null where nothing does.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Which of the numbers it remembers of each weight is of squares, and so never below 0, [0, 1]; null where none is.</summary>
    public int? SquaredState { get; init; }

    /// <summary>The one batch size the optimizer works with; null where any will do.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How many pairs L-BFGS remembers, for whose room the network must not be too large; null for other optimizers.</summary>
    public int? Memory { get; init; }

    /// <summary>Why there can be no penalty; null where there can.</summary>
    public string? NoPenalty { get; init; }

    /// <summary>Why gradients can't be clipped; null where they can.</summary>
    public string? NoClipping { get; init; }

    /// <summary>Why weights can't be averaged; null where they can.</summary>
    public string? NoAveraging { get; init; }

    /// <summary>Why single steps of Learn are not possible; null where they are.</summary>
    public string? NoSteps { get; init; }
}
