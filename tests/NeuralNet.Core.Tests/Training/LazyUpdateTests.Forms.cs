using static NeuralNet.Core.Tests.Support.SmallData;
using static NeuralNet.Core.Tests.Support.SparseData;

namespace NeuralNet.Core.Tests.Training;

/// <content>Long epochs, within which all columns are paid, and settings of the loss.</content>
public abstract partial class LazyUpdateTests<T>
{
    private const int ManyRows = 10_000;
    private const int FewInputs = 60;

    // So many values that these, and not the number of steps, tell when to pay: within 256 rows, not after them.
    private static readonly T[] _manyRows = WrittenOut<T>(ManyRows, FewInputs, perRow: 40);
    private static readonly SparseRowMemory<T> _many = Sparse(_manyRows, FewInputs);
    private static readonly int[] _manyLabels = Labels(ManyRows, 2);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Rows_in_memory_a_stream_and_offsets_of_0_pay_at_the_same_steps(int batchSize)
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = batchSize, Shuffle = false };
        foreach ((string name, PerceptronBuilder<T> description) in Lazy(FewInputs, 1))
        {
            if (description.Optimizer.Limits.BatchSize is { } needed && needed != batchSize)
            {
                continue;
            }

            Perceptron<T> memory = Started(description), offsets = Started(description), stream = Started(description);
            memory.Fit(new Examples<T>(_many, _manyLabels), options);
            offsets.Fit(new Examples<T>(_many, _manyLabels) { Offsets = new T[ManyRows] }, options);
            stream.Fit(
                Enumerable.Range(0, ManyRows / batchSize).Select(number => number * batchSize)
                    .Select(start => new Examples<T>(_many[start..(start + batchSize)], _manyLabels.AsMemory(start, batchSize))),
                options with { BatchSize = null });

            Bits(offsets).Should().Be(Bits(memory), $"{name}: offsets");
            Bits(stream).Should().Be(Bits(memory), $"{name}: stream");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(3, 1)]
    [InlineData(3, 5)]
    public void A_payment_within_an_epoch_leaves_the_weights_of_the_rows_with_their_zeros(int outputs, int batchSize)
    {
        const int Rows = 6000;
        int[] labels = Labels(Rows, Math.Max(2, outputs));
        var options = new TrainingOptions { Epochs = 1, BatchSize = batchSize };
        foreach ((string name, PerceptronBuilder<T> description) in Lazy(FewInputs, outputs))
        {
            if (description.Optimizer.Limits.BatchSize is { } needed && needed != batchSize)
            {
                continue;
            }

            Perceptron<T> expected = Started(description), actual = Started(description);
            expected.Fit(_manyRows.AsSpan(0, Rows * FewInputs), labels, options);
            actual.Fit(_many[..Rows].Rows, labels, options);
            ShouldBeClose(actual, expected, name);
        }
    }

    [Theory]
    [InlineData("without a bias")]
    [InlineData("sum")]
    [InlineData("weights of 0")]
    [InlineData("validation")]
    public void Settings_are_those_of_the_rows_with_their_zeros(string setting)
    {
        const int Inputs = 131, Rows = 400;
        T[] rows = WrittenOut<T>(Rows, Inputs, perRow: 6);
        SparseRowMemory<T> sparse = Sparse(rows, Inputs);
        int[] labels = Labels(Rows, 2);
        T[] weights = setting == "weights of 0" ? [.. Enumerable.Range(0, Rows).Select(row => T.CreateTruncating(row % 3))] : [];
        var options = new TrainingOptions { Epochs = 4, BatchSize = 1, ValidationFraction = setting == "validation" ? 0.25 : null };
        foreach ((string name, PerceptronBuilder<T> given) in Lazy(Inputs, 1))
        {
            PerceptronBuilder<T> description = setting switch
            {
                "without a bias" => given.WithoutBias(),
                "sum" => given.WithLoss(given.Loss, Reduction.Sum),
                _ => given,
            };
            foreach (int batchSize in description.Optimizer.Limits.BatchSize is null ? (int[])[1, 6] : [1])
            {
                Perceptron<T> expected = Started(description), actual = Started(description);
                TrainingResult<T> dense = expected.Fit(new Examples<T>(rows, labels, weights), options with { BatchSize = batchSize });
                TrainingResult<T> result = actual.Fit(new Examples<T>(sparse, labels, weights), options with { BatchSize = batchSize });
                ShouldBeClose(actual, expected, $"{name}, {batchSize}");
                result.BestEpoch.Should().Be(dense.BestEpoch, name);
            }
        }
    }

    /// <summary>A weight that stays 0, and some of both signs, which the L1 part moves towards 0.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void Weights_of_an_elastic_net_have_the_signs_of_the_rows_with_their_zeros(double share)
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(FewInputs).WithLearningRate(LearningRate.InverseScaling(0.1, unit: RateUnit.Step))
            .WithPenalty(Penalty.ElasticNet(0.02, share)).WithInitialWeights(InitialWeights.Zeros);
        var options = new TrainingOptions { Epochs = 1, BatchSize = 1 };
        Perceptron<T> expected = description.Build(), actual = description.Build();

        T[] rows = WrittenOut<T>(ManyRows, FewInputs, perRow: 6);
        expected.Fit(rows, _manyLabels, options);
        actual.Fit(Sparse(rows, FewInputs).Rows, _manyLabels, options);

        int[] signs = [.. expected.Weights.ToArray().Select(Sign)];
        signs.Distinct().Should().BeEquivalentTo([-1, 0, 1]);
        actual.Weights.ToArray().Select(Sign).Should().Equal(signs);
        ShouldBeClose(actual, expected, "elastic net");

        static int Sign(T weight) => weight == T.Zero ? 0 : weight < T.Zero ? -1 : 1;
    }

    [Fact]
    public void A_training_that_diverges_leaves_the_weights_before_the_epoch()
    {
        T[] huge = [.. _manyRows.AsSpan(0, 300 * FewInputs).ToArray().Select(value => value * T.CreateSaturating(Numbers.For<T>(1e160, 1e20)))];
        foreach (PerceptronBuilder<T> description in (PerceptronBuilder<T>[])[
            Perceptron.Regressor<T>(FewInputs).WithPenalty(Penalty.L2(1)),
            Perceptron.Regressor<T>(FewInputs).WithPenalty(Penalty.L1(1)),
            Perceptron.Regressor<T>(FewInputs).WithAveraging(3)])
        {
            Perceptron<T> network = Started(description);
            string before = Bits(network);

            TrainingResult<T> result = network.Fit(
                new Examples<T>(Sparse(huge, FewInputs), Targets<T>(300, 1)), new() { Epochs = 2, BatchSize = 1 });

            result.StopReason.Should().Be(StopReason.Diverged);
            Bits(network).Should().Be(before);
        }
    }
}
