namespace NeuralNet.Core.Tests.Networks;

/// <summary>The article that the library is based on: its results, to the last printed digit.</summary>
public sealed class ArticleTests
{
    [Theory]
    [InlineData(10, 0.65980921)]
    [InlineData(100, 0.87680541)]
    [InlineData(10_000, 0.9897704)]
    public void The_sigmoid_neuron_predicts_the_values_printed_in_the_article(int iterations, double printed)
    {
        Perceptron<double> neuron = Perceptron.WithInputs<double>(3)
            .WithoutBias()
            .WithLoss(Loss.HalfSquaredErrorThrough(Activation.Sigmoid), Reduction.Sum)
            .WithLearningRate(1)
            .WithInitialWeights(InitialWeights.NumPyUniform(seed: 1))
            .Build();

        neuron.Fit(
            [0, 1, 1, 1, 0, 0, 1, 0, 1], [1.0, 0, 1], new() { Epochs = iterations, BatchSize = TrainingOptions.FullBatch });

        Math.Round(neuron.Predict([1, 0, 1]), 8).Should().Be(printed);
    }
}
