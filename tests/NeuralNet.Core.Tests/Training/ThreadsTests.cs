using System.Numerics;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Full batches with enough rows for several blocks, on one thread and on several.</summary>
public abstract class ThreadsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 128;

    /// <summary>With this many inputs a block has 512 rows, so that one row more makes two blocks.</summary>
    private const int BlockRows = 512;

    private static readonly int[] _threads = [1, 2, 3, 7];

    private static PerceptronBuilder<T> Description => Perceptron.BinaryClassifier<T>(Inputs);

    [Theory]
    [InlineData(BlockRows)]
    [InlineData(BlockRows + 1)]
    [InlineData((2 * BlockRows) + 100)]
    [InlineData((5 * BlockRows) + 3)]
    public void The_blocks_add_up_to_the_gradient_of_all_rows(int rowCount)
    {
        (T[] rows, int[] labels) = Data(rowCount);
        Perceptron<T> network = Description.WithLoss(Loss.LogLoss, Reduction.Sum).WithLearningRate(1.0 / 256)
            .WithInitialWeights(InitialWeights.Zeros).Build();

        double loss = network.Fit(rows, labels, new() { Epochs = 1, BatchSize = TrainingOptions.FullBatch, Threads = 2 }).LossHistory[0];

        // All weights start at 0, so every derivative is half of its largest value.
        var expected = new double[Inputs];
        double bias = 0;
        for (int row = 0; row < rowCount; row++)
        {
            double derivative = (0.5 - labels[row]) / 256;
            bias -= derivative;
            for (int input = 0; input < Inputs; input++)
            {
                expected[input] -= derivative * double.CreateTruncating(rows[(row * Inputs) + input]);
            }
        }

        loss.ShouldBeClose(rowCount * Math.Log(2), Numbers.For<T>(1e-12, 1e-6), 0, "the loss");
        network.Weights.ShouldBeClose(expected, Numbers.For<T>(1e-11, 1e-4), Numbers.For<T>(1e-13, 1e-5), "the weights");
        double.CreateTruncating(network.Bias[0]).ShouldBeClose(bias, Numbers.For<T>(1e-12, 1e-5), Numbers.For<T>(1e-13, 1e-5), "the bias");
    }

    [Theory]
    [InlineData(BlockRows)]
    [InlineData(BlockRows + 1)]
    [InlineData((2 * BlockRows) + 100)]
    [InlineData((5 * BlockRows) + 3)]
    public void Any_number_of_threads_gives_the_same_bits(int rowCount)
    {
        (T[] rows, int[] labels) = Data(rowCount);
        T[] weights = [.. Enumerable.Range(0, rowCount).Select(row => T.CreateTruncating(row % 4))];
        foreach (Optimizer optimizer in new[] { Optimizer.Momentum(), Optimizer.Lbfgs() })
        {
            Perceptron<T>[] networks = [.. _threads.Select(threads =>
            {
                Perceptron<T> network = Description.WithOptimizer(optimizer).Build();
                network.Fit(
                    new Examples<T>(rows, labels, weights),
                    new TrainingOptions { Epochs = 4, BatchSize = TrainingOptions.FullBatch, Threads = threads });
                return network;
            })];

            string expected = SmallData.Bits(networks[0]);
            networks.Select(SmallData.Bits).Should().AllBe(expected, $"of {optimizer}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_smaller_training_set_can_follow_a_larger_one(int threads)
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = TrainingOptions.FullBatch, Threads = threads };
        (T[] rows, int[] labels) = Data((5 * BlockRows) + 3);
        (T[] fewer, int[] fewerLabels) = Data((3 * BlockRows) - 1);
        Perceptron<T> network = Description.Build();
        Perceptron<T> alone = Description.Build();

        network.Fit(rows, labels, options);
        alone.SetWeights(network.Weights, network.Bias);
        network.Fit(fewer, fewerLabels, options);
        alone.Fit(fewer, fewerLabels, options);

        SmallData.Bits(network).Should().Be(SmallData.Bits(alone), "the blocks keep nothing of earlier sums");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_cancelled_epoch_keeps_the_weights_of_the_last_complete_one(int threads)
    {
        (T[] rows, int[] labels) = Data((5 * BlockRows) + 3);
        T[] targets = [.. labels.Select(label => T.CreateTruncating(label))];
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithLearningRate(0.01);
        using var source = new CancellationTokenSource();
        var counted = new Counter(_ => { });
        Perceptron<T> one = description.WithLoss(Loss.From(new CountedLoss(counted), Activation.Identity)).Build();
        one.Fit(rows, targets, new() { Epochs = 1, BatchSize = TrainingOptions.FullBatch, Threads = threads });
        int ofOneEpoch = counted.Calls;

        var cancelling = new Counter(call =>
        {
            if (call == ofOneEpoch + (ofOneEpoch / 2))
            {
                source.Cancel();
            }
        });
        Perceptron<T> network = description.WithLoss(Loss.From(new CountedLoss(cancelling), Activation.Identity)).Build();
        TrainingResult<T> result = network.Fit(
            rows, targets, new() { Epochs = 5, BatchSize = TrainingOptions.FullBatch, Threads = threads }, cancellationToken: source.Token);

        result.StopReason.Should().Be(StopReason.Cancelled);
        result.LossHistory.Should().HaveCount(1);
        cancelling.Calls.Should().BeLessThan(2 * ofOneEpoch, "the remaining rows were not read");
        SmallData.Bits(network).Should().Be(SmallData.Bits(one));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exception_of_a_loss_on_any_thread_reaches_the_caller_and_changes_nothing(int threads)
    {
        (T[] rows, int[] labels) = Data((5 * BlockRows) + 3);
        T[] targets = [.. labels.Select(label => T.CreateTruncating(label))];
        var options = new TrainingOptions { Epochs = 1, BatchSize = TrainingOptions.FullBatch, Threads = threads };
        bool fails = true;
        var failing = new Counter(call =>
        {
            if (fails && call == 100)
            {
                throw new NotSupportedException("The hundredth.");
            }
        });
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithLearningRate(0.01);
        Perceptron<T> network = description.WithLoss(Loss.From(new CountedLoss(failing), Activation.Identity)).Build();

        network.Invoking(that => that.Fit(rows, targets, options)).Should().Throw<NotSupportedException>().WithMessage("The hundredth.");

        network.Weights.ToArray().Should().AllBeEquivalentTo(T.Zero);
        fails = false;
        network.Fit(rows, targets, options);
        Perceptron<T> other = description.WithLoss(Loss.From(new CountedLoss(new(_ => { })), Activation.Identity)).Build();
        other.Fit(rows, targets, options);
        SmallData.Bits(network).Should().Be(SmallData.Bits(other));
    }

    private static (T[] Rows, int[] Labels) Data(int rowCount)
    {
        var random = new Random(rowCount);
        T[] rows = [.. random.Values(rowCount * Inputs, -1, 1).Select(T.CreateTruncating)];
        int[] labels = [.. Enumerable.Range(0, rowCount).Select(row => rows[row * Inputs] > rows[(row * Inputs) + 1] ? 1 : 0)];
        return (rows, labels);
    }

    /// <summary>Half squared error, which reports every call.</summary>
    private readonly struct CountedLoss(Counter counter) : ILoss
    {
        public string Name => "counted";

        public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

        public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
            where TLanes : struct, ILanes<TLanes>
        {
            counter.Count();
            derivative = logit - target;
            return TLanes.Create(0.5) * derivative * derivative;
        }
    }

    private sealed class Counter(Action<int> called)
    {
        private int _calls;

        public int Calls => _calls;

        public void Count() => called(Interlocked.Increment(ref _calls));
    }
}

public sealed class ThreadsTestsInFloat : ThreadsTests<float>;

public sealed class ThreadsTestsInDouble : ThreadsTests<double>;
