namespace NeuralNet.Core.Training;

/// <summary>A place within an epoch, from which it can go on: 0 at its beginning.</summary>
/// <param name="Position">The number of rows before it, in the order of the epoch; for a source, of batches.</param>
/// <param name="Total">The losses and weights of these rows.</param>
internal record struct EpochProgress(long Position, BatchTotal Total);
