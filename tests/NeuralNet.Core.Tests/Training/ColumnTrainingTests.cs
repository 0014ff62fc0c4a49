using System.Globalization;
using System.Numerics;
using NeuralNet.Core.Tests.Contract;
using static NeuralNet.Core.Tests.Support.SmallData;
using static NeuralNet.Core.Tests.Support.SparseData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>
/// Sparse rows of several outputs with more values than columns, whose weights lie by column for an epoch or a pass: the bits are those of the
/// rows with their zeros.
/// </summary>
public abstract class ColumnTrainingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Count = 61;
    private const int Wide = 131;

    [Theory]
    [MemberData(nameof(ColumnTrainings.Shapes), MemberType = typeof(ColumnTrainings))]
    public void Steps_give_the_bits_of_the_rows_with_their_zeros(int inputs, int outputs)
    {
        (T[] rows, SparseRowMemory<T> sparse) = Data(inputs);
        int[] labels = Labels(Count, outputs);
        T[] weights = [.. Targets<T>(Count, 1).Select((weight, row) => row % 9 == 4 ? T.Zero : weight)];
        foreach (PerceptronBuilder<T> description in Descriptions(inputs, outputs))
        {
            foreach (int batchSize in description.Build().Description.Optimizer.Limits.BatchSize is 1 ? (int[])[1] : [1, 7])
            {
                var options = new TrainingOptions { Epochs = 2, BatchSize = batchSize };
                Perceptron<T> expected = description.Build();
                Perceptron<T> network = description.Build();
                TrainingResult<T> result = expected.Fit(new Examples<T>(rows, labels, weights), options);
                TrainingResult<T> actual = network.Fit(new Examples<T>(sparse, labels, weights), options);
                actual.LossHistory.Should().Equal(result.LossHistory);
                expected.Fit(rows, labels, options with { Shuffle = false });
                network.Fit(sparse.Rows, labels, options with { Shuffle = false });
                network.ToBytes().Should().Equal(expected.ToBytes(), $"{expected.Description.Optimizer}, {batchSize} rows, the states too");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ColumnTrainings.Shapes), MemberType = typeof(ColumnTrainings))]
    public void Passes_over_all_rows_give_the_bits_of_the_rows_with_their_zeros(int inputs, int outputs)
    {
        // Several blocks of rows for the threads.
        const int Rows = 1100;
        T[] rows = WrittenOut<T>(inputs > 1000 ? Count : Rows, inputs, perRow: inputs > 1000 ? 120 : 6);
        SparseRowMemory<T> sparse = Sparse(rows, inputs);
        int count = rows.Length / inputs;
        int[] labels = Labels(count, outputs);
        T[] weights = Targets<T>(count, 1);
        sparse.Rows.Indices.Length.Should().BeGreaterThan(inputs);
        PerceptronBuilder<T> plain = Perceptron.Classifier<T>(inputs, outputs);
        foreach (PerceptronBuilder<T> description in (PerceptronBuilder<T>[])
        [
            plain.WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.01)),
            plain.WithLoss(Loss.LogLoss).WithOptimizer(Optimizer.Momentum()).WithLearningRate(0.1),
        ])
        {
            var options = new TrainingOptions { Epochs = 3, BatchSize = TrainingOptions.FullBatch };
            Perceptron<T> expected = description.Build();
            TrainingResult<T> result = expected.Fit(new Examples<T>(rows, labels, weights), options);
            foreach (int threads in (int[])[1, 2, 5])
            {
                Perceptron<T> network = description.Build();
                TrainingResult<T> actual = network.Fit(new Examples<T>(sparse, labels, weights), options with { Threads = threads });
                actual.LossHistory.Should().Equal(result.LossHistory);
                network.ToBytes().Should().Equal(expected.ToBytes(), $"{threads} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ColumnTrainings.Shapes), MemberType = typeof(ColumnTrainings))]
    public void Queries_give_the_bits_of_the_rows_with_their_zeros(int inputs, int outputs)
    {
        (T[] rows, SparseRowMemory<T> sparse) = Data(inputs);
        int[] labels = Labels(Count, outputs);
        Perceptron<T> network = Perceptron.Classifier<T>(inputs, outputs).Build();
        network.Fit(rows, labels, new() { Epochs = 2 });
        Perceptron<T> separate = Perceptron.WithInputs<T>(inputs).WithOutputs(outputs).WithLoss(Loss.LogLoss).Build();
        separate.SetWeights(network.Weights, network.Bias);

        Answers(sparse.Rows).Should().Equal(Answers(rows));

        List<string> Answers(Rows<T> form)
        {
            var numbers = new T[Count * outputs];
            var classes = new int[Count];
            var flags = new bool[Count * outputs];
            List<string> told = [];
            network.Predict(form, numbers);
            told.Add(Bits<T>(numbers));
            network.Freeze().Logits(form, numbers, Targets<T>(Count, outputs, seed: 8));
            told.Add(Bits<T>(numbers));
            network.PredictClasses(form, classes);
            told.Add(string.Join(',', classes));
            separate.PredictMultiLabel(form, flags);
            told.Add(string.Join(',', flags));
            told.Add(network.Evaluate(form, labels).ToString());
            return told;
        }
    }

    [Fact]
    public void Validation_rows_and_penalized_paths_give_the_same_bits()
    {
        (T[] rows, SparseRowMemory<T> sparse) = Data(Wide);
        int[] labels = Labels(Count, 3);
        string[] expected = Told(rows);
        Told(sparse).Should().Equal(expected);

        string[] Told(RowMemory<T> form)
        {
            var examples = new Examples<T>(form, labels);
            PerceptronBuilder<T> description = Perceptron.Classifier<T>(Wide, 3);
            Perceptron<T> network = description.WithOptimizer(Optimizer.AdaGrad()).Build();
            TrainingResult<T> result = network.Fit(examples, new() { Epochs = 4, ValidationFraction = 0.3, BatchSize = 5 });
            Perceptron<T> validated = description.WithOptimizer(Optimizer.AdaGrad()).Build();
            validated.Fit(examples, new() { Epochs = 4 }, examples);
            return
            [
                Bits(network),
                Bits(validated),
                .. result.ValidationHistory.Select(loss => loss.ToString("R", CultureInfo.InvariantCulture)),
                description.WithOptimizer(Optimizer.Lbfgs()).MaximumL1Strength(examples).ToString("R", CultureInfo.InvariantCulture),
            ];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_training_that_is_cancelled_in_an_epoch_goes_on_with_the_same_bits(int batchSize)
    {
        (T[] rows, SparseRowMemory<T> sparse) = Data(Wide);
        int[] labels = Labels(Count, 5);
        string whole = Bits(Fitted(rows, cancelAt: null));
        Bits(Fitted(rows, cancelAt: 5)).Should().Be(whole, "that is what the rows with their zeros do");
        Bits(Fitted(sparse, cancelAt: null)).Should().Be(whole);
        Bits(Fitted(sparse, cancelAt: 5)).Should().Be(whole);
        Bits(Fitted(sparse, cancelAt: 13)).Should().Be(whole);

        Perceptron<T> Fitted(RowMemory<T> form, long? cancelAt)
        {
            using var source = new CancellationTokenSource();
            Perceptron<T> network = Perceptron.Classifier<T>(Wide, 5)
                .WithOptimizer(Optimizer.AdaGrad())
                .WithLearningRate(LearningRate.From(
                    time =>
                    {
                        if (time.Step == cancelAt)
                        {
                            source.Cancel();
                        }

                        return 0.1;
                    },
                    "mine"))
                .Build();
            var examples = new Examples<T>(form, labels);
            var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize };
            TrainingResult<T> result = network.Fit(examples, options, cancellationToken: source.Token);
            result.StopReason.Should().Be(cancelAt is null ? StopReason.MaxEpochs : StopReason.Cancelled);
            network.Evaluate(form, labels).Should().NotBeNull();
            if (cancelAt is not null)
            {
                network.Fit(examples, options with { Epochs = 3 - result.LossHistory.Count, Resume = true });
            }

            return network;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_rate_that_throws_leaves_the_last_complete_epoch(int batchSize)
    {
        (_, SparseRowMemory<T> sparse) = Data(Wide);
        int[] labels = Labels(Count, 5);
        long last = long.MaxValue;
        PerceptronBuilder<T> description = Perceptron.Classifier<T>(Wide, 5)
            .WithOptimizer(Optimizer.AdaGrad())
            .WithLearningRate(LearningRate.From(time => time.Step > last ? throw new NotSupportedException() : 0.1, "mine"));
        Perceptron<T> network = description.Build();
        var options = new TrainingOptions { Epochs = 1, BatchSize = batchSize };
        network.Fit(sparse.Rows, labels, options);
        Perceptron<T> twin = network.Clone();

        last = ((Count + batchSize - 1) / batchSize) + 3;
        network.Invoking(each => each.Fit(sparse.Rows, labels, options)).Should().ThrowExactly<NotSupportedException>();

        network.ToBytes().Should().Equal(twin.ToBytes());
        last = long.MaxValue;
        network.Fit(sparse.Rows, labels, options);
        twin.Fit(sparse.Rows, labels, options);
        network.ToBytes().Should().Equal(twin.ToBytes());
    }

    [Fact]
    public void An_optimizer_of_a_user_gives_the_same_bits_and_may_throw()
    {
        (T[] rows, SparseRowMemory<T> sparse) = Data(Wide);
        int[] labels = Labels(Count, 3);
        var fuse = new Fuse();
        PerceptronBuilder<T> description = Perceptron.Classifier<T>(Wide, 3).WithOptimizer(Optimizer.From(new TwoStates(fuse))).WithLearningRate(0.1);
        foreach (int batchSize in (int[])[1, 7])
        {
            Perceptron<T> expected = description.Build();
            Perceptron<T> network = description.Build();
            var options = new TrainingOptions { Epochs = 2, BatchSize = batchSize };
            expected.Fit(rows, labels, options);
            network.Fit(sparse.Rows, labels, options);
            network.ToBytes().Should().Equal(expected.ToBytes());

            fuse.StepsLeft = 4;
            network.Invoking(each => each.Fit(sparse.Rows, labels, options)).Should().ThrowExactly<NotSupportedException>();
            fuse.StepsLeft = int.MaxValue;
            network.ToBytes().Should().Equal(expected.ToBytes());
        }
    }

    [Fact]
    public void One_network_takes_every_kind_of_training_in_turn()
    {
        // The columns' memory serves all of them.
        (T[] rows, SparseRowMemory<T> sparse) = Data(Wide);
        int[] labels = Labels(Count, 3);
        Perceptron<T> expected = Perceptron.Classifier<T>(Wide, 3).WithOptimizer(Optimizer.Ftrl()).Build();
        Perceptron<T> network = expected.Clone();
        foreach (int batchSize in (int[])[7, TrainingOptions.FullBatch, 1, 7, 1, TrainingOptions.FullBatch, 7])
        {
            var options = new TrainingOptions { Epochs = 1, BatchSize = batchSize };
            expected.Fit(rows, labels, options);
            network.Fit(sparse.Rows, labels, options);
            expected.Learn(rows, labels);
            network.Learn(sparse.Rows, labels);
            network.ToBytes().Should().Equal(expected.ToBytes());
        }
    }

    [Fact]
    public void Predictions_allocate_nothing_once_they_are_warm()
    {
        (_, SparseRowMemory<T> sparse) = Data(Wide);
        FrozenPerceptron<T> network = Perceptron.Classifier<T>(Wide, 20).Build().Freeze();
        var numbers = new T[Count * 20];
        var classes = new int[Count];
        Allocation.IsNone(CallAll, "a prediction");

        void CallAll()
        {
            network.Predict(sparse.Rows, numbers);
            network.PredictClasses(sparse.Rows, classes);
        }
    }

    /// <summary>Rows with twice as many values as columns, some of them empty.</summary>
    private static (T[] Rows, SparseRowMemory<T> Sparse) Data(int inputs)
    {
        T[] rows = WrittenOut<T>(Count, inputs, Math.Max(8, inputs / 14));
        SparseRowMemory<T> sparse = Sparse(rows, inputs);
        sparse.Rows.Indices.Length.Should().BeGreaterThan(2 * inputs);
        return (rows, sparse);
    }

    private static IEnumerable<PerceptronBuilder<T>> Descriptions(int inputs, int outputs)
    {
        PerceptronBuilder<T> softmax = Perceptron.Classifier<T>(inputs, outputs);
        yield return softmax.WithOptimizer(Optimizer.Sgd).WithLearningRate(0.1);
        yield return softmax.WithOptimizer(Optimizer.AdaGrad()).WithGradientClipping(GradientClipping.ByValue(0.3));
        yield return softmax.WithOptimizer(Optimizer.AdaGrad()).WithoutBias();
        yield return softmax.WithOptimizer(Optimizer.Ftrl(l1: 0.1));
        yield return softmax.WithLoss(Loss.LogLoss).WithOptimizer(Optimizer.AdaGrad());
        yield return softmax.WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive());
    }

    private sealed class Fuse
    {
        public int StepsLeft { get; set; } = int.MaxValue;
    }

    /// <summary>Descent that counts nothing for a gradient of 0, with both states.</summary>
    private struct TwoStates(Fuse fuse) : IOptimizer
    {
        private double _rate;

        public static int StatesPerWeight => 2;

        public static bool IgnoresZeroGradients => true;

        public readonly string Name => "two-states";

        public void BeginStep(long stepNumber, double learningRate)
        {
            _rate = learningRate;
            fuse.StepsLeft--;
            if (fuse.StepsLeft < 0)
            {
                throw new NotSupportedException();
            }
        }

        public readonly TLanes Move<TLanes>(TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
            where TLanes : struct, ILanes<TLanes>
        {
            rate = TLanes.Create(_rate);
            first += gradient;
            second = TLanes.FusedMultiplyAdd(gradient, gradient, second);
            return weight - (rate * gradient * (first + second));
        }
    }
}

public static class ColumnTrainings
{
    /// <summary>Outputs around each number of registers, and more than are summed at once.</summary>
    public static TheoryData<int, int> Shapes
    {
        get
        {
            TheoryData<int, int> all = [];
            foreach (int outputs in (int[])[2, 3, 5, 16, 17, 20, 43, 67])
            {
                all.Add(33, outputs);
                all.Add(64, outputs);
                all.Add(131, outputs);
            }

            all.Add(3000, 3);
            all.Add(3000, 20);
            return all;
        }
    }
}

public sealed class ColumnTrainingTestsInFloat : ColumnTrainingTests<float>;

public sealed class ColumnTrainingTestsInDouble : ColumnTrainingTests<double>;
