namespace NeuralNet.Core.Persistence;

/// <summary>The training settings of a network.</summary>
internal sealed class TrainingRecord
{
    public required bool HasBias { get; init; }

    public required string Loss { get; init; }

    public bool HasCustomLoss { get; init; }

    public required string Reduction { get; init; }

    public required string Optimizer { get; init; }

    public bool HasCustomOptimizer { get; init; }

    /// <summary>The learning rate; null if the description does not set it.</summary>
    public string? LearningRate { get; init; }

    public bool HasCustomLearningRate { get; init; }

    public string? WarmUp { get; init; }

    public string? LoweredOnPlateau { get; init; }

    public double L1Strength { get; init; }

    public double L2Strength { get; init; }

    /// <summary>What multiplies the penalty of each input <c>[inputs]</c>; null if all are 1.</summary>
    public double[]? PenaltyFactors { get; init; }

    /// <summary>
    /// The least value of each weight, <c>[inputs]</c> or <c>[outputs x inputs]</c>, then the largest values, as many; null without bounds.
    /// </summary>
    public double[]? WeightBounds { get; init; }

    public double? LargestGradientValue { get; init; }

    public double? LargestGradientNorm { get; init; }

    public long? FirstAveragedStep { get; init; }

    public double[]? ClassWeights { get; init; }

    public bool BalancesClasses { get; init; }

    public bool IsStandardized { get; init; }

    /// <summary>"given" if mean and scale are part of the settings, "running" if single steps change them; null if Fit learns them.</summary>
    public string? Standardization { get; init; }

    /// <summary>The total weight of the rows of running means and scales; null if they do not run.</summary>
    public double? RunningWeight { get; init; }

    public required long Seed { get; init; }

    /// <summary>Whether the first Fit has not run yet and will set the bias to the best constant prediction; null means no.</summary>
    public bool? AwaitsBias { get; init; }

    /// <summary>Whether the first Fit, which is still to come, learns the names of the classes; null for no.</summary>
    public bool? LearnsClassNames { get; init; }

    /// <summary>The distribution of the initial weights; null if not set, or if numbers were passed.</summary>
    public string? InitialWeights { get; init; }
}
