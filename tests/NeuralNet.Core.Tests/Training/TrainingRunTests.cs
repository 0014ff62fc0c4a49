using System.Numerics;
using NeuralNet.Core.Tests.References;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Whole training runs against NumPy and PyTorch: the weights, the bias and the loss of every epoch.</summary>
public abstract class TrainingRunTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, double[]> Reference = ReferenceFile.ByName("training.csv");

    private static readonly double Relative = Numbers.For<T>(1e-12, 1e-5);

    private static PerceptronBuilder<T> Logistic => Perceptron.BinaryClassifier<T>(3);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(10_000)]
    public void The_neuron_of_the_article_matches_NumPy(int iterations)
    {
        Perceptron<T> neuron = Perceptron.WithInputs<T>(3)
            .WithoutBias()
            .WithLoss(Loss.HalfSquaredErrorThrough(Activation.Sigmoid), Reduction.Sum)
            .WithLearningRate(1)
            .WithInitialWeights(InitialWeights.NumPyUniform(seed: 1))
            .Build();

        neuron.Fit(Numbers.Of<T>(0, 1, 1, 1, 0, 0, 1, 0, 1), Numbers.Of<T>(1, 0, 1), FullBatch(iterations));

        // Ten thousand roundings of a float add up in the smallest weight to more than its share.
        double[] expected = Reference[$"article/weights after {iterations}"];
        double absolute = Numbers.For<T>(0, Relative * expected.Max(Math.Abs));
        neuron.Weights.ShouldBeClose(expected, Relative, absolute, "the weights");
        neuron.Bias[0].Should().Be(T.Zero);
    }

    [Fact]
    public void Logistic_regression_over_the_full_batch_matches_NumPy() =>
        CheckTargets("logistic-full-batch", Logistic.WithLearningRate(0.5), FullBatch(50));

    [Fact]
    public void Logistic_regression_in_batches_with_a_smaller_last_one_matches_NumPy() =>
        CheckTargets("logistic-batches-of-7", Logistic.WithLearningRate(0.1), InOrder(7, epochs: 10));

    [Fact]
    public void Online_logistic_regression_matches_NumPy() =>
        CheckTargets("logistic-online", Logistic.WithLearningRate(0.05), InOrder(1, epochs: 5));

    [Fact]
    public void Logistic_regression_on_standardized_inputs_matches_NumPy()
    {
        const string Run = "standardized-logistic";
        Perceptron<T> network = CheckTargets(
            Run, Perceptron.BinaryClassifier<T>(4).WithStandardization().WithLearningRate(0.5), FullBatch(50));

        network.InputMeans.ShouldBeClose(Reference[$"{Run}/means"], Relative, 0, "the means");
        network.InputScales.ShouldBeClose(Reference[$"{Run}/scales"], Relative, 0, "the scales");
    }

    [Fact]
    public void Softmax_regression_matches_PyTorch()
    {
        const string Run = "softmax";
        int[] labels = [.. Reference[$"{Run}/targets"].Select(label => (int)label)];
        Perceptron<T> network = Perceptron.Classifier<T>(4, 3)
            .WithLearningRate(0.5)
            .WithInitialWeights(Numbers.Of<T>(Reference[$"{Run}/initial"]))
            .Build();

        Check(Run, network.Fit(Numbers.Of<T>(Reference[$"{Run}/inputs"]), labels, FullBatch(50)));
    }

    [Fact]
    public void Regression_with_two_outputs_matches_PyTorch() =>
        CheckTargets("two-outputs", Perceptron.Regressor<T>(5, 2).WithLearningRate(0.1), FullBatch(50));

    [Fact]
    public void A_custom_momentum_matches_PyTorch() =>
        CheckTargets(
            "momentum",
            Logistic.WithLearningRate(0.1).WithOptimizer(Optimizer.From(new HeavyBall(momentum: 0.9))),
            FullBatch(50));

    [Fact]
    public void Learning_example_by_example_matches_the_online_run_of_NumPy()
    {
        const string Run = "logistic-online";
        T[] inputs = Numbers.Of<T>(Reference[$"{Run}/inputs"]);
        T[] targets = Numbers.Of<T>(Reference[$"{Run}/targets"]);
        Perceptron<T> network = Logistic.WithLearningRate(0.05).Build();
        for (int epoch = 0; epoch < 5; epoch++)
        {
            for (int row = 0; row < targets.Length; row++)
            {
                network.Learn(inputs.AsSpan(row * 3, 3), targets[row]);
            }
        }

        CheckWeights(Run, network);
    }

    [Fact]
    public void Learning_batch_by_batch_matches_the_run_of_NumPy()
    {
        const string Run = "logistic-batches-of-7";
        T[] inputs = Numbers.Of<T>(Reference[$"{Run}/inputs"]);
        T[] targets = Numbers.Of<T>(Reference[$"{Run}/targets"]);
        Perceptron<T> network = Logistic.WithLearningRate(0.1).Build();
        for (int epoch = 0; epoch < 10; epoch++)
        {
            for (int row = 0; row < targets.Length; row += 7)
            {
                int rows = Math.Min(7, targets.Length - row);
                network.Learn(inputs.AsSpan(row * 3, rows * 3), targets.AsSpan(row, rows));
            }
        }

        CheckWeights(Run, network);
    }

    private static TrainingOptions FullBatch(int epochs) =>
        new() { Epochs = epochs, BatchSize = TrainingOptions.FullBatch };

    private static TrainingOptions InOrder(int batchSize, int epochs) =>
        new() { Epochs = epochs, BatchSize = batchSize, Shuffle = false };

    private static Perceptron<T> CheckTargets(string run, PerceptronBuilder<T> description, TrainingOptions options)
    {
        T[] inputs = Numbers.Of<T>(Reference[$"{run}/inputs"]);
        T[] targets = Numbers.Of<T>(Reference[$"{run}/targets"]);
        return Check(run, description.WithInitialWeights(InitialWeights.Zeros).Build().Fit(inputs, targets, options));
    }

    private static Perceptron<T> Check(string run, TrainingResult<T> result)
    {
        double[] losses = [.. result.LossHistory];
        ((ReadOnlySpan<double>)losses).ShouldBeClose(Reference[$"{run}/losses"], Relative, 0, "the losses");
        CheckWeights(run, result.Network);
        return result.Network;
    }

    private static void CheckWeights(string run, Perceptron<T> network)
    {
        network.Weights.ShouldBeClose(Reference[$"{run}/weights"], Relative, 0, "the weights");
        network.Bias.ShouldBeClose(Reference[$"{run}/bias"], Relative, 0, "the bias");
    }
}

public sealed class TrainingRunTestsInDouble : TrainingRunTests<double>;

public sealed class TrainingRunTestsInFloat : TrainingRunTests<float>;
