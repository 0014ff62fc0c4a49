namespace NeuralNet.Core.Training;

/// <summary>
/// The progress within an epoch: 0, unless the epoch was cancelled after some steps, which are kept.
/// </summary>
/// <param name="Position">The number of rows already used, in the order of the epoch; for a source, of batches.</param>
/// <param name="Total">The losses and weights of these rows.</param>
internal record struct EpochProgress(long Position, BatchTotal Total);
