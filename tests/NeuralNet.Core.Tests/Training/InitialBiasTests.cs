using System.Numerics;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The bias of the first Fit starts at the constant prediction with the lowest loss.</summary>
public abstract class InitialBiasTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 2;
    private const int RowCount = 60;

    private static readonly T[] _rows = Rows<T>(RowCount, Inputs);

    private static readonly TrainingOptions _oneStep = new() { Epochs = 1, BatchSize = TrainingOptions.FullBatch };

    private static readonly Loss[] _numbers =
    [
        Loss.HalfSquaredError, Loss.Huber(), Loss.Huber(0.2), Loss.EpsilonInsensitive(), Loss.EpsilonInsensitive(2), Loss.EpsilonInsensitive(0),
        Loss.SquaredEpsilonInsensitive(), Loss.SquaredEpsilonInsensitive(3), Loss.SquaredEpsilonInsensitive(0), Loss.Quantile(), Loss.Quantile(0.9),
        Loss.Quantile(0.05), Loss.Poisson, Loss.HalfSquaredErrorThrough(Activation.Exp), Loss.HalfSquaredErrorThrough(Activation.Softplus),
        Loss.HalfSquaredErrorThrough(Activation.Identity), Loss.HalfSquaredErrorThrough(Activation.ReLU),
    ];

    private static readonly Loss[] _classes =
    [
        Loss.LogLoss, Loss.SquaredHinge, Loss.ModifiedHuber, Loss.HalfSquaredErrorThrough(Activation.Sigmoid),
        Loss.HalfSquaredErrorThrough(Activation.Tanh), Loss.SoftmaxCrossEntropy,
    ];

    [Fact]
    public void For_numbers_no_other_constant_has_a_lower_loss()
    {
        foreach ((Loss loss, int seed) in _numbers.SelectMany(loss => Enumerable.Range(0, 20).Select(seed => (loss, seed))))
        {
            // Every other draw has whole numbers, many of them equal. Some rows count more, or not at all.
            var random = new Random(seed);
            T[] targets = [.. Enumerable.Range(0, 2 * RowCount).Select(_ =>
                T.CreateTruncating(seed % 2 == 0 ? 8 * random.NextDouble() : random.Next(4)))];
            T[] weights = [.. Enumerable.Range(0, RowCount).Select(_ => T.CreateTruncating(seed % 3 == 0 ? 1 : random.Next(5) / 2.0))];
            PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithOutputs(2).WithLoss(loss);

            double[] bias = Start(description, new Examples<T>(_rows, targets, weights));

            IsLeast(loss, bias, Numbers.ToDoubles(targets), Numbers.ToDoubles(weights));
        }
    }

    [Fact]
    public void For_classes_no_other_constant_has_a_lower_loss()
    {
        foreach ((Loss loss, int seed) in _classes.SelectMany(loss => Enumerable.Range(0, 20).Select(seed => (loss, seed))))
        {
            var random = new Random(seed);
            int[] labels = [0, 1, 2, .. Enumerable.Range(3, RowCount - 3).Select(_ => Math.Max(0, random.Next(6) - 3))];
            T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(row < 3 || seed % 3 == 0 ? 1 : random.Next(5) / 2.0))];
            PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithOutputs(3).WithLoss(loss);
            description = seed % 2 == 0 ? description : description.WithClassWeights(0.5, 2, 3);

            double[] bias = Start(description, new Examples<T>(_rows, labels, weights));

            double[] weighted = [.. weights.Select((weight, row) =>
                double.CreateTruncating(weight) * (seed % 2 == 0 ? 1 : new[] { 0.5, 2, 3 }[labels[row]]))];
            Interval ends = loss.Targets.Interval;
            double[] targets = [.. labels.SelectMany(label => Enumerable.Range(0, 3).Select(output => output == label ? ends.High : ends.Low))];
            IsLeast(loss, bias, targets, weighted);
        }
    }

    [Fact]
    public void The_initial_probabilities_are_the_shares_of_the_classes()
    {
        int[] three = [.. Enumerable.Range(0, 40).Select(row => row % 4 == 0 ? 0 : 1)];
        Start(Perceptron.BinaryClassifier<T>(Inputs), new(_rows.AsMemory(0, 80), three))[0].Should().BeApproximately(Math.Log(3), Numbers.For<T>(1e-15, 1e-7));

        double[] softmax = Start(Perceptron.Classifier<T>(Inputs, 3), new(_rows.AsMemory(0, 14), LabelsOf(0, 1, 1, 2, 2, 2, 2)));
        softmax.Sum().Should().BeApproximately(0, 1e-6);
        (softmax[1] - softmax[0]).Should().BeApproximately(Math.Log(2), 1e-6);
        (softmax[2] - softmax[0]).Should().BeApproximately(Math.Log(4), 1e-6);
    }

    [Fact]
    public void The_bias_of_balanced_classes_starts_at_exactly_0()
    {
        int[] labels = [0, 1, 2, 2, 1, 0];
        Start(Perceptron.Classifier<T>(Inputs, 3), new(_rows.AsMemory(0, 12), labels)).Should().OnlyContain(bias => Math.Abs(bias) < 1e-30);
        Start(Perceptron.BinaryClassifier<T>(Inputs), new(_rows.AsMemory(0, 8), LabelsOf(0, 1, 1, 0))).Should().OnlyContain(bias => Math.Abs(bias) < 1e-30);
    }

    [Fact]
    public void A_class_without_rows_counts_as_half_a_row()
    {
        double[] softmax = Start(Perceptron.Classifier<T>(Inputs, 3), new(_rows.AsMemory(0, 12), LabelsOf(0, 1, 1, 0, 1, 1)));
        (softmax[1] - softmax[0]).Should().BeApproximately(Math.Log(2), 1e-6);
        (softmax[0] - softmax[2]).Should().BeApproximately(Math.Log(4), 1e-6);

        double[] each = Start(
            Perceptron.WithInputs<T>(Inputs).WithOutputs(2).WithLoss(Loss.LogLoss), new(_rows.AsMemory(0, 8), Numbers.Of<T>(0, 1, 0, 1, 0, 1, 0, 1)));
        each[0].Should().BeApproximately(Math.Log(0.5 / 4), 1e-6);
        each[1].Should().BeApproximately(-each[0], 1e-12);

        Start(Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Poisson), new(_rows.AsMemory(0, 8), new T[4]))[0]
            .Should().BeApproximately(Math.Log(0.5 / 4), 1e-6);
    }

    [Fact]
    public void A_weight_of_2_counts_a_row_twice_and_0_not_at_all()
    {
        foreach (Loss loss in _numbers)
        {
            PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithLoss(loss);
            T[] targets = [.. Targets<T>(4, 1), T.CreateTruncating(1e6)];
            int[] twice = [0, 1, 1, 2, 2, 2, 3];

            double[] weighted = Start(description, new(_rows.AsMemory(0, 10), targets, Numbers.Of<T>(1, 2, 3, 1, 0)));

            weighted[0].Should().BeApproximately(
                Start(description, new(_rows.AsMemory(0, 14), twice.Select(row => targets[row]).ToArray()))[0], Numbers.For<T>(1e-13, 1e-6), loss.Name);
        }
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(65)]
    [InlineData(1 << 20)]
    public void Adding_a_number_to_all_targets_only_adds_it_to_the_bias(double shift)
    {
        T[] targets = Targets<T>(RowCount, 1);
        T[] shifted = [.. targets.Select(target => target + T.CreateTruncating(shift))];
        T[] lowered = [.. shifted.Select(target => target - T.CreateTruncating(shift))];
        foreach (Loss loss in new[] { Loss.HalfSquaredError, Loss.Huber(0.3), Loss.SquaredEpsilonInsensitive(0.01) })
        {
            foreach (Optimizer optimizer in new[] { Optimizer.Sgd, Optimizer.Adam(), Optimizer.Lbfgs() })
            {
                PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithLoss(loss).WithOptimizer(optimizer).WithStandardization();
                var options = new TrainingOptions { Epochs = 5 };

                Perceptron<T> near = description.Build().Fit(_rows, lowered, options).Network;
                Perceptron<T> far = description.Build().Fit(_rows, shifted, options).Network;

                double digits = Numbers.For<T>(1e-15, 1e-6) * Math.Abs(shift) * 200;
                far.Weights.ShouldBeClose(Numbers.ToDoubles(near.Weights), 0, digits, $"the weights of {loss} by {optimizer}");
                double.CreateTruncating(far.Bias[0]).Should().BeApproximately(double.CreateTruncating(near.Bias[0]) + shift, digits);
            }
        }
    }

    [Fact]
    public void Targets_far_from_0_need_no_more_epochs()
    {
        T[] rows = [.. Enumerable.Range(0, 40).Select(T.CreateTruncating)];
        T[] targets = [.. rows.Select(row => T.CreateTruncating(65) + (row / T.CreateTruncating(10)))];
        foreach ((Loss loss, double least) in new (Loss, double)[]
        {
            (Loss.HalfSquaredError, 0.98), (Loss.Huber(), 0.98), (Loss.EpsilonInsensitive(), 0.99), (Loss.SquaredEpsilonInsensitive(), 0.99),
            (Loss.Quantile(), 0.94), (Loss.Poisson, 0.99),
        })
        {
            TrainingResult<T> result = Perceptron.Regressor<T>(1).WithLoss(loss).WithStandardization().Build().Fit(rows, targets).EnsureSucceeded();

            result.Network.Evaluate(rows, targets).RSquared.Should().BeGreaterThan(least, loss.Name);
        }

        // About nine tenths of the targets are below; the slope changes there.
        Perceptron<T> upper = Perceptron.Regressor<T>(1).WithLoss(Loss.Quantile(0.9)).WithStandardization().Build().Fit(rows, targets).EnsureSucceeded().Network;
        rows.Zip(targets).Count(pair => upper.Predict([pair.First]) > pair.Second).Should().BeInRange(32, 40);
    }

    [Fact]
    public void Every_optimizer_and_every_average_starts_from_it()
    {
        T[] targets = [.. Targets<T>(RowCount, 1).Select(target => target + T.CreateTruncating(100))];
        double mean = targets.Average(target => double.CreateTruncating(target));
        foreach (Optimizer optimizer in new[] { Optimizer.Sgd, Optimizer.Adam(), Optimizer.Momentum(), Optimizer.Lbfgs() })
        {
            PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithOptimizer(optimizer);
            double loss = description.Build().Fit(_rows, targets, _oneStep).LossHistory[0];
            loss.Should().BeLessThan(targets.Average(target => Math.Pow(double.CreateTruncating(target) - mean, 2)), optimizer.ToString());
        }

        TrainingResult<T> passive = Perceptron.Regressor<T>(Inputs).WithLoss(Loss.EpsilonInsensitive())
            .WithOptimizer(Optimizer.PassiveAggressive()).Build().Fit(_rows, targets, new() { Epochs = 1 });
        passive.LossHistory[0].Should().BeLessThan(1);

        Start(Perceptron.Regressor<T>(Inputs).WithAveraging(), new(_rows, targets))[0].Should().BeApproximately(mean, Numbers.For<T>(1e-12, 1e-4));
    }

    [Fact]
    public void It_is_not_used_after_other_weights_and_for_custom_losses()
    {
        T[] targets = [.. Targets<T>(RowCount, 1).Select(target => target + T.CreateTruncating(100))];
        PerceptronBuilder<T> description = Slow(Perceptron.Regressor<T>(Inputs));
        Perceptron<T>[] begun =
        [
            description.WithInitialWeights(InitialWeights.Zeros).Build(), description.WithInitialWeights(InitialWeights.GlorotUniform).Build(),
            description.WithInitialWeights(new T[Inputs]).Build(), description.WithLoss(Loss.From(new LogCosh(), Activation.Identity)).Build(),
            description.WithoutBias().Build(), description.Build(), description.Build(),
        ];
        begun[^1].SetWeights(new T[Inputs]);
        begun[^2].Learn(_rows.AsSpan(0, Inputs), T.Zero);
        foreach (Perceptron<T> network in begun)
        {
            network.Fit(_rows, targets, _oneStep);
            double.CreateTruncating(network.Bias[0]).Should().BeApproximately(0, 1e-20);
        }

        Perceptron<T> later = description.Build();
        later.Fit(_rows, Targets<T>(RowCount, 1), _oneStep);
        T bias = later.Bias[0];
        later.Fit(_rows, targets, _oneStep);
        later.Fit(_rows, targets, _oneStep with { Resume = true });
        later.Bias[0].Should().Be(bias);
    }

    [Fact]
    public void The_bias_of_margin_losses_starts_at_0()
    {
        int[] labels = [.. Enumerable.Range(0, RowCount).Select(row => row % 5 == 0 ? 0 : row % 5 == 1 ? 1 : 2)];
        foreach (Loss loss in new[] { Loss.Hinge, Loss.Perceptron, Loss.CrammerSinger, Loss.MultiClassPerceptron })
        {
            Start(Perceptron.WithInputs<T>(Inputs).WithOutputs(3).WithLoss(loss), new(_rows, labels))
                .Should().OnlyContain(bias => Math.Abs(bias) < 1e-20, loss.Name);
        }
    }

    [Fact]
    public void A_source_gives_the_same_bits_as_rows_in_memory_if_inputs_are_standardized()
    {
        T[] targets = [.. Targets<T>(RowCount, 1).Select(target => target + T.CreateTruncating(100))];
        Examples<T>[] batches = [.. Enumerable.Range(0, 6).Select(batch => new Examples<T>(
            _rows.AsMemory(batch * 10 * Inputs, 10 * Inputs), targets.AsMemory(batch * 10, 10)))];
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs);
        var options = new TrainingOptions { Epochs = 2, BatchSize = 10, Shuffle = false };
        int enumerations = 0;
        IEnumerable<Examples<T>> Source()
        {
            enumerations++;
            foreach (Examples<T> batch in batches)
            {
                yield return batch;
            }
        }

        IEnumerable<Examples<T>> source = Source();
        string streamed = Bits(description.WithStandardization().Build().Fit(source, new() { Epochs = 2 }).Network);
        enumerations.Should().Be(3, "one for mean and scale, and one for each epoch");
        streamed.Should().Be(Bits(description.WithStandardization().Build().Fit(_rows, targets, options).Network));

        enumerations = 0;
        Bits(description.Build().Fit(source, new() { Epochs = 2 }).Network).Should().Be(
            Bits(description.WithInitialWeights(InitialWeights.Zeros).Build().Fit(_rows, targets, options).Network));
        enumerations.Should().Be(2, "the source is not read again");
    }

    [Fact]
    public void Validation_rows_do_not_affect_it()
    {
        T[] powers = [.. Enumerable.Range(0, 20).Select(row => T.CreateTruncating(1 << row))];
        var far = new Examples<T>(_rows.AsMemory(0, 2), Numbers.Of<T>(1e6));
        PerceptronBuilder<T> description = Slow(Perceptron.Regressor<T>(Inputs));

        Perceptron<T> apart = description.Build().Fit(new Examples<T>(_rows.AsMemory(0, 40), powers), _oneStep, far).Network;
        double.CreateTruncating(apart.Bias[0]).Should().BeApproximately(((1 << 20) - 1) / 20.0, 0.01);

        // The sum of powers of two shows which rows were used.
        Perceptron<T> shared = description.Build().Fit(_rows.AsSpan(0, 40), powers, _oneStep with { ValidationFraction = 0.25 }).Network;
        BitOperations.PopCount((uint)Math.Round(15 * double.CreateTruncating(shared.Bias[0]))).Should().Be(15);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_failed_or_cancelled_first_Fit_the_next_one_sets_it(bool isStandardized)
    {
        T[] targets = [.. Targets<T>(RowCount, 1).Select(target => target + T.CreateTruncating(100))];
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs);
        description = isStandardized ? description.WithStandardization() : description;
        var options = new TrainingOptions { Epochs = 3 };
        string expected = Bits(description.Build().Fit(_rows, targets, options).Network);
        IEnumerable<Examples<T>> broken = [new(_rows, targets), new(_rows, new T[1])];
        T[] high = [.. targets, T.NaN];

        Perceptron<T> network = description.Build();
        string before = Bits(network);
        network.Invoking(that => that.Fit(broken)).Should().Throw<ArgumentException>();
        network.Invoking(that => that.Fit(_rows, high)).Should().Throw<ArgumentException>();
        network.Fit(_rows, targets, cancellationToken: new CancellationToken(canceled: true));
        Bits(network).Should().Be(before);

        Bits(network.Fit(_rows, targets, options).Network).Should().Be(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_keeps_that_there_was_no_Fit_yet(bool withState)
    {
        T[] targets = [.. Targets<T>(RowCount, 1).Select(target => target + T.CreateTruncating(100))];
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs);
        var options = new TrainingOptions { Epochs = 3 };
        Perceptron<T> fresh = description.Build();
        Perceptron<T> set = description.Build();
        set.SetWeights(new T[Inputs]);
        foreach (Perceptron<T> network in new[] { fresh, set })
        {
            var loaded = Perceptron.Load<T>(network.ToBytes(withState));
            loaded = Perceptron.Load<T>(loaded.ToBytes(withState));
            Bits(loaded.Fit(_rows, targets, options).Network).Should().Be(Bits(network.Fit(_rows, targets, options).Network));
        }

        Bits(fresh).Should().NotBe(Bits(set));
    }

    /// <summary>Returns the start of the bias, after a step too small to matter.</summary>
    private static double[] Start(PerceptronBuilder<T> description, Examples<T> examples) =>
        Numbers.ToDoubles(Slow(description).Build().Fit(examples, _oneStep).Network.Bias);

    private static PerceptronBuilder<T> Slow(PerceptronBuilder<T> description) => description.WithLearningRate(1e-30);

    private static void IsLeast(Loss loss, double[] bias, double[] targets, double[] weights)
    {
        double least = Total(bias);
        foreach (double step in new[] { 1e-2, 0.3, 2 })
        {
            for (int output = 0; output < bias.Length; output++)
            {
                foreach (double sign in new[] { -1, 1 })
                {
                    double[] other = [.. bias];
                    other[output] += sign * step;
                    Total(other).Should().BeGreaterThanOrEqualTo(least - (1e-7 * Math.Abs(least)), $"{loss} at {other[output]}");
                }
            }
        }

        double Total(double[] logits)
        {
            double total = 0;
            for (int row = 0; row < weights.Length; row++)
            {
                total += weights[row] * loss.Evaluate<double>(
                    logits, targets.AsSpan(row * logits.Length, logits.Length), new double[logits.Length]);
            }

            return total;
        }
    }
}

public sealed class InitialBiasTestsInDouble : InitialBiasTests<double>;

public sealed class InitialBiasTestsInFloat : InitialBiasTests<float>;
