using NeuralNet.Core.Rates;

namespace NeuralNet.Core.Training;

/// <summary>The settings of a trainer besides loss and optimizer.</summary>
internal readonly struct TrainerSettings
{
    public required bool HasBias { get; init; }

    public required Reduction Reduction { get; init; }

    public required RateSchedule Rate { get; init; }

    public required Interval Targets { get; init; }

    public required Penalty Penalty { get; init; }

    /// <summary>The factor of the penalty of each input, not all 0; null without a penalty, and if all are 1.</summary>
    public double[]? PenaltyFactors { get; init; }

    /// <summary>Whether every weight has a penalty.</summary>
    public bool PenalizesAll => !Penalty.IsNone && PenaltyFactors?.Contains(0) != true;

    /// <summary>The factor of the penalty of an input.</summary>
    public double FactorOf(int input) => PenaltyFactors is { } factors ? factors[input] : 1;

    public required GradientClipping Clipping { get; init; }

    /// <summary>The first step whose weights are averaged; 0 without averaging.</summary>
    public required long FirstAveragedStep { get; init; }

    /// <summary>The weight decay of the optimizer: the share by which a step with a rate of 1 shrinks a weight.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Which value that the optimizer keeps for each weight is never below 0, [0, 1]; null if no value is.</summary>
    public int? SquaredState { get; init; }
}
