using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting.StreamApp;

/// <summary>An endless stream that can be read from any offset.</summary>
internal static class ExampleStream
{
    public const int Inputs = 16;

    /// <summary>Writes the row at an offset, and returns its label.</summary>
    public static int Read(long offset, Span<float> row)
    {
        var random = new Random((int)(offset % int.MaxValue));
        for (int index = 0; index < row.Length; index++)
        {
            row[index] = (2 * random.NextSingle()) - 1;
        }

        return row[0] + (row[1] * row[2]) > 0.1f ? 1 : 0;
    }

    /// <summary>A network with much more state than weights.</summary>
    public static Perceptron<float> NewNetwork() => Perceptron.BinaryClassifier<float>(Inputs)
        .WithOptimizer(Optimizer.Adam())
        .WithLearningRate(LearningRate.InverseScaling(0.05, 0.25, RateUnit.Step))
        .WithAveraging(100)
        .Build();
}
