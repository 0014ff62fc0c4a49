namespace NeuralNet.Core.Training;

/// <summary>The settings of one training.</summary>
/// <param name="Options">The options of the caller.</param>
/// <param name="BatchSize">The rows of a step, which the options may leave to the optimizer.</param>
/// <param name="Seed">The seed of the network, which decides the order of the rows.</param>
internal readonly record struct EpochPlan(TrainingOptions Options, int BatchSize, long Seed)
{
    public bool IsFullBatch => BatchSize == TrainingOptions.FullBatch;
}
