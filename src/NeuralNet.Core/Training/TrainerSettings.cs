namespace NeuralNet.Core.Training;

/// <summary>What a trainer needs to know of a description besides loss and optimizer.</summary>
internal readonly record struct TrainerSettings(bool HasBias, Reduction Reduction, double LearningRate, Interval Targets);
