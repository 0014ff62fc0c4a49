using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Activations;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Prediction;

/// <summary>
/// Predicts with the weights of its caller. The only implementation, for trainable and frozen networks.
/// </summary>
internal readonly ref struct ForwardPass<T>(
    ReadOnlySpan<T> parameters, int inputCount, int outputCount, OutputFunction<T> outputActivation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Logits on the stack, of as many rows at a time as fit. A row with more outputs is predicted output by output.
    private const int Room = 512;

    /// <summary>Weights <c>[outputs x inputs]</c>, then bias <c>[outputs]</c>.</summary>
    private readonly ReadOnlySpan<T> _parameters = parameters;

    public int InputCount => inputCount;

    public int OutputCount => outputCount;

    private ReadOnlySpan<T> Weights
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _parameters[..^outputCount];
    }

    private ReadOnlySpan<T> Bias
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _parameters[^outputCount..];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Logit(ReadOnlySpan<T> input)
    {
        if (outputCount != 1)
        {
            Throw.InvalidOperation_NotOneOutput(outputCount);
        }

        if (input.Length != inputCount)
        {
            Throw.Argument_NotOneRow(nameof(input), input.Length, inputCount);
        }

        return Dot.Inlined(input, _parameters[..inputCount]) + _parameters[inputCount];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Predict(ReadOnlySpan<T> input) => outputActivation.Apply(Logit(input));

    /// <summary>Computes the logits of whole rows, and returns the part of the destination that was written.</summary>
    public Span<T> Logits(in Rows<T> inputs, Span<T> destination, ReadOnlySpan<T> offsets = default)
    {
        int rows = inputs.Count(nameof(inputs), inputCount);
        int count = Shape.Count(nameof(destination), rows, outputCount);
        Shape.CheckDestination(nameof(destination), destination.Length, count);
        inputs.CheckNoOverlap(nameof(destination), destination[..count], nameof(inputs));
        CheckOffsets(offsets, rows);
        Shape.CheckNoOverlap(nameof(destination), destination[..count], offsets, nameof(offsets));
        T[]? columns = inputs.AreSparse ? RentColumns(in inputs) : null;
        LogitsOf(in inputs, destination[..count], columns);
        Return(columns);
        AddOffsets(offsets, destination[..count]);
        return destination[..count];
    }

    public void Predict(in Rows<T> inputs, Span<T> destination, ReadOnlySpan<T> offsets = default) =>
        ApplyOutputActivation(Logits(in inputs, destination, offsets));

    /// <summary>Turns the logits of whole rows into predictions, in place.</summary>
    public void ApplyOutputActivation(Span<T> logits) => outputActivation.Apply(logits, outputCount);

    /// <summary>Predicts the class of one row; -1 if a logit is NaN.</summary>
    public int PredictClass(ReadOnlySpan<T> input, T threshold)
    {
        if (input.Length != inputCount)
        {
            Throw.Argument_NotOneRow(nameof(input), input.Length, inputCount);
        }

        int label = 0;
        PredictClasses(input, new Span<int>(ref label), threshold);
        return label;
    }

    /// <summary>Predicts the class of each row; -1 if one of its logits is NaN.</summary>
    [SkipLocalsInit]
    public void PredictClasses(in Rows<T> inputs, Span<int> destination, T threshold, ReadOnlySpan<T> offsets = default)
    {
        int rows = inputs.Count(nameof(inputs), inputCount);
        Shape.CheckDestination(nameof(destination), destination.Length, rows);
        CheckOffsets(offsets, rows);

        Span<T> room = stackalloc T[Room];
        int block = Room / OutputCount;
        T[]? columns = block > 0 && inputs.AreSparse ? RentColumns(in inputs) : null;
        for (int row = 0; row < rows; row += Math.Max(block, 1))
        {
            if (block == 0)
            {
                destination[row] = LargestOutput(in inputs, row, OfRow(offsets, row));
                continue;
            }

            int count = Math.Min(block, rows - row);
            Span<T> logits = room[..(count * OutputCount)];
            LogitsOf(inputs.Slice(row, count, inputCount), logits, columns);
            AddOffsets(offsets.IsEmpty ? offsets : offsets.Slice(row * OutputCount, logits.Length), logits);
            for (int index = 0; index < count; index++)
            {
                destination[row + index] = Decision.Decide<T>(logits.Slice(index * OutputCount, OutputCount), threshold);
            }
        }

        Return(columns);
    }

    /// <summary>Checks for each output of each row whether its logit is above the threshold; false if it is NaN.</summary>
    [SkipLocalsInit]
    public void PredictMultiLabel(in Rows<T> inputs, Span<bool> destination, T threshold, ReadOnlySpan<T> offsets = default)
    {
        int rows = inputs.Count(nameof(inputs), inputCount);
        Shape.CheckDestination(
            nameof(destination), destination.Length, Shape.Count(nameof(destination), rows, OutputCount));
        CheckOffsets(offsets, rows);

        Span<T> room = stackalloc T[Room];
        int block = Room / OutputCount;
        T[]? columns = block > 0 && inputs.AreSparse ? RentColumns(in inputs) : null;
        for (int row = 0; row < rows; row += Math.Max(block, 1))
        {
            int count = Math.Min(Math.Max(block, 1), rows - row);
            Span<bool> labels = destination.Slice(row * OutputCount, count * OutputCount);
            if (block == 0)
            {
                for (int output = 0; output < OutputCount; output++)
                {
                    labels[output] = OutputLogit(in inputs, row, output, OfRow(offsets, row)) > threshold;
                }

                continue;
            }

            Span<T> logits = room[..labels.Length];
            LogitsOf(inputs.Slice(row, count, inputCount), logits, columns);
            AddOffsets(offsets.IsEmpty ? offsets : offsets.Slice(row * OutputCount, logits.Length), logits);
            for (int index = 0; index < labels.Length; index++)
            {
                labels[index] = logits[index] > threshold;
            }
        }

        Return(columns);
    }

    /// <summary>Computes the logits of rows already counted. A single row has the same bits as in a batch.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="destination">Receives the logits.</param>
    /// <param name="columns">The weights by column; null if they are not.</param>
    private void LogitsOf(in Rows<T> inputs, Span<T> destination, T[]? columns)
    {
        if (!inputs.AreApart)
        {
            Kernels.Logits.Compute(inputs.Values, Weights, Bias, inputCount, destination);
            return;
        }

        if (inputs.AreSparse)
        {
            if (columns is null)
            {
                LogitsOf(inputs.Sparse, destination);
            }
            else
            {
                LogitsByColumn(inputs.Sparse, destination, columns);
            }

            return;
        }

        for (int row = 0; row < destination.Length / OutputCount; row++)
        {
            Kernels.Logits.Compute(
                inputs.RowApart(row, inputCount), Weights, Bias, inputCount, destination.Slice(row * OutputCount, OutputCount));
        }
    }

    [MethodImpl(Jit.Loop)]
    private void LogitsOf(SparseRows<T> inputs, Span<T> destination)
    {
        int outputs = outputCount;
        int length = inputCount;
        ReadOnlySpan<T> parameters = _parameters;
        ReadOnlySpan<T> bias = parameters[^outputs..];
        for (int row = 0, place = 0; place < destination.Length; row++)
        {
            inputs.Row(row, out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            for (int output = 0; output < outputs; output++)
            {
                destination[place++] = Sparse.Dot(indices, values, parameters.Slice(output * length, length)) + bias[output];
            }
        }
    }

    [MethodImpl(Jit.Loop)]
    private void LogitsByColumn(SparseRows<T> inputs, Span<T> destination, ReadOnlySpan<T> columns)
    {
        int outputs = outputCount;
        int stride = SparseColumns.Stride<T>(outputs);
        ReadOnlySpan<T> bias = _parameters[^outputs..];
        for (int row = 0, place = 0; place < destination.Length; row++, place += outputs)
        {
            inputs.Row(row, out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            SparseColumns.Logits(indices, values, columns, stride, bias, destination[place..], 1);
        }
    }

    /// <summary>
    /// Copies the weights of several outputs by column, if sparse rows have twice as many values as there are columns: a product alone gains
    /// less than a step. Null if not. An exception before <see cref="Return"/> leaves the array to the garbage collector.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[]? RentColumns(in Rows<T> inputs)
    {
        if (!SparseColumns.AreWorth<T>(inputs.Sparse.ValueCount / 2.0, inputCount, outputCount, parts: 1))
        {
            return null;
        }

        int stride = SparseColumns.Stride<T>(outputCount);
        T[] columns = ArrayPool<T>.Shared.Rent(inputCount * stride);
        SparseColumns.Gather(Weights, outputCount, columns, stride);
        return columns;
    }

    private static void Return(T[]? columns)
    {
        if (columns is not null)
        {
            ArrayPool<T>.Shared.Return(columns);
        }
    }

    /// <summary>Rejects offsets that are not one for each output of each row.</summary>
    private void CheckOffsets(ReadOnlySpan<T> offsets, int rows)
    {
        if (!offsets.IsEmpty && offsets.Length != (long)rows * outputCount)
        {
            Throw.Argument_OffsetCount(nameof(offsets), offsets.Length, rows, outputCount);
        }
    }

    private static void AddOffsets(ReadOnlySpan<T> offsets, Span<T> logits)
    {
        for (int index = 0; index < offsets.Length; index++)
        {
            logits[index] += offsets[index];
        }
    }

    private ReadOnlySpan<T> OfRow(ReadOnlySpan<T> offsets, int row) =>
        offsets.IsEmpty ? offsets : offsets.Slice(row * outputCount, outputCount);

    private T OutputLogit(in Rows<T> inputs, int row, int output, ReadOnlySpan<T> offsets)
    {
        T[]? none = null;
        T logit = inputs.AreSparse
            ? SparseLogit(inputs.Sparse.Row(row), output)
            : Dot.Compute(inputs.Row(row, inputCount, ref none), Weights.Slice(output * inputCount, inputCount)) + Bias[output];
        return offsets.IsEmpty ? logit : logit + offsets[output];
    }

    private T SparseLogit(SparseRow<T> input, int output) =>
        Sparse.Dot(input.Indices, input.Values, Weights.Slice(output * inputCount, inputCount)) + Bias[output];

    private int LargestOutput(in Rows<T> inputs, int row, ReadOnlySpan<T> offsets)
    {
        int largest = 0;
        T most = T.NegativeInfinity;
        for (int output = 0; output < OutputCount; output++)
        {
            T logit = OutputLogit(in inputs, row, output, offsets);
            if (T.IsNaN(logit))
            {
                return -1;
            }

            if (logit > most)
            {
                most = logit;
                largest = output;
            }
        }

        return largest;
    }
}
