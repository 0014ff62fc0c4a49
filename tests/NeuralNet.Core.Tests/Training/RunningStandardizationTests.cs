using System.Numerics;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Mean and scale of the rows that single steps learned so far.</summary>
public abstract class RunningStandardizationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 3;
    private const int Rows = 400;
    private static readonly int[] FourLabels = [1, 0, 1, 0];
    private static readonly int[] BothLabels = [0, 1];
    private static readonly int[] OneLabel = [1];

    private static T[] Table(int seed = 1)
    {
        var random = new Random(seed);
        double[] values = random.Values(Rows * Inputs, -1, 1);
        for (int row = 0; row < Rows; row++)
        {
            values[(row * Inputs) + 1] = 2000 + (30 * values[(row * Inputs) + 1]);
        }

        return Numbers.Of<T>(values);
    }

    private static bool[] Labels(T[] table) =>
        [.. Enumerable.Range(0, Rows).Select(row => double.CreateTruncating(table[row * Inputs] - table[(row * Inputs) + 2]) > 0)];

    private static Perceptron<T> Network(double rate = 0.05) =>
        Perceptron.BinaryClassifier<T>(Inputs).WithRunningStandardization().WithLearningRate(rate).Build();

    private static void Learn(Perceptron<T> network, T[] table, bool[] labels, int start = 0, int end = Rows)
    {
        for (int row = start; row < end; row++)
        {
            network.Learn(table.AsSpan(row * Inputs, Inputs), labels[row]);
        }
    }

    [Fact]
    public void Mean_and_scale_are_those_of_a_Fit_on_the_same_rows()
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        Perceptron<T> fitted = Perceptron.BinaryClassifier<T>(Inputs).WithStandardization().Build();
        fitted.Fit(table, labels, new() { Epochs = 1 });
        Perceptron<T> running = Network();

        Learn(running, table, labels);

        double rounding = Numbers.For<T>(1e-12, 2.4e-7);
        running.InputMeans.ShouldBeClose(Numbers.ToDoubles(fitted.InputMeans), rounding, rounding, "the means");
        running.InputScales.ShouldBeClose(Numbers.ToDoubles(fitted.InputScales), rounding, 0, "the scales");
    }

    [Fact]
    public void A_mini_batch_moves_mean_and_scale_as_its_rows_do_one_by_one()
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        Perceptron<T> single = Network(), batches = Network();

        Learn(single, table, labels);
        for (int row = 0; row < Rows; row += 50)
        {
            batches.Learn(table.AsSpan(row * Inputs, 50 * Inputs), labels.AsSpan(row, 50));
        }

        double rounding = Numbers.For<T>(1e-12, 2.4e-7);
        batches.InputMeans.ShouldBeClose(Numbers.ToDoubles(single.InputMeans), rounding, rounding, "the means");
        batches.InputScales.ShouldBeClose(Numbers.ToDoubles(single.InputScales), rounding, 0, "the scales");
    }

    [Fact]
    public void The_unit_of_an_input_changes_no_bit_of_a_prediction()
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        T unit = T.CreateTruncating(1024);
        T[] other = [.. table.Select((value, index) => index % Inputs == 1 ? value * unit : index % Inputs == 0 ? value / unit : value)];
        Perceptron<T> network = Network(), rescaled = Network();

        Learn(network, table, labels);
        Learn(rescaled, other, labels);

        for (int row = 0; row < Rows; row++)
        {
            rescaled.Predict(other.AsSpan(row * Inputs, Inputs)).Should().Be(network.Predict(table.AsSpan(row * Inputs, Inputs)));
        }

        rescaled.Weights[1].Should().Be(network.Weights[1] / unit);
    }

    [Fact]
    public void Learning_row_by_row_predicts_as_well_as_with_mean_and_scale_of_all_rows()
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        Perceptron<T> running = Network();
        Perceptron<T> fitted = Perceptron.BinaryClassifier<T>(Inputs).WithStandardization().WithLearningRate(0.05).Build();
        fitted.Fit(table, labels, new() { Epochs = 1, BatchSize = 1, Shuffle = false });

        Learn(running, table, labels);

        T[] others = Table(seed: 2);
        double loss = running.Evaluate(others, Labels(others)).LogLoss!.Value;
        loss.Should().BeLessThan(1.05 * fitted.Evaluate(others, Labels(others)).LogLoss!.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void An_input_that_was_constant_at_first_does_no_harm(double constant)
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        T[] late = [.. table.Select((value, index) =>
            index % Inputs == 2 && index / Inputs < Rows / 2 ? T.CreateTruncating(constant) : value)];
        late[((Rows / 2) * Inputs) + 2] = T.CreateTruncating(1e6);
        Perceptron<T> network = Network(rate: 0.5);

        Learn(network, late, labels, 0, Rows / 2);
        network.InputScales[2].Should().Be(T.One);
        network.Weights[2].Should().Be(T.Zero);
        T[] row = table[..Inputs];
        row[2] = T.CreateTruncating(constant);
        double before = Logit(network, row);
        Learn(network, late, labels, Rows / 2, (Rows / 2) + 1);

        Math.Abs(Logit(network, row) - before).Should().BeLessThan(0.5 * 16 * (Inputs + 1), "the step of one row is limited");
    }

    [Fact]
    public void Rows_of_weight_0_change_nothing()
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        Perceptron<T> network = Network();
        Learn(network, table, labels, 0, 10);
        T[] before = [.. network.Weights, .. network.InputMeans, .. network.InputScales];

        network.Learn([T.One, T.One, T.One], true, sampleWeight: 0);
        network.Learn(new Examples<T>(
            new T[] { T.One, T.One, T.One, T.Zero, T.Zero, T.Zero }, BothLabels, new[] { T.Zero, T.One }));
        Perceptron<T> other = Network();
        Learn(other, table, labels, 0, 10);
        other.Learn(new Examples<T>(new T[] { T.Zero, T.Zero, T.Zero }, OneLabel));

        network.InputMeans.ToArray().Should().Equal(other.InputMeans.ToArray());
        network.InputScales.ToArray().Should().Equal(other.InputScales.ToArray());
        network.InputMeans.ToArray().Should().NotEqual(before[Inputs..(2 * Inputs)]);
    }

    [Fact]
    public void A_weight_of_2_counts_in_mean_and_scale_as_the_row_twice()
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        Perceptron<T> weighted = Network(), twice = Network();

        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<T> input = table.AsSpan(row * Inputs, Inputs);
            int times = row % 3 == 0 ? 2 : 1;
            weighted.Learn(input, labels[row], times);
            for (int time = 0; time < times; time++)
            {
                twice.Learn(input, labels[row]);
            }
        }

        double rounding = Numbers.For<T>(1e-12, 2.4e-7);
        weighted.InputMeans.ShouldBeClose(Numbers.ToDoubles(twice.InputMeans), rounding, rounding, "the means");
        weighted.InputScales.ShouldBeClose(Numbers.ToDoubles(twice.InputScales), rounding, 0, "the scales");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(137)]
    public void A_saved_network_continues_with_the_same_bits(int rows)
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        Perceptron<T> network = Network();
        Learn(network, table, labels, 0, rows);

        Perceptron<T>[] copies =
        [
            Perceptron.Load<T>(new MemoryStream(network.ToBytes())),
            Perceptron.Load<T>(new MemoryStream(network.ToBytes(withState: false))),
            network.Clone(),
        ];
        Learn(network, table, labels, rows, Rows);
        foreach (Perceptron<T> copy in copies)
        {
            copy.Description.HasRunningStandardization.Should().BeTrue();
            Learn(copy, table, labels, rows, Rows);
            copy.InputMeans.ToArray().Should().Equal(network.InputMeans.ToArray());
            copy.InputScales.ToArray().Should().Equal(network.InputScales.ToArray());
        }

        copies[0].ToBytes().Should().Equal(network.ToBytes());
        copies[2].ToBytes().Should().Equal(network.ToBytes());
    }

    [Fact]
    public void A_frozen_copy_keeps_its_scales_while_the_network_learns_on()
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        Perceptron<T> network = Network();
        Learn(network, table, labels, 0, 100);
        FrozenPerceptron<T> frozen = network.Freeze();
        T[] scales = frozen.InputScales.ToArray();
        T prediction = frozen.Predict(table.AsSpan(0, Inputs));

        Learn(network, table, labels, 100, 103);

        frozen.InputScales.ToArray().Should().Equal(scales);
        frozen.Predict(table.AsSpan(0, Inputs)).Should().Be(prediction);
        network.InputScales.ToArray().Should().NotEqual(scales);
    }

    [Fact]
    public void Fit_gives_the_first_mean_and_scale_and_Learn_continues_them()
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        Perceptron<T> network = Network(), online = Network();
        network.Fit(table.AsSpan(0, 300 * Inputs), labels.AsSpan(0, 300), new() { Epochs = 2 });
        T[] scales = network.InputScales.ToArray();
        network.Fit(table, labels, new() { Epochs = 2 });
        network.InputScales.ToArray().Should().Equal(scales);

        Learn(network, table, labels, 300);
        Learn(online, table, labels);

        double rounding = Numbers.For<T>(1e-12, 2.4e-7);
        network.InputMeans.ShouldBeClose(Numbers.ToDoubles(online.InputMeans), rounding, rounding, "the means");
        network.InputScales.ShouldBeClose(Numbers.ToDoubles(online.InputScales), rounding, 0, "the scales");
    }

    [Fact]
    public void A_rejected_row_changes_nothing()
    {
        T[] table = Table();
        bool[] labels = Labels(table);
        Perceptron<T> network = Network();
        Learn(network, table, labels, 0, 50);
        byte[] before = network.ToBytes();
        T largest = T.BitDecrement(T.PositiveInfinity);
        T[][] bad = [[T.NaN, T.One, T.One], [T.One, T.One, T.PositiveInfinity], [T.One, typeof(T) == typeof(float) ? T.NaN : largest, T.One]];

        foreach (T[] row in bad)
        {
            network.Invoking(it => it.Learn(row, true)).Should().Throw<ArgumentException>();
            network.Invoking(it => it.Learn((T[])[T.One, T.One, T.One, .. row], (bool[])[true, false])).Should().Throw<ArgumentException>();
        }

        network.ToBytes().Should().Equal(before);
    }

    [Fact]
    public void It_predicts_before_the_first_row_and_takes_no_weights_then()
    {
        Perceptron<T> network = Network();

        network.Predict([T.One, T.One, T.One]).Should().Be(T.CreateTruncating(0.5));
        network.CanStep(out _).Should().BeTrue();
        network.InputMeans.IsEmpty.Should().BeTrue();
        network.Invoking(it => it.SetWeights([T.One, T.One, T.One])).Should().Throw<InvalidOperationException>().WithMessage("*Call Learn or Fit first*");
    }

    [Fact]
    public void Averages_and_optimizers_without_single_steps_are_rejected()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithRunningStandardization();

        description.Invoking(it => it.WithAveraging()).Should().Throw<InvalidOperationException>().WithMessage("*WithAveraging*");
        description.Invoking(it => it.WithOptimizer(Optimizer.Lbfgs())).Should().Throw<InvalidOperationException>().WithMessage("*takes no single steps*");
        description.Invoking(it => it.WithoutBias()).Should().Throw<InvalidOperationException>();
        description.WithStandardization().HasRunningStandardization.Should().BeFalse();
    }

    [Fact]
    public void Steps_with_running_scales_allocate_nothing()
    {
        T[] table = Table();
        Perceptron<T> network = Network();
        network.Learn(table.AsSpan(0, 4 * Inputs), FourLabels);
        long least = long.MaxValue;
        for (int time = 0; time < 20; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.Learn(table.AsSpan(0, Inputs), true);
            network.Learn(table.AsSpan(0, 4 * Inputs), FourLabels);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);
    }

    private static double Logit(Perceptron<T> network, T[] row)
    {
        var logits = new T[1];
        network.Logits(row, logits);
        return double.CreateTruncating(logits[0]);
    }
}

public sealed class RunningStandardizationTestsInDouble : RunningStandardizationTests<double>;

public sealed class RunningStandardizationTestsInFloat : RunningStandardizationTests<float>;
