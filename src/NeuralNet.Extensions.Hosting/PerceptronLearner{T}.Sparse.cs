using System.Buffers;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <content>Examples whose rows are sparse.</content>
public sealed partial class PerceptronLearner<T>
{
    /// <summary>Adds an example with a sparse row to the queue, for a network with one output. It takes the room of the columns that are given.</summary>
    /// <param name="input">The row, its columns ascending inputs of the network, its values finite.</param>
    /// <param name="target">The target, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <returns>False if the example was dropped because the queue is full or the service is stopping.</returns>
    /// <exception cref="ArgumentException">The network does not learn sparse rows, a column is not an input of it, not ascending or twice, a value or the target is NaN or infinite, the target is out of range, or the offset is too long or contains half of a surrogate pair.</exception>
    public bool TryEnqueue(SparseRow<T> input, T target, string? offset = null, ReadOnlySpan<T> logitOffsets = default) =>
        TryWrite(Example(input, new ReadOnlySpan<T>(in target), offset, logitOffsets));

    /// <summary>Adds an example with a sparse row to the queue.</summary>
    /// <param name="input">The row, its columns ascending inputs of the network, its values finite.</param>
    /// <param name="targets">The targets <c>[outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <returns>False if the example was dropped because the queue is full or the service is stopping.</returns>
    /// <exception cref="ArgumentException">The network does not learn sparse rows, a column is not an input of it, not ascending or twice, a value or a target is NaN or infinite, the targets have another length or are out of range, or the offset is too long or contains half of a surrogate pair.</exception>
    public bool TryEnqueue(SparseRow<T> input, ReadOnlySpan<T> targets, string? offset = null, ReadOnlySpan<T> logitOffsets = default) =>
        TryWrite(Example(input, targets, offset, logitOffsets));

    /// <summary>Adds a labeled example with a sparse row to the queue, for a classifier. A regressor with one output takes the label as a number.</summary>
    /// <param name="input">The row, its columns ascending inputs of the network, its values finite.</param>
    /// <param name="label">The class, [0, classes).</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <returns>False if the example was dropped because the queue is full or the service is stopping.</returns>
    /// <exception cref="ArgumentException">The network does not learn sparse rows, a column is not an input of it, not ascending or twice, a value is NaN or infinite, the label is not one of the classes, or the offset is too long or contains half of a surrogate pair.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor with several outputs.</exception>
    public bool TryEnqueue(SparseRow<T> input, int label, string? offset = null, ReadOnlySpan<T> logitOffsets = default) =>
        TryWrite(Example(input, label, offset, logitOffsets));

    /// <summary>Adds an example to the queue, as <see cref="TryEnqueue(SparseRow{T}, T, string, ReadOnlySpan{T})"/> does, but waits if the queue is full.</summary>
    /// <param name="input">The row, its columns ascending inputs of the network, its values finite. Copied before the call returns its task.</param>
    /// <param name="target">The target, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>False if the example was dropped because the service is stopping.</returns>
    /// <exception cref="ArgumentException">The network does not learn sparse rows, a column is not an input of it, not ascending or twice, a value or the target is NaN or infinite, the target is out of range, or the offset is too long or contains half of a surrogate pair.</exception>
    public ValueTask<bool> EnqueueAsync(
        SparseRow<T> input, T target, string? offset = null, ReadOnlySpan<T> logitOffsets = default, CancellationToken cancellationToken = default) =>
        WriteAsync(Example(input, new ReadOnlySpan<T>(in target), offset, logitOffsets), cancellationToken);

    /// <summary>Adds an example to the queue, as <see cref="TryEnqueue(SparseRow{T}, ReadOnlySpan{T}, string, ReadOnlySpan{T})"/> does, but waits if the queue is full.</summary>
    /// <param name="input">The row, its columns ascending inputs of the network, its values finite. Copied before the call returns its task.</param>
    /// <param name="targets">The targets <c>[outputs]</c>, in the <see cref="Loss.Targets"/> of the loss. Copied before the call returns its task.</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>False if the example was dropped because the service is stopping.</returns>
    /// <exception cref="ArgumentException">The network does not learn sparse rows, a column is not an input of it, not ascending or twice, a value or a target is NaN or infinite, the targets have another length or are out of range, or the offset is too long or contains half of a surrogate pair.</exception>
    public ValueTask<bool> EnqueueAsync(
        SparseRow<T> input, ReadOnlySpan<T> targets, string? offset = null, ReadOnlySpan<T> logitOffsets = default, CancellationToken cancellationToken = default) =>
        WriteAsync(Example(input, targets, offset, logitOffsets), cancellationToken);

    /// <summary>Adds an example to the queue, as <see cref="TryEnqueue(SparseRow{T}, int, string, ReadOnlySpan{T})"/> does, but waits if the queue is full.</summary>
    /// <param name="input">The row, its columns ascending inputs of the network, its values finite. Copied before the call returns its task.</param>
    /// <param name="label">The class, [0, classes).</param>
    /// <param name="offset">The offset of the example in its stream, see <see cref="Offset"/>, [0, 10,000] characters. Default null: none.</param>
    /// <param name="logitOffsets">What is added to the logits <c>[outputs]</c>, finite, see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>False if the example was dropped because the service is stopping.</returns>
    /// <exception cref="ArgumentException">The network does not learn sparse rows, a column is not an input of it, not ascending or twice, a value is NaN or infinite, the label is not one of the classes, or the offset is too long or contains half of a surrogate pair.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor with several outputs.</exception>
    public ValueTask<bool> EnqueueAsync(
        SparseRow<T> input, int label, string? offset = null, ReadOnlySpan<T> logitOffsets = default, CancellationToken cancellationToken = default) =>
        WriteAsync(Example(input, label, offset, logitOffsets), cancellationToken);

    private WaitingExample<T> Example(SparseRow<T> input, ReadOnlySpan<T> targets, string? offset, ReadOnlySpan<T> logitOffsets)
    {
        _network.Check(input, targets);
        WaitingExample<T> example = WithoutTargets(input, null, offset, logitOffsets);
        targets.CopyTo(example.Numbers.AsSpan(example.Width));
        return example;
    }

    private WaitingExample<T> Example(SparseRow<T> input, int label, string? offset, ReadOnlySpan<T> logitOffsets)
    {
        if (_network.TakesLabelAsNumber)
        {
            T target = T.CreateTruncating(label);
            return Example(input, new ReadOnlySpan<T>(in target), offset, logitOffsets);
        }

        _network.Check(input, label);
        WaitingExample<T> example = WithoutTargets(input, label, offset, logitOffsets);
        _network.FillTargets(label, example.Numbers.AsSpan(example.Width, _network.Outputs));
        return example;
    }

    /// <summary>Returns an example in arrays of the pool, without its targets.</summary>
    private WaitingExample<T> WithoutTargets(SparseRow<T> input, int? label, string? offset, ReadOnlySpan<T> logitOffsets)
    {
        CheckLogitOffsets(logitOffsets);
        CheckOffset(offset);
        int width = input.Indices.Length;
        T[] numbers = ArrayPool<T>.Shared.Rent(width + _network.Outputs + logitOffsets.Length);
        int[] indices = ArrayPool<int>.Shared.Rent(width);
        input.Indices.CopyTo(indices);
        if (input.Values.IsEmpty)
        {
            numbers.AsSpan(0, width).Fill(T.One);
        }
        else
        {
            input.Values.CopyTo(numbers);
        }

        logitOffsets.CopyTo(numbers.AsSpan(width + _network.Outputs));
        return new(numbers, width, label, offset, !logitOffsets.IsEmpty, indices);
    }
}
