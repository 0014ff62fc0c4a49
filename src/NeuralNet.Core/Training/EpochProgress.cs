namespace NeuralNet.Core.Training;

/// <summary>
/// How far an epoch has come whose steps so far are kept: nowhere, unless it was cancelled on the way.
/// </summary>
/// <param name="Position">The rows that were stepped on, in the order of the epoch; of a source its batches.</param>
/// <param name="Total">Their losses and weights.</param>
internal record struct EpochProgress(long Position, BatchTotal Total);
