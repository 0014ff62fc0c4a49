namespace NeuralNet.Core.PeerBenchmarks.Data;

/// <summary>What a training came to, in double whatever it was trained in.</summary>
/// <param name="Values">The weights <c>[outputs x inputs]</c>.</param>
/// <param name="Bias">One number for each output.</param>
internal sealed record Weights(double[] Values, double[] Bias)
{
    /// <summary>The weights of a network of ours.</summary>
    public static Weights Of(Perceptron<float> network) => From(network.Weights, network.Bias, network.OutputCount);

    /// <summary>Weights of float, and bias, or none.</summary>
    public static Weights From(ReadOnlySpan<float> values, ReadOnlySpan<float> bias, int outputs = 1)
    {
        double[] widened = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            widened[i] = values[i];
        }

        double[] widenedBias = new double[outputs];
        for (int i = 0; i < bias.Length; i++)
        {
            widenedBias[i] = bias[i];
        }

        return new Weights(widened, widenedBias);
    }

    /// <summary>The weights as float.</summary>
    public float[] ToSingle() => [.. Values.Select(value => (float)value)];

    /// <summary>The bias as float.</summary>
    public float[] BiasToSingle() => [.. Bias.Select(value => (float)value)];
}
