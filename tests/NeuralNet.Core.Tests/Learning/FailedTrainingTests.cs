namespace NeuralNet.Core.Tests.Learning;

/// <summary>Trainings that fail by common mistakes, and trainings that succeed.</summary>
public sealed class FailedTrainingTests
{
    private const string Standardize = "Standardize the inputs with WithStandardization()";

    private static readonly double[] _rows = Draw(2000, 400);

    private static readonly int[] _labels = [.. _rows.Chunk(2).Select(row => row[0] + row[1] > 400 ? 1 : 0)];

    [Fact]
    public void A_regressor_of_raw_inputs_fails()
    {
        float[] rows = [.. _rows.Select(value => (float)value)];
        float[] targets = [.. rows.Chunk(2).Select(row => (3 * row[0]) - (2 * row[1]) + 5)];

        Fails(Perceptron.Regressor<float>(2).Build().Fit(rows, targets), "Diverged", Standardize);
        Perceptron.Regressor<float>(2).WithStandardization().Build().Fit(rows, targets).EnsureSucceeded()
            .Network.Evaluate(rows, targets).RSquared.Should().BeGreaterThan(0.9999);
    }

    [Fact]
    public void A_classifier_of_raw_inputs_fails()
    {
        Fails(Perceptron.BinaryClassifier<double>(2).Build().Fit(_rows, _labels), "constant prediction 0.69", Standardize);
        Fails(Perceptron.BinaryClassifier<double>(2).WithLearningRate(0.1).Build().Fit(_rows, _labels), "constant prediction 0.69", Standardize.ToLowerInvariant()[..11]);
        Perceptron.BinaryClassifier<double>(2).WithStandardization().Build().Fit(_rows, _labels).EnsureSucceeded()
            .Network.Evaluate(_rows, _labels).Accuracy.Should().BeGreaterThan(0.97);
    }

    [Theory]
    [InlineData(2.01)]
    [InlineData(10)]
    [InlineData(1e6)]
    public void A_learning_rate_that_is_too_high_fails(double rate)
    {
        double[] targets = [.. _labels.Select(label => (double)label)];
        foreach (int batchSize in new[] { 32, TrainingOptions.FullBatch })
        {
            TrainingResult<double> result = Perceptron.Regressor<double>(2).WithStandardization().WithLearningRate(rate).Build()
                .Fit(_rows, targets, new() { BatchSize = batchSize });

            Fails(result, FormattableString.Invariant($"Lower the learning rate (now {rate})"));
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1e7)]
    public void A_second_Fit_on_rows_of_another_scale_fails(double scale)
    {
        Perceptron<double> network = Perceptron.BinaryClassifier<double>(2).WithStandardization().Build();
        network.Fit(_rows, _labels).EnsureSucceeded();
        double[] noise = [.. Draw(2000, 400, seed: 9).Select(value => value * scale)];

        Fails(network.Fit(noise, _labels), "constant prediction 0.69", "of the first Fit", "build a new network");
    }

    /// <summary>The best constants of these losses need sorted targets; later calls are compared with the mean.</summary>
    [Fact]
    public void A_second_Fit_on_distant_targets_fails_with_every_loss_of_errors()
    {
        double[] rows = [0, 1, 2, 3, 4, 5];
        double[] near = [100, 101, 102, 103, 104, 105];
        foreach (Loss loss in new[]
        {
            Loss.Quantile(0.5), Loss.Quantile(0.9), Loss.Huber(), Loss.EpsilonInsensitive(), Loss.SquaredEpsilonInsensitive(), Loss.HalfSquaredError,
        })
        {
            Perceptron<double> network = Perceptron.WithInputs<double>(1).WithLoss(loss).WithStandardization().Build();
            network.Fit(rows, near).EnsureSucceeded();

            TrainingResult<double> result = network.Fit(rows, [.. near.Select(target => target + 100_000)], new() { Epochs = 2 });

            Fails(result, "constant prediction");
        }
    }

    [Fact]
    public void A_network_that_has_learned_almost_nothing_is_reported()
    {
        double[] targets = [.. _rows.Chunk(2).Select(row => row[0] + row[1])];
        TrainingResult<double> slow = Perceptron.Regressor<double>(2).WithStandardization().WithLearningRate(1e-8).Build().Fit(_rows, targets);

        slow.EnsureSucceeded().Message.Should().StartWith("All epochs were run: 100. The loss is ").And.Contain("the network has not learned it yet");

        Perceptron.Regressor<double>(2).WithStandardization().Build().Fit(_rows, targets).Message.Should().NotContain("constant");
    }

    [Theory]
    [InlineData(2, false, Reduction.Mean)]
    [InlineData(2, true, Reduction.Sum)]
    [InlineData(3, true, Reduction.Mean)]
    [InlineData(3, false, Reduction.Sum)]
    public void The_loss_of_a_constant_is_the_same_for_labels_and_targets(int classes, bool weighsClasses, Reduction reduction)
    {
        int[] labels = [.. Enumerable.Range(0, _rows.Length / 2).Select(row => row % 4 == 0 ? 0 : row % classes)];
        double[] weights = [.. labels.Select((_, row) => 1e200 * (1 + (row % 5)))];
        double[] targets = [.. labels.SelectMany(label => classes == 2 ? [label] : Support.Draw.OneHot(classes, label))];
        PerceptronBuilder<double> description = (classes == 2 ? Perceptron.BinaryClassifier<double>(2) : Perceptron.Classifier<double>(2, classes))
            .WithLoss(classes == 2 ? Loss.LogLoss : Loss.SoftmaxCrossEntropy, reduction)
            .WithLearningRate(1e-210)
            .WithStandardization();
        description = weighsClasses ? description.WithClassWeights([.. Enumerable.Range(1, classes).Select(number => (double)number)]) : description;

        string byLabels = description.Build().Fit(new Examples<double>(_rows, labels, weights)).Message;

        byLabels.Should().Contain("that of a constant prediction")
            .And.Be(description.Build().Fit(new Examples<double>(_rows, targets, weights)).Message);
    }

    [Fact]
    public void A_training_near_its_optimum_succeeds_without_advice()
    {
        foreach (int inputs in new[] { 1, 2, 10 })
        {
            foreach (double noise in new[] { 0.1, 1, 10 })
            {
                foreach (int batchSize in new[] { 1, 32 })
                {
                    double[] rows = Draw(1000 * inputs, 2, seed: 3);
                    double[] errors = Draw(1000, noise, seed: 4);
                    double[] targets = [.. rows.Chunk(inputs).Zip(errors, (row, error) => row.Sum() + error)];
                    int[] labels = [.. targets.Select(target => target > inputs + (noise / 2) ? 1 : 0)];
                    int[] third = [.. targets.Select((target, row) => row % 3)];
                    var options = new TrainingOptions { Epochs = 60, BatchSize = batchSize };

                    IsFine(Perceptron.Regressor<double>(inputs).WithStandardization().Build().Fit(rows, targets, options));
                    IsFine(Perceptron.Regressor<double>(inputs).WithLoss(Loss.Huber()).WithOptimizer(Optimizer.Adam()).WithStandardization().Build().Fit(rows, targets, options));
                    IsFine(Perceptron.BinaryClassifier<double>(inputs).WithPenalty(Penalty.L2(0.1)).WithStandardization().Build().Fit(rows, labels, options));
                    Perceptron.Classifier<double>(inputs, 3).WithStandardization().Build().Fit(rows, third, options).EnsureSucceeded()
                        .Message.Should().Contain("the inputs say nothing about the targets");
                    IsFine(Perceptron.WithInputs<double>(inputs).WithLoss(Loss.Perceptron).WithStandardization().Build().Fit(rows, labels, options));
                }
            }
        }
    }

    private static void IsFine<T>(TrainingResult<T> result)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        result.EnsureSucceeded().Message.Should().Be("All epochs were run: 60.", result.Network.ToString());
    }

    private static void Fails<T>(TrainingResult<T> result, params string[] words)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        result.Invoking(that => that.EnsureSucceeded()).Should().ThrowExactly<TrainingFailedException>().Which.Message
            .Should().Be(result.Message).And.ContainAll(words);

    private static double[] Draw(int count, double width, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => width * random.NextDouble())];
    }
}
