using NeuralNet.Core.Rates;

namespace NeuralNet.Core.Training;

/// <summary>What a trainer needs to know of a description besides loss and optimizer.</summary>
internal readonly record struct TrainerSettings
{
    public required bool HasBias { get; init; }

    public required Reduction Reduction { get; init; }

    public required RateSchedule Rate { get; init; }

    public required Interval Targets { get; init; }

    public required Penalty Penalty { get; init; }

    public required GradientClipping Clipping { get; init; }

    /// <summary>The first step whose weights are averaged; 0 where none are.</summary>
    public required long FirstAveragedStep { get; init; }

    /// <summary>The share of a weight that a rate of 1 takes from it in a step, by the optimizer's own account.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Which of the numbers the optimizer remembers of each weight is never below 0, [0, 1]; null where none is.</summary>
    public int? SquaredState { get; init; }
}
