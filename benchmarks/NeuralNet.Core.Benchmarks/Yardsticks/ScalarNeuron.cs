using System.Numerics;

namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// Logistic regression by the loops one writes at first: an element at a time, the framework's exponential. What every
/// benchmark compares the library with.
/// </summary>
internal sealed class ScalarNeuron<T>(int inputs, double learningRate)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _weights = new T[inputs];
    private readonly T[] _gradient = new T[inputs];
    private readonly T _learningRate = T.CreateTruncating(learningRate);
    private T _bias;

    public T Predict(ReadOnlySpan<T> row)
    {
        T logit = _bias;
        for (int index = 0; index < row.Length; index++)
        {
            logit += _weights[index] * row[index];
        }

        return T.One / (T.One + T.Exp(-logit));
    }

    public void Predict(ReadOnlySpan<T> rows, Span<T> destination)
    {
        for (int row = 0; row < destination.Length; row++)
        {
            destination[row] = Predict(rows.Slice(row * inputs, inputs));
        }
    }

    public T Learn(ReadOnlySpan<T> row, T target)
    {
        T prediction = Predict(row);
        T step = _learningRate * (prediction - target);
        for (int index = 0; index < row.Length; index++)
        {
            _weights[index] -= step * row[index];
        }

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
        for (int row = 0; row < targets.Length; row++)
        {
            ReadOnlySpan<T> values = rows.Slice(row * inputs, inputs);
            T derivative = Predict(values) - targets[row];
            for (int index = 0; index < values.Length; index++)
            {
                _gradient[index] += derivative * values[index];
            }

            biasGradient += derivative;
        }

        T step = _learningRate / T.CreateTruncating(targets.Length);
        for (int index = 0; index < _weights.Length; index++)
        {
            _weights[index] -= step * _gradient[index];
        }

        _bias -= step * biasGradient;
    }
}
