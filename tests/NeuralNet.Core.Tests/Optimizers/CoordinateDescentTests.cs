using System.Numerics;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Coordinate descent ends where no derivative can lower the objective, whatever the loss, the penalty and the shape of the rows.</summary>
public abstract class CoordinateDescentTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = PenalizedRegression<T>.RowCount;
    private const int Inputs = PenalizedRegression<T>.Inputs;

    private static readonly double[] _rows = PenalizedRegression<T>.Values;
    private static readonly double[] _noise = PenalizedRegression<T>.Noise;

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("poisson")]
    [InlineData("softmax")]
    [InlineData("labels")]
    public void No_derivative_is_left_that_lowers_the_objective(string loss)
    {
        (double, double, bool)[] settings = [(0, 0, false), (0.02, 1, false), (0.02, 1, true), (0.1, 1, true), (0.05, 0.5, false), (0.05, 0.5, true), (0.05, 0, true)];
        foreach ((double strength, double share, bool standardizes) in settings)
        {
            PerceptronBuilder<T> description = Describe(loss, Inputs).WithPenalty(Penalty.ElasticNet(strength, share));
            description = standardizes ? description.WithStandardization() : description;

            TrainingResult<T> result = description.Build().Fit(Rows(loss, Numbers.Of<T>(_rows)), new() { Epochs = 50 });

            result.StopReason.Should().Be(StopReason.Converged, $"{strength} {share} {standardizes} {result.Message}");
            Excess(loss, result.Network, _rows, strength * share, strength * (1 - share)).Should().BeLessThan(Numbers.For<T>(1e-9, 2e-4));
        }
    }

    [Theory]
    [InlineData("squared", 400)]
    [InlineData("log-loss", 400)]
    [InlineData("softmax", 400)]
    [InlineData("squared", 1_025)]
    [InlineData("log-loss", 1_600)]
    [InlineData("softmax", 1_100)]
    public void It_trains_more_inputs_than_rows(string loss, int wide)
    {
        const int rows = 60;
        double[] values = new Random(23).Values(rows * wide, -1, 1);
        Examples<T> examples = Rows(loss, Numbers.Of<T>(values), rows);
        PerceptronBuilder<T> description = Describe(loss, wide).WithPenalty(Penalty.L1(0.03));

        TrainingResult<T> result = description.Build().Fit(examples, new() { Epochs = 50 });

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        Excess(loss, result.Network, values, 0.03, 0, rows).Should().BeLessThan(Numbers.For<T>(1e-9, 2e-4));
        result.Network.Weights.Count(T.Zero).Should().BeInRange(wide / 2, (wide * result.Network.OutputCount) - 5);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Many_inputs_without_effect_leave_the_optimum(bool standardizes, bool hasBias)
    {
        const int wide = 1_500;
        PerceptronBuilder<T> Describe(int inputs)
        {
            PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.CoordinateDescent).WithPenalty(Penalty.L1(0.02));
            return standardizes ? description.WithStandardization() : hasBias ? description : description.WithoutBias();
        }

        double[] padded = [.. Enumerable.Range(0, RowCount).SelectMany(row => new double[1_100].Concat(PenalizedRegression<T>.Row(row)).Concat(new double[wide - 1_100 - Inputs]))];
        T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(row % 4))];
        int[] labels = PenalizedRegression<T>.Labels(2, RowCount);
        TrainingResult<T> expected = Describe(Inputs).Build().Fit(new Examples<T>(Numbers.Of<T>(_rows), labels, weights));

        TrainingResult<T> result = Describe(wide).Build().Fit(new Examples<T>(Numbers.Of<T>(padded), labels, weights));

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        Numbers.ToDoubles(result.Network.Weights[1_100..(1_100 + Inputs)]).Should().Equal(
            Numbers.ToDoubles(expected.Network.Weights), (left, right) => Math.Abs(left - right) < Numbers.For<T>(1e-10, 1e-4));
        result.Network.Weights.Count(T.Zero).Should().BeGreaterThanOrEqualTo(wide - Inputs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void At_the_strongest_useful_penalty_all_weights_are_0(bool hasBias)
    {
        Examples<T> examples = Rows("log-loss", Numbers.Of<T>(_rows));
        PerceptronBuilder<T> description = Describe("log-loss", Inputs);
        description = hasBias ? description.WithStandardization() : description.WithoutBias();
        double strongest = description.MaximumL1Strength(examples);

        Perceptron<T> above = description.WithPenalty(Penalty.L1(strongest * 1.0001)).Build().Fit(examples).Network;
        Perceptron<T> below = description.WithPenalty(Penalty.L1(strongest * 0.999)).Build().Fit(examples).Network;

        above.Weights.Count(T.Zero).Should().Be(Inputs);
        below.Weights.Count(T.Zero).Should().Be(Inputs - 1);
    }

    [Fact]
    public void Units_of_standardized_inputs_do_not_matter()
    {
        double[] units = [1e-6, 1, 1e3, 1e6, 1e-3, 10];
        double[] scaled = [.. _rows.Select((value, index) => (value + 1) * units[index % Inputs])];
        PerceptronBuilder<T> description = Describe("log-loss", Inputs).WithStandardization().WithPenalty(Penalty.L1(0.02));
        Perceptron<T> plain = description.Build().Fit(Rows("log-loss", Numbers.Of<T>(_rows))).Network;

        Perceptron<T> result = description.Build().Fit(Rows("log-loss", Numbers.Of<T>(scaled))).Network;

        for (int index = 0; index < Inputs; index++)
        {
            (double.CreateTruncating(result.Weights[index]) * units[index]).Should().BeApproximately(double.CreateTruncating(plain.Weights[index]), Numbers.For<T>(1e-10, 1e-4));
        }
    }

    [Fact]
    public void A_weight_of_2_is_a_row_twice()
    {
        T[] inputs = Numbers.Of<T>(_rows);
        int[] labels = PenalizedRegression<T>.Labels(2, RowCount);
        PerceptronBuilder<T> description = Describe("log-loss", Inputs).WithPenalty(Penalty.ElasticNet(0.03, 0.7));
        T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(row % 3))];
        int[] rows = [.. Enumerable.Range(0, RowCount).SelectMany(row => Enumerable.Repeat(row, row % 3))];

        Perceptron<T> weighted = description.Build().Fit(new Examples<T>(inputs, labels, weights)).Network;
        Perceptron<T> repeated = description.Build().Fit(new Examples<T>(
            rows.SelectMany(row => inputs[(row * Inputs)..((row + 1) * Inputs)]).ToArray(), rows.Select(row => labels[row]).ToArray())).Network;

        for (int index = 0; index < Inputs; index++)
        {
            double.CreateTruncating(weighted.Weights[index]).Should().BeApproximately(double.CreateTruncating(repeated.Weights[index]), Numbers.For<T>(1e-10, 1e-4));
        }
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("softmax")]
    public void An_input_that_is_there_twice_keeps_the_optimum(string loss)
    {
        double[] twice = [.. Enumerable.Range(0, RowCount).SelectMany(row => PenalizedRegression<T>.Row(row).Append(PenalizedRegression<T>.Row(row)[0]).Append(5))];
        PerceptronBuilder<T> once = Describe(loss, Inputs).WithPenalty(Penalty.L1(0.02));
        TrainingResult<T> expected = once.Build().Fit(Rows(loss, Numbers.Of<T>(_rows)));

        TrainingResult<T> result = Describe(loss, Inputs + 2).WithPenalty(Penalty.L1(0.02)).Build().Fit(Rows(loss, Numbers.Of<T>(twice)));

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-12, 1e-5));
        result.Network.Weights[Inputs + 1].Should().Be(T.Zero);
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("softmax")]
    public void The_weight_of_an_input_that_is_always_0_goes_to_0(string loss)
    {
        double[] padded = [.. Enumerable.Range(0, RowCount).SelectMany(row => PenalizedRegression<T>.Row(row).Append(0))];
        Perceptron<T> network = Describe(loss, Inputs + 1).WithPenalty(Penalty.L1(0.02)).Build();
        network.SetWeights(Numbers.Of<T>(Enumerable.Range(0, (Inputs + 1) * network.OutputCount).Select(index => (double)(index % 3)).ToArray()), new T[network.OutputCount]);

        TrainingResult<T> result = network.Fit(Rows(loss, Numbers.Of<T>(padded)), new() { Epochs = 50 });

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        for (int output = 0; output < network.OutputCount; output++)
        {
            result.Network.Weights[(output * (Inputs + 1)) + Inputs].Should().Be(T.Zero);
        }
    }

    [Fact]
    public void Inputs_that_nearly_repeat_one_another_take_few_epochs()
    {
        double[] near = [.. Enumerable.Range(0, RowCount).SelectMany(row => PenalizedRegression<T>.Row(row).Append(PenalizedRegression<T>.Row(row)[0] + (Numbers.For<T>(1e-4, 1e-2) * _noise[row])))];
        PerceptronBuilder<T> description = Describe("log-loss", Inputs + 1).WithPenalty(Penalty.ElasticNet(1e-6));

        TrainingResult<T> result = description.Build().Fit(Rows("log-loss", Numbers.Of<T>(near)));

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.Epochs.Should().BeLessThan(10);
        Excess("log-loss", result.Network, near, 5e-7, 5e-7).Should().BeLessThan(Numbers.For<T>(1e-9, 2e-4));
    }

    [Fact]
    public void The_batches_of_a_stream_and_threads_give_the_bits_of_rows_in_memory()
    {
        double[] rows = new Random(24).Values(5000 * Inputs, -2, 2);
        T[] inputs = Numbers.Of<T>(rows);
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, 5000).Select(row => rows[row * Inputs] + rows[(row * Inputs) + 1])]);
        PerceptronBuilder<T> description = Describe("squared", Inputs).WithStandardization().WithPenalty(Penalty.L1(0.05));
        Perceptron<T> expected = description.Build();
        expected.Fit(new Examples<T>(inputs, targets));
        Perceptron<T> threaded = description.Build();
        Perceptron<T> streamed = description.Build();

        threaded.Fit(new Examples<T>(inputs, targets), new() { Threads = 3 });
        streamed.Fit(Enumerable.Range(0, 50).Select(part => new Examples<T>(
            inputs.AsMemory(part * 100 * Inputs, 100 * Inputs), targets.AsMemory(part * 100, 100))), new() { Epochs = 100 });

        threaded.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
        streamed.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
        streamed.Bias.ToArray().Should().Equal(expected.Bias.ToArray());
    }

    [Theory]
    [InlineData(Inputs, false)]
    [InlineData(Inputs, true)]
    [InlineData(1_200, false)]
    public void A_path_ends_at_the_optimum_of_each_strength(int inputs, bool chooses)
    {
        Examples<T> examples = Rows("log-loss", Numbers.Of<T>(inputs == Inputs ? _rows : new Random(29).Values(RowCount * inputs, -1, 1)));
        PerceptronBuilder<T> description = Describe("log-loss", inputs).WithStandardization();
        description = chooses ? description.WithOptimizer(Optimizer.Auto) : description;
        double strongest = description.MaximumL1Strength(examples);
        double[] strengths = [.. inputs == Inputs ? [0.0] : Array.Empty<double>(), .. Penalty.Strengths(strongest, strongest / (inputs == Inputs ? 1000 : 4), 8)];

        PenaltyPath<T, ClassificationMetrics> path = description.FitClassifierPath(
            examples, strengths, strength => Penalty.ElasticNet(strength, 0.9), options: new() { Epochs = 50 });

        foreach (PenaltyPathPoint<T, ClassificationMetrics> point in path.Points)
        {
            TrainingResult<T> alone = description.WithPenalty(point.Penalty).Build().Fit(examples);
            point.StopReason.Should().Be(StopReason.Converged);
            alone.StopReason.Should().Be(StopReason.Converged);
            for (int index = 0; index < inputs; index++)
            {
                double.CreateTruncating(point.Network.Weights[index]).Should().BeApproximately(
                    double.CreateTruncating(alone.Network.Weights[index]), Numbers.For<T>(1e-9, 2e-3), $"{point}");
            }
        }
    }

    [Fact]
    public void A_path_goes_on_from_the_weights_of_the_best_epoch_as_a_training_alone()
    {
        Examples<T> examples = Rows("log-loss", Numbers.Of<T>(new Random(31).Values(RowCount * 400, -1, 1)));
        PerceptronBuilder<T> description = Describe("log-loss", 400).WithStandardization();
        double strongest = description.MaximumL1Strength(examples);
        var options = new TrainingOptions { Epochs = 50, ValidationFraction = 0.4, Patience = 1 };
        Perceptron<T> network = description.WithPenalty(Penalty.L1(strongest / 100)).Build();
        TrainingResult<T> first = network.Fit(examples, options);
        PerceptronBuilder<T> weaker = description.WithPenalty(Penalty.L1(strongest / 200));
        Perceptron<T> alone = weaker.Build();
        alone.StartFrom(network);

        network.TryGoOn(weaker, examples).Should().BeTrue();
        TrainingResult<T> result = network.Fit(examples, options);
        TrainingResult<T> expected = alone.Fit(examples, options);

        first.BestEpoch.Should().BeLessThan(first.Epochs);
        result.LossHistory.Should().Equal(expected.LossHistory);
        network.Weights.ToArray().Should().Equal(alone.Weights.ToArray());
    }

    [Fact]
    public void What_it_can_not_train_is_refused_with_a_cure()
    {
        FluentActions.Invoking(() => Perceptron.WithInputs<T>(3).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.CoordinateDescent)).Should()
            .Throw<InvalidOperationException>().WithMessage("*'coordinate-descent'*'hinge'*Optimizer.Lbfgs*");

        Perceptron<T> tooWide = Perceptron.Regressor<T>(5000).WithOptimizer(Optimizer.CoordinateDescent).Build();
        T[] rows = Numbers.Of<T>(new Random(25).Values(10000, -1, 1));
        FluentActions.Invoking(() => tooWide.Fit(rows, Numbers.Of<T>([1.0, 2]))).Should().Throw<InvalidOperationException>()
            .WithMessage("*25080064 second derivatives of 5000 inputs*16777216*stronger L1 penalty*Optimizer.Lbfgs*");
        tooWide.CompletedEpochs.Should().Be(0);
        tooWide.Weights.Count(T.Zero).Should().Be(5000);
    }

    private static PerceptronBuilder<T> Describe(string loss, int inputs) =>
        PenalizedRegression<T>.Describe(loss, inputs).WithOptimizer(Optimizer.CoordinateDescent);

    private static Examples<T> Rows(string loss, T[] inputs, int rows = RowCount) => PenalizedRegression<T>.Rows(loss, inputs, rows);

    private static double Excess(string loss, Perceptron<T> network, double[] rows, double lasso, double ridge, int count = RowCount) =>
        PenalizedRegression<T>.Excess(loss, network, rows, lasso, ridge, count);
}

public sealed class CoordinateDescentTestsInFloat : CoordinateDescentTests<float>;

public sealed class CoordinateDescentTestsInDouble : CoordinateDescentTests<double>;
