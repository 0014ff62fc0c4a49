using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>Training on a source that is awaited.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>
    /// Trains on batches of an asynchronous source, such as a database or a web API, with the bits of the same batches in
    /// <see cref="Fit(IEnumerable{Examples{T}}, TrainingOptions, Examples{T}, IProgress{TrainingProgress}, CancellationToken)"/>.
    /// </summary>
    /// <remarks>
    /// The training runs on a thread of its own, which waits for each batch; the caller's thread is free. The source is enumerated again
    /// for each epoch and receives the cancellation token. If it throws <see cref="OperationCanceledException"/> after a cancellation,
    /// the training ends as <see cref="StopReason.Cancelled"/> and the network keeps its progress. The network must not be used before
    /// the task ends.
    /// </remarks>
    /// <param name="batches">The source, which must return the same batches each time it is enumerated.</param>
    /// <param name="options">Epochs and other options. <see cref="TrainingOptions.Shuffle"/> has no effect.</param>
    /// <param name="validation">Examples that are not trained on, in memory. Default null: none.</param>
    /// <param name="progress">Called after each epoch, on the thread of the training. If it throws, training ends, and the network keeps its progress.</param>
    /// <param name="cancellationToken">Ends the training early; the network keeps its progress.</param>
    /// <returns>The network, the reason for the end, and the loss of each epoch.</returns>
    /// <exception cref="ArgumentNullException">The source is null.</exception>
    /// <exception cref="ArgumentException">The source is empty, also when enumerated again, a batch is null or does not fit the network, all rows are of one class, or an option needs rows in memory.</exception>
    /// <exception cref="InvalidOperationException">There are labels and the network is no classifier, a Fit is already running, the weights are no longer finite, or the optimizer needs another batch size.</exception>
    public Task<TrainingResult<T>> FitAsync(
        IAsyncEnumerable<Examples<T>> batches,
        TrainingOptions? options = null,
        Examples<T>? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);

        // From here on, not from the start of the thread, other calls are rejected.
        BeginWriting();
        return Task.Factory.StartNew(
            () =>
            {
                using var writing = new Writing(this);
                return FitBatches(new AsyncBatches<T>(batches, cancellationToken), options, validation, progress, cancellationToken);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
