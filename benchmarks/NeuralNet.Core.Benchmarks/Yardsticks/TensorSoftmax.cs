using System.Numerics.Tensors;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Softmax regression as one writes it with TensorPrimitives, a row and a class at a time.</summary>
internal sealed class TensorSoftmax(int inputs, int classes, SoftmaxStep step, double learningRate)
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    /// <summary>Weights class by class, then one bias a class; the other arrays alike.</summary>
    private readonly float[] _parameters = new float[classes * (inputs + 1)];
    private readonly float[] _gradient = new float[classes * (inputs + 1)];
    private readonly float[] _first = new float[classes * (inputs + 1)];
    private readonly float[] _second = new float[classes * (inputs + 1)];
    private readonly float[] _moved = new float[classes * (inputs + 1)];
    private readonly float[] _derivatives = new float[classes];
    private int _steps;

    private ReadOnlySpan<float> Bias => _parameters.AsSpan(classes * inputs);

    public void Predict(ReadOnlySpan<float> row, Span<float> destination)
    {
        for (int label = 0; label < classes; label++)
        {
            destination[label] = TensorPrimitives.Dot(row, _parameters.AsSpan(label * inputs, inputs));
        }

        TensorPrimitives.Add(destination, Bias, destination);
        TensorPrimitives.Subtract(destination, TensorPrimitives.Max<float>(destination), destination);
        TensorPrimitives.SoftMax(destination, destination);
    }

    public void LearnEpoch(ReadOnlySpan<float> rows, ReadOnlySpan<int> labels, int batchSize)
    {
        for (int start = 0; start < labels.Length; start += batchSize)
        {
            int count = Math.Min(batchSize, labels.Length - start);
            Array.Clear(_gradient);
            for (int row = start; row < start + count; row++)
            {
                AddGradient(rows.Slice(row * inputs, inputs), labels[row]);
            }

            TensorPrimitives.Multiply(_gradient, 1f / count, _gradient);
            Move();
        }
    }

    private void AddGradient(ReadOnlySpan<float> row, int target)
    {
        Predict(row, _derivatives);
        _derivatives[target] -= 1;
        for (int label = 0; label < classes; label++)
        {
            Span<float> gradient = _gradient.AsSpan(label * inputs, inputs);
            TensorPrimitives.MultiplyAdd(row, _derivatives[label], gradient, gradient);
        }

        Span<float> biasGradient = _gradient.AsSpan(classes * inputs);
        TensorPrimitives.Add(biasGradient, _derivatives, biasGradient);
    }

    private void Move()
    {
        _steps++;
        if (step == SoftmaxStep.Momentum)
        {
            TensorPrimitives.MultiplyAdd(_first, FirstDecay, _gradient, _first);
            TensorPrimitives.MultiplyAdd(_first, (float)-learningRate, _parameters, _parameters);
            return;
        }

        TensorPrimitives.Multiply(_first, FirstDecay, _first);
        TensorPrimitives.MultiplyAdd(_gradient, 1 - FirstDecay, _first, _first);
        TensorPrimitives.Multiply(_gradient, _gradient, _moved);
        TensorPrimitives.Multiply(_second, SecondDecay, _second);
        TensorPrimitives.MultiplyAdd(_moved, 1 - SecondDecay, _second, _second);
        TensorPrimitives.Sqrt(_second, _moved);
        TensorPrimitives.Multiply(_moved, (float)(1 / Math.Sqrt(1 - Math.Pow(SecondDecay, _steps))), _moved);
        TensorPrimitives.Add(_moved, Epsilon, _moved);
        TensorPrimitives.Divide(_first, _moved, _moved);
        float rate = (float)(learningRate / (1 - Math.Pow(FirstDecay, _steps)));
        TensorPrimitives.MultiplyAdd(_moved, -rate, _parameters, _parameters);
    }
}
