using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading.Channels;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Queues examples for a model that learns while it serves. The queue is bounded. A background service learns the examples one by one,
/// publishes the network to the model's <see cref="PerceptronHost{T}"/>, and saves it.
/// </summary>
/// <remarks>
/// <para>Safe on any thread. A rejected example changes nothing.</para>
/// <para>A learner created by its constructor, such as in a unit test, has no background service. Call <see cref="LearnWaiting"/> to drain
/// its queue.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class PerceptronLearner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The maximum length of an offset: far more than streams need, and far less than a file can hold.</summary>
    private const int LongestOffset = 10_000;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly OnlineNetwork<T> _network;
    private readonly Channel<WaitingExample<T>> _queue;
    private readonly bool _isServed;

    /// <summary>
    /// Creates a learner without a service, for unit tests of code that uses a learner. <see cref="LearnWaiting"/> drains its queue and
    /// trains the network itself.
    /// </summary>
    /// <param name="network">The network, which must take single steps. The learner owns it: do not train it elsewhere.</param>
    /// <param name="capacity">The capacity of the queue, [1, 10,000,000]. Default 10,000.</param>
    /// <exception cref="ArgumentNullException">The network is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is out of its interval.</exception>
    /// <exception cref="InvalidOperationException">The network can't learn by single steps, or not before its first Fit.</exception>
    public PerceptronLearner(Perceptron<T> network, int capacity = 10_000)
        : this(new OnlineNetwork<T>(NotNull(network), PartsOf(network)), Checked(capacity), isServed: false)
    {
    }

    internal PerceptronLearner(OnlineNetwork<T> network, int capacity, bool isServed)
    {
        _network = network;
        _isServed = isServed;
        _queue = Channel.CreateBounded<WaitingExample<T>>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    /// <summary>
    /// The number of examples learned since the service started, [0, inf), without rejected ones and those lost when learning diverged.
    /// </summary>
    public long Learned => _network.Learned;

    /// <summary>
    /// The number of steps that led to the current network, [0, inf), including those of the file it was loaded from. A new network starts
    /// at 0.
    /// </summary>
    public long CompletedSteps => _network.Steps;

    /// <summary>
    /// The offset of the last learned example; before the first, that of the file the network was loaded from. Null if no example had one.
    /// </summary>
    /// <remarks>
    /// A save stores it together with the weights, as <c>stream.offset</c> of the metadata. A service that continues reading after this
    /// offset learns each example exactly once, even after a crash. After learning diverged, it is the offset of the last publication.
    /// </remarks>
    public string? Offset => _network.Offset;

    /// <summary>The number of examples in the queue, [0, <see cref="OnlineLearningOptions.Capacity"/>].</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>
    /// The mean loss of the examples of the last publication, each before it was learned; null before the first publication.
    /// </summary>
    public double? RecentLoss => _network.RecentLoss;

    /// <summary>
    /// Raised after each learned example, with the prediction before its step, on the learning thread and in the order of learning.
    /// Learning waits for the handlers. An exception of a handler is logged with event id 13; the other handlers and the learning continue.
    /// <see cref="LearnWaiting"/> throws it.
    /// </summary>
    public event EventHandler<LearnedExample<T>>? ExampleLearned;

    internal ChannelReader<WaitingExample<T>> Queue => _queue.Reader;

    /// <summary>Adds an example to the queue, for a network with one output.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="target">The target, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <returns>False if the example was dropped because the queue is full or the service is stopping.</returns>
    /// <exception cref="ArgumentException">The row or the target has another length, is NaN or infinite, the target is out of range, or the offset is too long or contains half of a surrogate pair.</exception>
    public bool TryEnqueue(ReadOnlySpan<T> input, T target, string? offset = null, ReadOnlySpan<T> logitOffsets = default) =>
        TryEnqueue(input, new ReadOnlySpan<T>(in target), offset, logitOffsets);

    /// <summary>Adds an example to the queue.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="targets">The targets <c>[outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <returns>False if the example was dropped because the queue is full or the service is stopping.</returns>
    /// <exception cref="ArgumentException">The row or the targets have another length, are NaN or infinite, a target is out of range, or the offset is too long or contains half of a surrogate pair.</exception>
    public bool TryEnqueue(ReadOnlySpan<T> input, ReadOnlySpan<T> targets, string? offset = null, ReadOnlySpan<T> logitOffsets = default) =>
        TryWrite(Example(input, targets, offset, logitOffsets));

    /// <summary>Adds a labeled example to the queue, for a classifier. A regressor with one output takes the label as a number.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="label">The class, [0, classes).</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <returns>False if the example was dropped because the queue is full or the service is stopping.</returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, the label is not one of the classes, or the offset is too long or contains half of a surrogate pair.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor with several outputs.</exception>
    public bool TryEnqueue(ReadOnlySpan<T> input, int label, string? offset = null, ReadOnlySpan<T> logitOffsets = default) => TryWrite(Example(input, label, offset, logitOffsets));

    /// <summary>Adds an example to the queue, as <see cref="TryEnqueue(ReadOnlySpan{T}, T, string, ReadOnlySpan{T})"/> does, but waits if the queue is full.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite. Copied before the call returns its task.</param>
    /// <param name="target">The target, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>False if the example was dropped because the service is stopping.</returns>
    /// <exception cref="ArgumentException">The row or the target has another length, is NaN or infinite, the target is out of range, or the offset is too long or contains half of a surrogate pair.</exception>
    public ValueTask<bool> EnqueueAsync(
        ReadOnlySpan<T> input, T target, string? offset = null, ReadOnlySpan<T> logitOffsets = default, CancellationToken cancellationToken = default) =>
        EnqueueAsync(input, new ReadOnlySpan<T>(in target), offset, logitOffsets, cancellationToken);

    /// <summary>
    /// Adds an example to the queue, as <see cref="TryEnqueue(ReadOnlySpan{T}, ReadOnlySpan{T}, string, ReadOnlySpan{T})"/> does, but waits if the queue is
    /// full.
    /// </summary>
    /// <param name="input">The row <c>[inputs]</c>, finite. Copied before the call returns its task.</param>
    /// <param name="targets">The targets <c>[outputs]</c>, in the <see cref="Loss.Targets"/> of the loss. Copied before the call returns its task.</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>False if the example was dropped because the service is stopping.</returns>
    /// <exception cref="ArgumentException">The row or the targets have another length, are NaN or infinite, a target is out of range, or the offset is too long or contains half of a surrogate pair.</exception>
    public ValueTask<bool> EnqueueAsync(
        ReadOnlySpan<T> input, ReadOnlySpan<T> targets, string? offset = null, ReadOnlySpan<T> logitOffsets = default, CancellationToken cancellationToken = default) =>
        WriteAsync(Example(input, targets, offset, logitOffsets), cancellationToken);

    /// <summary>Adds an example to the queue, as <see cref="TryEnqueue(ReadOnlySpan{T}, int, string, ReadOnlySpan{T})"/> does, but waits if the queue is full.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite. Copied before the call returns its task.</param>
    /// <param name="label">The class, [0, classes).</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>False if the example was dropped because the service is stopping.</returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, the label is not one of the classes, or the offset is too long or contains half of a surrogate pair.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor with several outputs.</exception>
    public ValueTask<bool> EnqueueAsync(
        ReadOnlySpan<T> input, int label, string? offset = null, ReadOnlySpan<T> logitOffsets = default, CancellationToken cancellationToken = default) =>
        WriteAsync(Example(input, label, offset, logitOffsets), cancellationToken);

    /// <summary>Drains the queue: learns its examples one by one on this thread. For a learner without a service.</summary>
    /// <returns>The number of examples learned.</returns>
    /// <exception cref="InvalidOperationException">The learner belongs to a service, which drains the queue itself, or learning diverged.</exception>
    /// <exception cref="ArgumentException">The network rejected an example and is unchanged. Later examples stay in the queue.</exception>
    /// <remarks>If a handler of <see cref="ExampleLearned"/> throws, its exception ends the call after its example was learned.</remarks>
    public int LearnWaiting()
    {
        if (_isServed)
        {
            throw new InvalidOperationException(
                "This learner belongs to a service, which drains the queue in the background. Wait for Learned to grow; LearnWaiting is for a learner created by its constructor.");
        }

        int learned = 0;
        while (TryLearn(out Exception? failure))
        {
            learned++;
            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        return learned;
    }

    /// <summary>Learns the next example and calls the handlers.</summary>
    /// <param name="failure">The exception of a handler, the last of several; null if there was none.</param>
    /// <returns>False if the queue is empty.</returns>
    /// <exception cref="ArgumentException">The network rejected the example and is unchanged.</exception>
    /// <exception cref="InvalidOperationException">Learning diverged.</exception>
    internal bool TryLearn(out Exception? failure)
    {
        failure = null;
        if (!_queue.Reader.TryRead(out WaitingExample<T> example))
        {
            return false;
        }

        try
        {
            LearnedExample<T> learned = _network.Learn(example);
            foreach (EventHandler<LearnedExample<T>> handler in Delegate.EnumerateInvocationList(ExampleLearned))
            {
                failure = Tell(handler, learned) ?? failure;
            }

            return true;
        }
        finally
        {
            example.Release();
        }
    }

    /// <summary>Stops accepting examples; those in the queue stay.</summary>
    internal void Complete() => _queue.Writer.TryComplete();

    private static Perceptron<T> NotNull(Perceptron<T> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network;
    }

    private static int Checked(int capacity) => OptionsCheck.CapacityError(capacity) is { } error
        ? throw new ArgumentOutOfRangeException(nameof(capacity), capacity, error)
        : capacity;

    /// <summary>Returns the custom parts that a copy of the network needs.</summary>
    private static CustomParts PartsOf(Perceptron<T> network) => new()
    {
        Loss = network.Description.Loss,
        Optimizer = network.Description.Optimizer,
        LearningRate = network.Description.LearningRate,
    };

    [SuppressMessage("Design", "CA1031", Justification = "A faulty handler must not end the learning.")]
    private Exception? Tell(EventHandler<LearnedExample<T>> handler, LearnedExample<T> learned)
    {
        try
        {
            handler(this, learned);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private static void CheckOffset(string? offset)
    {
        if (offset is null)
        {
            return;
        }

        if (offset.Length > LongestOffset)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The offset has {offset.Length} characters; {LongestOffset} are possible. Pass the position in the stream, not the example."), nameof(offset));
        }

        try
        {
            _utf8.GetByteCount(offset);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException("The offset has half of a surrogate pair, which a file can't hold. Use whole characters.", nameof(offset), error);
        }
    }

    private WaitingExample<T> Example(ReadOnlySpan<T> input, ReadOnlySpan<T> targets, string? offset, ReadOnlySpan<T> logitOffsets)
    {
        _network.Check(input, targets);
        CheckLogitOffsets(logitOffsets);
        CheckOffset(offset);
        T[] numbers = Numbers(input, logitOffsets);
        targets.CopyTo(numbers.AsSpan(input.Length));
        return new(numbers, input.Length, null, offset, !logitOffsets.IsEmpty);
    }

    private WaitingExample<T> Example(ReadOnlySpan<T> input, int label, string? offset, ReadOnlySpan<T> logitOffsets)
    {
        if (_network.TakesLabelAsNumber)
        {
            T target = T.CreateTruncating(label);
            return Example(input, new ReadOnlySpan<T>(in target), offset, logitOffsets);
        }

        _network.Check(input, label);
        CheckLogitOffsets(logitOffsets);
        CheckOffset(offset);
        T[] numbers = Numbers(input, logitOffsets);
        _network.FillTargets(label, numbers.AsSpan(input.Length, _network.Outputs));
        return new(numbers, input.Length, label, offset, !logitOffsets.IsEmpty);
    }

    /// <summary>Returns an array of the pool with row and offsets, and room for the targets between them.</summary>
    private T[] Numbers(ReadOnlySpan<T> input, ReadOnlySpan<T> logitOffsets)
    {
        int end = input.Length + _network.Outputs;
        T[] numbers = ArrayPool<T>.Shared.Rent(end + logitOffsets.Length);
        input.CopyTo(numbers);
        logitOffsets.CopyTo(numbers.AsSpan(end));
        return numbers;
    }

    private void CheckLogitOffsets(ReadOnlySpan<T> logitOffsets)
    {
        if (!logitOffsets.IsEmpty && logitOffsets.Length != _network.Outputs)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"logitOffsets has {logitOffsets.Length} value(s); the network has {_network.Outputs} output(s). Pass one for each output, or none at all."), nameof(logitOffsets));
        }

        for (int output = 0; output < logitOffsets.Length; output++)
        {
            if (!T.IsFinite(logitOffsets[output]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"logitOffsets has {logitOffsets[output]} at output {output}; an offset must be finite. Leave out examples without exposure."), nameof(logitOffsets));
            }
        }
    }

    private bool TryWrite(WaitingExample<T> example)
    {
        bool isWritten = _queue.Writer.TryWrite(example);
        if (!isWritten)
        {
            example.Release();
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
                example.Release();
            }
        }
    }
}
