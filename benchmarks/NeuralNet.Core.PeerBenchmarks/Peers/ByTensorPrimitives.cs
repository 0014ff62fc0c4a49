using System.Numerics.Tensors;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>What one writes by hand with TensorPrimitives, row by row.</summary>
internal static class ByTensorPrimitives
{
    /// <summary>Full-batch gradient descent on the mean log loss, from weights of 0.</summary>
    public static (float[] Weights, float Bias) FullBatch(DataSet data, float rate, int epochs)
    {
        float[] weights = new float[data.Width];
        float[] gradient = new float[data.Width];
        float bias = 0;
        float step = -rate / data.Rows;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            Array.Clear(gradient);
            float biasGradient = 0;
            for (int row = 0; row < data.Rows; row++)
            {
                ReadOnlySpan<float> input = data.Row(row);
                float error = Predict(input, weights, bias) - data.Targets[row];
                TensorPrimitives.MultiplyAdd(input, error, gradient, gradient);
                biasGradient += error;
            }

            TensorPrimitives.MultiplyAdd(gradient, step, weights, weights);
            bias += step * biasGradient;
        }

        return (weights, bias);
    }

    /// <summary>The probability of a row.</summary>
    public static float Predict(ReadOnlySpan<float> input, ReadOnlySpan<float> weights, float bias) =>
        1 / (1 + MathF.Exp(-(TensorPrimitives.Dot(input, weights) + bias)));

    /// <summary>The probabilities of many rows: a dot each, then all sigmoids at once.</summary>
    public static void Predict(DataSet data, ReadOnlySpan<float> weights, float bias, Span<float> destination)
    {
        for (int row = 0; row < data.Rows; row++)
        {
            destination[row] = TensorPrimitives.Dot(data.Row(row), weights) + bias;
        }

        TensorPrimitives.Sigmoid(destination, destination);
    }

    /// <summary>The probability of each class for a row.</summary>
    public static void Softmax(ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> destination)
    {
        for (int output = 0; output < destination.Length; output++)
        {
            destination[output] = TensorPrimitives.Dot(input, weights.Slice(output * input.Length, input.Length)) + bias[output];
        }

        TensorPrimitives.SoftMax(destination, destination);
    }
}
