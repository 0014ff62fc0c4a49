using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Logistic regression as one writes it with TensorPrimitives: a dot product a row, a scaled row into the gradient.</summary>
internal sealed class TensorNeuron<T>(int inputs, double learningRate)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows whose sigmoids are one call, few enough to be in cache still when the gradient wants them.</summary>
    private const int BlockRows = 64;

    private readonly T[] _weights = new T[inputs];
    private readonly T[] _gradient = new T[inputs];
    private readonly T[] _derivatives = new T[BlockRows];
    private readonly T _learningRate = T.CreateTruncating(learningRate);
    private T _bias;

    public T Predict(ReadOnlySpan<T> row) =>
        T.One / (T.One + T.Exp(-(TensorPrimitives.Dot(_weights, row) + _bias)));

    public void Predict(ReadOnlySpan<T> rows, Span<T> destination)
    {
        for (int row = 0; row < destination.Length; row++)
        {
            destination[row] = TensorPrimitives.Dot(_weights, rows.Slice(row * inputs, inputs)) + _bias;
        }

        TensorPrimitives.Sigmoid(destination, destination);
    }

    public T Learn(ReadOnlySpan<T> row, T target)
    {
        T prediction = Predict(row);
        T step = _learningRate * (prediction - target);
        TensorPrimitives.MultiplyAdd(row, -step, _weights, _weights);
        _bias -= step;
        return prediction;
    }

    public void LearnEpoch(ReadOnlySpan<T> rows, ReadOnlySpan<T> targets, int batchSize)
    {
        for (int start = 0; start < targets.Length; start += batchSize)
        {
            int count = Math.Min(batchSize, targets.Length - start);
            if (count == 1)
            {
                Learn(rows.Slice(start * inputs, inputs), targets[start]);
            }
            else
            {
                LearnBatch(rows.Slice(start * inputs, count * inputs), targets.Slice(start, count));
            }
        }
    }

    private void LearnBatch(ReadOnlySpan<T> rows, ReadOnlySpan<T> targets)
    {
        Array.Clear(_gradient);
        T biasGradient = T.Zero;
        for (int start = 0; start < targets.Length; start += BlockRows)
        {
            int count = Math.Min(BlockRows, targets.Length - start);
            ReadOnlySpan<T> block = rows.Slice(start * inputs, count * inputs);
            Span<T> derivatives = _derivatives.AsSpan(0, count);
            Predict(block, derivatives);
            TensorPrimitives.Subtract(derivatives, targets.Slice(start, count), derivatives);
            for (int row = 0; row < count; row++)
            {
                TensorPrimitives.MultiplyAdd(block.Slice(row * inputs, inputs), derivatives[row], _gradient, _gradient);
            }

            biasGradient += TensorPrimitives.Sum<T>(derivatives);
        }

        T step = _learningRate / T.CreateTruncating(targets.Length);
        TensorPrimitives.MultiplyAdd(_gradient, -step, _weights, _weights);
        _bias -= step * biasGradient;
    }
}
