using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;
using static NeuralNet.Core.Tests.Support.SparseData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>
/// Penalties and averages that columns pay later give the weights of the rows with their zeros, up to rounding, and the same bits however
/// the training is cut into parts.
/// </summary>
public abstract partial class LazyUpdateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Count = 150;

    /// <summary>How far roundings may lead apart, as a share of the largest weight.</summary>
    private static readonly double Close = typeof(T) == typeof(float) ? 1e-5 : 1e-12;

    [Theory]
    [InlineData(9, 1, 1)]
    [InlineData(40, 1, 1)]
    [InlineData(131, 1, 1)]
    [InlineData(131, 1, 7)]
    [InlineData(131, 3, 1)]
    [InlineData(131, 3, 7)]
    [InlineData(3000, 1, 1)]
    [InlineData(3000, 3, 20)]
    public void Penalties_and_averages_are_those_of_the_rows_with_their_zeros(int inputs, int outputs, int batchSize)
    {
        T[] rows = WrittenOut<T>(Count, inputs, perRow: 6);
        int[] labels = Labels(Count, Math.Max(2, outputs));
        var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize };
        foreach ((string name, PerceptronBuilder<T> description) in Lazy(inputs, outputs))
        {
            if (description.Optimizer.Limits.BatchSize is { } needed && needed != batchSize)
            {
                continue;
            }

            Perceptron<T> expected = Started(description);
            Perceptron<T> actual = Started(description);
            TrainingResult<T> result = expected.Fit(new Examples<T>(rows, labels, Targets<T>(Count, 1)), options);
            TrainingResult<T> sparse = actual.Fit(new Examples<T>(Sparse(rows, inputs), labels, Targets<T>(Count, 1)), options);
            ShouldBeClose(actual, expected, name);
            sparse.LossHistory.Zip(result.LossHistory).Should().AllSatisfy(pair => pair.First.ShouldBeClose(pair.Second, 10 * Close, Close, name));
        }
    }

    [Fact]
    public void Weights_of_an_L1_penalty_are_0_where_those_of_the_rows_with_their_zeros_are()
    {
        const int Inputs = 500;
        T[] rows = WrittenOut<T>(Count, Inputs, perRow: 6);
        int[] labels = Labels(Count, 2);
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Sgd, Optimizer.AdaGrad()])
        {
            PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs)
                .WithOptimizer(optimizer).WithLearningRate(0.2).WithPenalty(Penalty.L1(0.004));
            var options = new TrainingOptions { Epochs = 20, BatchSize = 1 };
            bool[] expected = [.. Zeros(description.Build().Fit(rows, labels, options).Network)];
            bool[] actual = [.. Zeros(description.Build().Fit(Sparse(rows, Inputs).Rows, labels, options).Network)];
            expected.Count(isZero => isZero).Should().BeInRange(50, 450);
            actual.Should().Equal(expected, optimizer.Name);
        }

        static IEnumerable<bool> Zeros(Perceptron<T> network) => network.Weights.ToArray().Select(weight => weight == T.Zero);
    }

    /// <summary>A shrinkage of 0, one below 0, one that soon makes all weights tiny, and one that makes them huge.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(0.9999)]
    [InlineData(2.2)]
    public void Strong_penalties_lose_no_digits(double rateTimesStrength)
    {
        const int Inputs = 131;
        int count = rateTimesStrength > 2 ? 40 : Count;
        T[] rows = WrittenOut<T>(count, Inputs, perRow: 6);
        int[] labels = Labels(count, 2);
        foreach (bool averages in (bool[])[false, true])
        {
            PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs).WithLearningRate(0.5).WithPenalty(Penalty.L2(2 * rateTimesStrength));
            description = averages ? description.WithAveraging(5) : description;
            var options = new TrainingOptions { Epochs = 2, BatchSize = 1 };
            Perceptron<T> expected = Started(description);
            Perceptron<T> actual = Started(description);
            expected.Fit(rows, labels, options).StopReason.Should().Be(StopReason.MaxEpochs);
            actual.Fit(Sparse(rows, Inputs).Rows, labels, options);
            ShouldBeClose(actual, expected, $"averages: {averages}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Streams_of_sparse_and_dense_batches_pay_alike(int batchSize)
    {
        const int Inputs = 300;
        T[] rows = WrittenOut<T>(Count, Inputs, perRow: 6);
        int[] labels = Labels(Count, 2);
        foreach ((string name, PerceptronBuilder<T> description) in Lazy(Inputs, 1))
        {
            Perceptron<T> expected = Started(description);
            Perceptron<T> actual = Started(description);
            expected.Fit(Batches(rows, labels, Inputs, batchSize, _ => false), new() { Epochs = 2 });
            actual.Fit(Batches(rows, labels, Inputs, batchSize, number => number % 11 < 8), new() { Epochs = 2 });
            ShouldBeClose(actual, expected, name);
        }
    }

    /// <summary>Enough steps that all columns are paid within an epoch, before and after the places of the cancellations.</summary>
    [Fact]
    public void A_cancelled_epoch_goes_on_with_the_same_bits()
    {
        const int Inputs = 60, Rows = 20_000, Of = 10;
        T[] rows = WrittenOut<T>(Rows, Inputs, perRow: 6);
        int[] labels = Labels(Rows, 2);
        foreach ((string name, PerceptronBuilder<T> description) in Lazy(Inputs, 1))
        {
            var options = new TrainingOptions { Epochs = 2 };
            TrainingResult<T> once = description.Build().Fit(Batches(rows, labels, Inputs, Of, _ => true), options);
            Perceptron<T> parts = description.Build();
            var history = new List<double>();
            foreach (int cancelled in (int[])[3, 1900, 1, 1950, 500, -1])
            {
                using var cancellation = new CancellationTokenSource();
                TrainingResult<T> result = parts.Fit(
                    Batches(rows, labels, Inputs, Of, number => number != cancelled || Cancel(cancellation)),
                    options with { Epochs = 2 - history.Count, Resume = true },
                    cancellationToken: cancellation.Token);
                history.AddRange(result.LossHistory);
                parts = Perceptron.Load<T>(parts.ToBytes(), new CustomParts { Optimizer = description.Optimizer });
            }

            history.Should().Equal(once.LossHistory, name);
            Bits(parts).Should().Be(Bits(once.Network), name);
        }

        static bool Cancel(CancellationTokenSource cancellation)
        {
            cancellation.Cancel();
            return true;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_cancelled_epoch_over_rows_in_memory_goes_on_with_the_same_bits(int batchSize)
    {
        const int Inputs = 60, Rows = 20_000;
        T[] rows = WrittenOut<T>(Rows, Inputs, perRow: 6);
        SparseRowMemory<T> sparse = Sparse(rows, Inputs);
        int[] labels = Labels(Rows, 2);
        long calls = 0;
        using var cancellation = new CancellationTokenSource();
        long cancelAt = long.MaxValue;
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs).WithPenalty(Penalty.ElasticNet(0.01)).WithLearningRate(
            LearningRate.From(
            time =>
            {
                if (++calls == cancelAt)
                {
                    cancellation.Cancel();
                }

                return 0.1 / Math.Sqrt(time.Step);
            },
            "counted"));
        var options = new TrainingOptions { Epochs = 2, BatchSize = batchSize };
        TrainingResult<T> once = description.Build().Fit(sparse.Rows, labels, options);

        Perceptron<T> parts = description.Build();
        (calls, cancelAt) = (0, 13_000 / batchSize);
        TrainingResult<T> first = parts.Fit(sparse.Rows, labels, options, cancellationToken: cancellation.Token);
        string interrupted = Bits(parts);
        TrainingResult<T> second = parts.Fit(sparse.Rows, labels, options with { Resume = true });

        first.StopReason.Should().Be(StopReason.Cancelled);
        interrupted.Should().NotBe(Bits(description.Build()), "the epoch keeps the steps up to the last time when all columns were paid");
        second.LossHistory.Should().Equal(once.LossHistory);
        Bits(parts).Should().Be(Bits(once.Network));
    }

    [Fact]
    public void An_epoch_that_fails_leaves_the_weights_before_it()
    {
        const int Inputs = 131;
        T[] rows = WrittenOut<T>(Count, Inputs, perRow: 6);
        long failsAt = long.MaxValue;
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs).WithPenalty(Penalty.L2(0.1)).WithLearningRate(
            LearningRate.From(time => time.Step == failsAt ? throw new TimeoutException() : 0.1, "failing"));
        Perceptron<T> network = description.Build();
        Perceptron<T> expected = description.Build();
        int[] labels = Labels(Count, 2);
        var options = new TrainingOptions { Epochs = 1, BatchSize = 1 };
        network.Fit(Sparse(rows, Inputs).Rows, labels, options);
        expected.Fit(Sparse(rows, Inputs).Rows, labels, options with { Epochs = 2 });
        string before = Bits(network);
        failsAt = Count + 60;
        FluentActions.Invoking(() => network.Fit(Sparse(rows, Inputs).Rows, labels, options)).Should().Throw<TimeoutException>();
        Bits(network).Should().Be(before);
        failsAt = long.MaxValue;
        network.Fit(Sparse(rows, Inputs).Rows, labels, options with { Resume = true });
        Bits(network).Should().Be(Bits(expected), "nothing is left of the steps before the failure");
    }

    [Fact]
    public void What_cannot_be_paid_later_is_refused_with_its_cure()
    {
        const int Inputs = 7;
        SparseRowMemory<T> rows = Sparse(WrittenOut<T>(2, Inputs, 4), Inputs);
        PerceptronBuilder<T> plain = Perceptron.BinaryClassifier<T>(Inputs);
        (PerceptronBuilder<T> Description, string Message)[] refused =
        [
            (plain.WithOptimizer(Optimizer.AdaGrad()).WithPenalty(Penalty.L2(0.1)), "*the penalty L2(0.1) moves*Penalty.L1 with Optimizer.AdaGrad*Optimizer.Sgd*Optimizer.Lbfgs*"),
            (plain.WithOptimizer(Optimizer.From(new Halving())).WithPenalty(Penalty.L1(0.1)), "*of 'halving' the penalty L1(0.1)*"),
            (plain.WithPenalty(Penalty.L1(0.1)).WithAveraging(), "*at which step the L1 penalty*Leave out WithAveraging*"),
        ];
        foreach ((PerceptronBuilder<T> description, string message) in refused)
        {
            Perceptron<T> network = description.Build();
            FluentActions.Invoking(() => network.Fit(rows.Rows, LabelsOf(0, 1), new() { BatchSize = 1 })).Should().Throw<ArgumentException>().WithMessage(message);
            Bits(network).Should().Be(Bits(description.Build()));
        }
    }

    /// <summary>Everything that columns may pay later.</summary>
    private static IEnumerable<(string Name, PerceptronBuilder<T> Description)> Lazy(int inputs, int outputs)
    {
        PerceptronBuilder<T> plain = (outputs == 1 ? Perceptron.BinaryClassifier<T>(inputs) : Perceptron.Classifier<T>(inputs, outputs))
            .WithLearningRate(LearningRate.InverseScaling(0.2, unit: RateUnit.Step));
        foreach (Penalty penalty in (Penalty[])[Penalty.L1(0.003), Penalty.L2(0.05), Penalty.ElasticNet(0.01)])
        {
            yield return ($"sgd, {penalty}", plain.WithPenalty(penalty));
        }

        PerceptronBuilder<T> adaGrad = plain.WithOptimizer(Optimizer.AdaGrad());
        yield return ("adagrad, L1", adaGrad.WithPenalty(Penalty.L1(0.003)));
        yield return ("sgd, L2, clipped", plain.WithPenalty(Penalty.L2(0.05)).WithGradientClipping(GradientClipping.ByValue(0.3)));
        foreach (int first in (int[])[1, 60])
        {
            yield return ($"sgd, averaged from {first}", plain.WithAveraging(first));
            yield return ($"sgd, L2, averaged from {first}", plain.WithPenalty(Penalty.L2(0.05)).WithAveraging(first));
            yield return ($"adagrad, averaged from {first}", adaGrad.WithAveraging(first));
            yield return ($"ftrl, averaged from {first}", Plain(Optimizer.Ftrl(l1: 0.01)).WithAveraging(first));
            yield return ($"passive-aggressive, averaged from {first}", Plain(Optimizer.PassiveAggressive(0.1)).WithAveraging(first));
            yield return ($"a user's, averaged from {first}", plain.WithOptimizer(Optimizer.From(new Halving())).WithAveraging(first));
        }

        PerceptronBuilder<T> Plain(Optimizer optimizer)
        {
            PerceptronBuilder<T> description = outputs == 1 ? Perceptron.BinaryClassifier<T>(inputs) : Perceptron.Classifier<T>(inputs, outputs);
            return (optimizer.Limits.NeedsUnitSlopes ? description.WithLoss(Loss.Hinge) : description).WithOptimizer(optimizer);
        }
    }

    private static IEnumerable<Examples<T>> Batches(T[] rows, int[] labels, int inputs, int size, Func<int, bool> isSparse)
    {
        for (int from = 0; from < labels.Length; from += size)
        {
            Range range = from..Math.Min(from + size, labels.Length);
            T[] part = rows[(range.Start.Value * inputs)..(range.End.Value * inputs)];
            yield return isSparse(from / size) ? new(Sparse(part, inputs), labels.AsMemory(range)) : new(part, labels.AsMemory(range));
        }
    }

    private static Perceptron<T> Started(PerceptronBuilder<T> description)
    {
        Perceptron<T> network = description.Build();
        network.SetWeights(Rows<T>(1, network.InputCount * network.OutputCount, seed: 5));
        return network;
    }

    private static void ShouldBeClose(Perceptron<T> actual, Perceptron<T> expected, string what)
    {
        double largest = expected.Weights.ToArray().Max(weight => Math.Abs(double.CreateTruncating(weight)));
        for (int index = 0; index < expected.Weights.Length; index++)
        {
            actual.Weights[index].ShouldBeClose(double.CreateTruncating(expected.Weights[index]), 0, Close * (1 + largest), $"{what}, weight {index}");
        }

        for (int output = 0; output < expected.Bias.Length; output++)
        {
            actual.Bias[output].ShouldBeClose(double.CreateTruncating(expected.Bias[output]), Close, Close, $"{what}, bias {output}");
        }
    }

    /// <summary>Half a step of descent.</summary>
    private readonly struct Halving : IOptimizer
    {
        public static int StatesPerWeight => 0;

        public static bool IgnoresZeroGradients => true;

        public string Name => "halving";

        public void BeginStep(long stepNumber, double learningRate)
        {
        }

        public TLanes Move<TLanes>(TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
            where TLanes : struct, ILanes<TLanes>
        {
            rate = TLanes.Create(0.05);
            return weight - (rate * gradient);
        }
    }
}

public sealed class LazyUpdateTestsInFloat : LazyUpdateTests<float>;

public sealed class LazyUpdateTestsInDouble : LazyUpdateTests<double>;
