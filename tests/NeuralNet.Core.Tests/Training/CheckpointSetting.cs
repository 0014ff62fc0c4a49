namespace NeuralNet.Core.Tests.Training;

/// <summary>The trainings in which checkpoints are saved.</summary>
public enum CheckpointSetting
{
    Plain,
    Ordered,
    FullBatch,
    Validation,
    Patience,
    Tolerance,
    Source,
    SourceOfOneStep,
}
