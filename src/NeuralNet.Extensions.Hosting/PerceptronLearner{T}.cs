using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading.Channels;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Takes examples for a model that learns while it serves. They wait in a queue of bounded length; a background service learns
/// them one by one, publishes what was learned to the model's <see cref="PerceptronHost{T}"/>, and saves it.
/// </summary>
/// <remarks>
/// <para>Safe on any thread. An example that is refused here has changed nothing.</para>
/// <para>One made by its constructor, as a unit test does, has no background service: <see cref="LearnWaiting"/> learns what waits.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PerceptronLearner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most characters of an offset: far more than streams need, and far less than a file holds.</summary>
    private const int LongestOffset = 10_000;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly OnlineNetwork<T> _network;
    private readonly Channel<WaitingExample<T>> _queue;
    private readonly bool _isServed;

    /// <summary>
    /// Makes a learner without a service, for a unit test of what uses one. <see cref="LearnWaiting"/> learns what waits, into the
    /// network itself.
    /// </summary>
    /// <param name="network">The network, which takes single steps. It is the learner's from now on.</param>
    /// <param name="capacity">How many examples may wait, [1, 10,000,000]. Default 10,000.</param>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is out of its interval.</exception>
    /// <exception cref="InvalidOperationException">The network can't learn step by step, or not yet.</exception>
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
    /// The examples learned since the service started, [0, inf): refused ones left out, and those that were forgotten since learning
    /// diverged after them.
    /// </summary>
    public long Learned => _network.Learned;

    /// <summary>
    /// The steps that led to the network as it is, [0, inf): those of the file it began from among them. 0 where it began new.
    /// </summary>
    public long CompletedSteps => _network.Steps;

    /// <summary>
    /// The offset of the last example that was learned; before the first of the service that of the file it began from. Null where no
    /// example had one.
    /// </summary>
    /// <remarks>
    /// A save has it in one piece with the weights, as <c>stream.offset</c> of the metadata: a service that begins to read after it
    /// learns every example once, even after a kill. Where learning diverged it is that of what was last published.
    /// </remarks>
    public string? Offset => _network.Offset;

    /// <summary>The examples that wait, [0, <see cref="OnlineLearningOptions.Capacity"/>].</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>
    /// The mean loss of the examples of the last publication, each before it was learned; null before the first.
    /// </summary>
    public double? RecentLoss => _network.RecentLoss;

    /// <summary>
    /// Hands over each example that was learned, with the prediction before, on the thread that learns and in the order of learning;
    /// the next waits for it. An exception of a handler is logged with event id 13, and keeps neither the other handlers nor the
    /// learning from going on; <see cref="LearnWaiting"/> throws it.
    /// </summary>
    public event EventHandler<LearnedExample<T>>? ExampleLearned;

    internal ChannelReader<WaitingExample<T>> Queue => _queue.Reader;

    /// <summary>Lets an example wait to be learned, by a network with one output.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="target">The target, in the targets of the loss.</param>
    /// <param name="offset">Where the example stands in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: it is not told.</param>
    /// <returns>False where the queue is full, or the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row or the target has another length, is NaN or infinite, the target is out of range, or the offset is no text for a file.</exception>
    public bool TryEnqueue(ReadOnlySpan<T> input, T target, string? offset = null) =>
        TryEnqueue(input, new ReadOnlySpan<T>(in target), offset);

    /// <summary>Lets an example wait to be learned.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="targets">The targets <c>[outputs]</c>, in the targets of the loss.</param>
    /// <param name="offset">Where the example stands in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: it is not told.</param>
    /// <returns>False where the queue is full, or the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row or the targets have another length, are NaN or infinite, a target is out of range, or the offset is no text for a file.</exception>
    public bool TryEnqueue(ReadOnlySpan<T> input, ReadOnlySpan<T> targets, string? offset = null) =>
        TryWrite(Example(input, targets, offset));

    /// <summary>Lets a labelled example wait to be learned, by a classifier; a regressor of one output takes the label as a number.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="label">The class, [0, classes).</param>
    /// <param name="offset">Where the example stands in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: it is not told.</param>
    /// <returns>False where the queue is full, or the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, the label is not one of the classes, or the offset is no text for a file.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor of several outputs.</exception>
    public bool TryEnqueue(ReadOnlySpan<T> input, int label, string? offset = null) => TryWrite(Example(input, label, offset));

    /// <summary>As <see cref="TryEnqueue(ReadOnlySpan{T}, T, string)"/>, after waiting for room in the queue.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite. It is copied before the call returns its task.</param>
    /// <param name="target">The target, in the targets of the loss.</param>
    /// <param name="offset">Where the example stands in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: it is not told.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False where the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row or the target has another length, is NaN or infinite, the target is out of range, or the offset is no text for a file.</exception>
    public ValueTask<bool> EnqueueAsync(
        ReadOnlySpan<T> input, T target, string? offset = null, CancellationToken cancellationToken = default) =>
        EnqueueAsync(input, new ReadOnlySpan<T>(in target), offset, cancellationToken);

    /// <summary>As <see cref="TryEnqueue(ReadOnlySpan{T}, ReadOnlySpan{T}, string)"/>, after waiting for room in the queue.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite. It is copied before the call returns its task.</param>
    /// <param name="targets">The targets <c>[outputs]</c>, in the targets of the loss. They are copied likewise.</param>
    /// <param name="offset">Where the example stands in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: it is not told.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False where the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row or the targets have another length, are NaN or infinite, a target is out of range, or the offset is no text for a file.</exception>
    public ValueTask<bool> EnqueueAsync(
        ReadOnlySpan<T> input, ReadOnlySpan<T> targets, string? offset = null, CancellationToken cancellationToken = default) =>
        WriteAsync(Example(input, targets, offset), cancellationToken);

    /// <summary>As <see cref="TryEnqueue(ReadOnlySpan{T}, int, string)"/>, after waiting for room in the queue.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite. It is copied before the call returns its task.</param>
    /// <param name="label">The class, [0, classes).</param>
    /// <param name="offset">Where the example stands in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: it is not told.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False where the service is stopping: the example is dropped.</returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, the label is not one of the classes, or the offset is no text for a file.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor of several outputs.</exception>
    public ValueTask<bool> EnqueueAsync(
        ReadOnlySpan<T> input, int label, string? offset = null, CancellationToken cancellationToken = default) =>
        WriteAsync(Example(input, label, offset), cancellationToken);

    /// <summary>Learns the examples that wait, one by one on this thread, by a learner without a service.</summary>
    /// <returns>How many were learned.</returns>
    /// <exception cref="InvalidOperationException">The learner is that of a service, which learns by itself. Or learning diverged.</exception>
    /// <exception cref="ArgumentException">The network refuses an example, and has not changed; those after it still wait.</exception>
    /// <remarks>An exception of a handler of <see cref="ExampleLearned"/> comes through, after its example was learned.</remarks>
    public int LearnWaiting()
    {
        if (_isServed)
        {
            throw new InvalidOperationException(
                "This learner is that of a service, which learns what waits in the background. Wait for Learned to grow; LearnWaiting is for a learner made by its constructor.");
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

    /// <summary>Learns the next example, and tells the handlers.</summary>
    /// <param name="failure">The exception of a handler, the last of several; null where there was none.</param>
    /// <returns>False where none waits.</returns>
    /// <exception cref="ArgumentException">The network refuses the example, and has not changed.</exception>
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
            ArrayPool<T>.Shared.Return(example.Numbers);
        }
    }

    /// <summary>Takes no example from now on; those that wait stay.</summary>
    internal void Complete() => _queue.Writer.TryComplete();

    private static Perceptron<T> NotNull(Perceptron<T> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network;
    }

    private static int Checked(int capacity) => OptionsCheck.CapacityError(capacity) is { } error
        ? throw new ArgumentOutOfRangeException(nameof(capacity), capacity, error)
        : capacity;

    /// <summary>The parts a copy of the network needs that are a user's own.</summary>
    private static CustomParts PartsOf(Perceptron<T> network) => new()
    {
        Loss = network.Description.Loss,
        Optimizer = network.Description.Optimizer,
        LearningRate = network.Description.LearningRate,
    };

    [SuppressMessage("Design", "CA1031", Justification = "No bad handler may end the learning.")]
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
                FormattableString.Invariant($"The offset has {offset.Length} characters; {LongestOffset} are possible. Pass the place in the stream, and not the example."), nameof(offset));
        }

        try
        {
            _utf8.GetByteCount(offset);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException("The offset has half of a surrogate pair, which no file could hold. Use whole characters.", nameof(offset), error);
        }
    }

    private WaitingExample<T> Example(ReadOnlySpan<T> input, ReadOnlySpan<T> targets, string? offset)
    {
        _network.Check(input, targets);
        CheckOffset(offset);
        T[] numbers = ArrayPool<T>.Shared.Rent(input.Length + targets.Length);
        input.CopyTo(numbers);
        targets.CopyTo(numbers.AsSpan(input.Length));
        return new(numbers, null, offset);
    }

    private WaitingExample<T> Example(ReadOnlySpan<T> input, int label, string? offset)
    {
        if (_network.TakesLabelAsNumber)
        {
            T target = T.CreateTruncating(label);
            return Example(input, new ReadOnlySpan<T>(in target), offset);
        }

        _network.Check(input, label);
        CheckOffset(offset);
        T[] numbers = ArrayPool<T>.Shared.Rent(input.Length + _network.Outputs);
        input.CopyTo(numbers);
        _network.FillTargets(label, numbers.AsSpan(input.Length, _network.Outputs));
        return new(numbers, label, offset);
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
