using System.Buffers;
using System.Numerics;
using System.Threading.Channels;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Takes examples for a model that learns while it serves. They wait in a queue of bounded length; a background service learns
/// them one by one, publishes what was learned to the model's <see cref="PerceptronHost{T}"/>, and saves it.
/// </summary>
/// <remarks>Safe on any thread. An example that is refused here has changed nothing.</remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PerceptronLearner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OnlineNetwork<T> _network;
    private readonly Channel<WaitingExample<T>> _queue;

    internal PerceptronLearner(OnlineNetwork<T> network, int capacity)
    {
        _network = network;
        _queue = Channel.CreateBounded<WaitingExample<T>>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    /// <summary>
    /// The examples learned since the service started, [0, inf): refused ones left out, and those that were forgotten since learning
    /// diverged after them.
    /// </summary>
    public long Learned => _network.Learned;

    /// <summary>The examples that wait, [0, <see cref="OnlineLearningOptions.Capacity"/>].</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>
    /// The mean loss of the examples of the last publication, each before it was learned; null before the first.
    /// </summary>
    public double? RecentLoss => _network.RecentLoss;

    internal ChannelReader<WaitingExample<T>> Queue => _queue.Reader;

    /// <summary>Lets an example wait to be learned, by a network with one output.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="target">The target, in the targets of the loss.</param>
    /// <returns>False where the queue is full, or the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row or the target has another length, is NaN or infinite, or the target is out of range.</exception>
    public bool TryEnqueue(ReadOnlySpan<T> input, T target) => TryEnqueue(input, new ReadOnlySpan<T>(in target));

    /// <summary>Lets an example wait to be learned.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="targets">The targets <c>[outputs]</c>, in the targets of the loss.</param>
    /// <returns>False where the queue is full, or the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row or the targets have another length, are NaN or infinite, or a target is out of range.</exception>
    public bool TryEnqueue(ReadOnlySpan<T> input, ReadOnlySpan<T> targets) => TryWrite(Example(input, targets));

    /// <summary>Lets a labelled example wait to be learned, by a classifier; a regressor of one output takes the label as a number.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="label">The class, [0, classes).</param>
    /// <returns>False where the queue is full, or the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, or the label is none of the classes.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor of several outputs.</exception>
    public bool TryEnqueue(ReadOnlySpan<T> input, int label) => TryWrite(Example(input, label));

    /// <summary>As <see cref="TryEnqueue(ReadOnlySpan{T}, T)"/>, after waiting for room in the queue.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite. It is copied before the call returns its task.</param>
    /// <param name="target">The target, in the targets of the loss.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False where the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row or the target has another length, is NaN or infinite, or the target is out of range.</exception>
    public ValueTask<bool> EnqueueAsync(ReadOnlySpan<T> input, T target, CancellationToken cancellationToken = default) =>
        EnqueueAsync(input, new ReadOnlySpan<T>(in target), cancellationToken);

    /// <summary>As <see cref="TryEnqueue(ReadOnlySpan{T}, ReadOnlySpan{T})"/>, after waiting for room in the queue.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite. It is copied before the call returns its task.</param>
    /// <param name="targets">The targets <c>[outputs]</c>, in the targets of the loss. They are copied likewise.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False where the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row or the targets have another length, are NaN or infinite, or a target is out of range.</exception>
    public ValueTask<bool> EnqueueAsync(
        ReadOnlySpan<T> input, ReadOnlySpan<T> targets, CancellationToken cancellationToken = default) =>
        WriteAsync(Example(input, targets), cancellationToken);

    /// <summary>As <see cref="TryEnqueue(ReadOnlySpan{T}, int)"/>, after waiting for room in the queue.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite. It is copied before the call returns its task.</param>
    /// <param name="label">The class, [0, classes).</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False where the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, or the label is none of the classes.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor of several outputs.</exception>
    public ValueTask<bool> EnqueueAsync(ReadOnlySpan<T> input, int label, CancellationToken cancellationToken = default) =>
        WriteAsync(Example(input, label), cancellationToken);

    /// <summary>Takes no example from now on; those that wait stay.</summary>
    internal void Complete() => _queue.Writer.TryComplete();

    private WaitingExample<T> Example(ReadOnlySpan<T> input, ReadOnlySpan<T> targets)
    {
        _network.CheckRow(input);
        _network.CheckTargets(targets);
        T[] numbers = ArrayPool<T>.Shared.Rent(input.Length + targets.Length);
        input.CopyTo(numbers);
        targets.CopyTo(numbers.AsSpan(input.Length));
        return new(numbers, null);
    }

    private WaitingExample<T> Example(ReadOnlySpan<T> input, int label)
    {
        if (_network.TakesLabelAsNumber)
        {
            T target = T.CreateTruncating(label);
            return Example(input, new ReadOnlySpan<T>(in target));
        }

        _network.CheckRow(input);
        _network.CheckLabel(label);
        T[] numbers = ArrayPool<T>.Shared.Rent(input.Length + _network.Outputs);
        input.CopyTo(numbers);
        _network.FillTargets(label, numbers.AsSpan(input.Length, _network.Outputs));
        return new(numbers, label);
    }

    private bool TryWrite(WaitingExample<T> example)
    {
        bool isWritten = _queue.Writer.TryWrite(example);
        if (!isWritten)
        {
            ArrayPool<T>.Shared.Return(example.Numbers);
        }

        return isWritten;
    }

    private ValueTask<bool> WriteAsync(WaitingExample<T> example, CancellationToken cancellationToken) =>
        _queue.Writer.TryWrite(example) ? new(true) : WriteSlowlyAsync(example, cancellationToken);

    private async ValueTask<bool> WriteSlowlyAsync(WaitingExample<T> example, CancellationToken cancellationToken)
    {
        bool isWritten = false;
        try
        {
            while (!isWritten && await _queue.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
            {
                isWritten = _queue.Writer.TryWrite(example);
            }

            return isWritten;
        }
        finally
        {
            if (!isWritten)
            {
                ArrayPool<T>.Shared.Return(example.Numbers);
            }
        }
    }
}
