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
    ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, int inputCount, OutputFunction<T> outputActivation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Logits on the stack, of as many rows at a time as fit. A row with more outputs is predicted output by output.
    private const int Room = 512;

    private readonly ReadOnlySpan<T> _weights = weights;
    private readonly ReadOnlySpan<T> _bias = bias;

    public int InputCount => inputCount;

    public int OutputCount => _bias.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Logit(ReadOnlySpan<T> input)
    {
        if (_bias.Length != 1)
        {
            Throw.InvalidOperation_NotOneOutput(_bias.Length);
        }

        if (input.Length != inputCount)
        {
            Throw.Argument_NotOneRow(nameof(input), input.Length, inputCount);
        }

        return Dot.Inlined(input, _weights) + _bias[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Predict(ReadOnlySpan<T> input) => outputActivation.Apply(Logit(input));

    /// <summary>Computes the logits of whole rows, and returns the part of the destination that was written.</summary>
    public Span<T> Logits(Rows<T> inputs, Span<T> destination)
    {
        int rows = inputs.Count(nameof(inputs), inputCount);
        int count = Shape.Count(nameof(destination), rows, _bias.Length);
        Shape.CheckDestination(nameof(destination), destination.Length, count);
        inputs.CheckNoOverlap(nameof(destination), destination[..count], nameof(inputs));
        LogitsOf(inputs, destination[..count]);
        return destination[..count];
    }

    public void Predict(Rows<T> inputs, Span<T> destination) => ApplyOutputActivation(Logits(inputs, destination));

    /// <summary>Turns the logits of whole rows into predictions, in place.</summary>
    public void ApplyOutputActivation(Span<T> logits) => outputActivation.Apply(logits, _bias.Length);

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
    public void PredictClasses(Rows<T> inputs, Span<int> destination, T threshold)
    {
        int rows = inputs.Count(nameof(inputs), inputCount);
        Shape.CheckDestination(nameof(destination), destination.Length, rows);

        Span<T> room = stackalloc T[Room];
        int block = Room / OutputCount;
        for (int row = 0; row < rows; row += Math.Max(block, 1))
        {
            if (block == 0)
            {
                destination[row] = LargestOutput(inputs.Row(row, inputCount));
                continue;
            }

            int count = Math.Min(block, rows - row);
            Span<T> logits = room[..(count * OutputCount)];
            LogitsOf(inputs.Slice(row, count, inputCount), logits);
            for (int index = 0; index < count; index++)
            {
                destination[row + index] = Decision.Decide<T>(logits.Slice(index * OutputCount, OutputCount), threshold);
            }
        }
    }

    /// <summary>Checks for each output of each row whether its logit is above the threshold; false if it is NaN.</summary>
    [SkipLocalsInit]
    public void PredictMultiLabel(Rows<T> inputs, Span<bool> destination, T threshold)
    {
        int rows = inputs.Count(nameof(inputs), inputCount);
        Shape.CheckDestination(
            nameof(destination), destination.Length, Shape.Count(nameof(destination), rows, OutputCount));

        Span<T> room = stackalloc T[Room];
        int block = Room / OutputCount;
        for (int row = 0; row < rows; row += Math.Max(block, 1))
        {
            int count = Math.Min(Math.Max(block, 1), rows - row);
            Span<bool> labels = destination.Slice(row * OutputCount, count * OutputCount);
            if (block == 0)
            {
                for (int output = 0; output < OutputCount; output++)
                {
                    labels[output] = OutputLogit(inputs.Row(row, inputCount), output) > threshold;
                }

                continue;
            }

            Span<T> logits = room[..labels.Length];
            LogitsOf(inputs.Slice(row, count, inputCount), logits);
            for (int index = 0; index < labels.Length; index++)
            {
                labels[index] = logits[index] > threshold;
            }
        }
    }

    /// <summary>Computes the logits of rows already counted. A single row has the same bits as in a batch.</summary>
    private void LogitsOf(Rows<T> inputs, Span<T> destination)
    {
        if (!inputs.AreApart)
        {
            Kernels.Logits.Compute(inputs.Values, _weights, _bias, inputCount, destination);
            return;
        }

        for (int row = 0; row < destination.Length / OutputCount; row++)
        {
            Kernels.Logits.Compute(
                inputs.RowApart(row, inputCount), _weights, _bias, inputCount, destination.Slice(row * OutputCount, OutputCount));
        }
    }

    private T OutputLogit(ReadOnlySpan<T> input, int output) =>
        Dot.Compute(input, _weights.Slice(output * inputCount, inputCount)) + _bias[output];

    private int LargestOutput(ReadOnlySpan<T> input)
    {
        int largest = 0;
        T most = T.NegativeInfinity;
        for (int output = 0; output < OutputCount; output++)
        {
            T logit = OutputLogit(input, output);
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
