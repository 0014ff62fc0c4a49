using System.Numerics;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Newton's method finds the optimum in a few epochs, for inputs of any unit, and tells which inputs repeat others.</summary>
public abstract class NewtonTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 900;
    private const int Inputs = 4;

    private static readonly TrainingOptions _few = new() { Epochs = 20 };
    private static readonly double[] _rows = new Random(11).Values(RowCount * Inputs, -2, 2);
    private static readonly double[] _noise = new Random(12).Values(RowCount, 0, 1);

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("poisson")]
    [InlineData("softmax")]
    [InlineData("labels")]
    public void Its_optimum_is_that_of_LBFGS(string loss)
    {
        foreach (double strength in new[] { 0, 0.05 })
        {
            foreach (bool standardizes in new[] { false, true })
            {
                PerceptronBuilder<T> description = Describe(loss, Inputs).WithPenalty(Penalty.L2(strength));
                description = standardizes ? description.WithStandardization() : description;
                TrainingResult<T> expected = Fit(description.WithOptimizer(Optimizer.Lbfgs(gradientTolerance: 0)), loss, _rows, 2000);

                TrainingResult<T> result = Fit(description, loss, _rows, 20);

                result.StopReason.Should().Be(StopReason.Converged, $"{loss} {strength} {standardizes}: {result.Message}");
                result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-13, 1e-6) * Math.Abs(expected.LossHistory[^1]));
                Close(result.Network, _rows, expected.Network, _rows, Numbers.For<T>(1e-7, 2e-3));
            }
        }
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("poisson")]
    [InlineData("softmax")]
    [InlineData("labels")]
    public void Units_and_origins_of_inputs_do_not_matter(string loss)
    {
        double[] units = [1e-6, 1, 1e3, 1e6];
        double[] origins = typeof(T) == typeof(double) ? [0, 1e4, -50, 1e-3] : [0, 1, -3, 0.5];
        double[] moved = [.. _rows.Select((value, index) => (value + origins[index % Inputs]) * units[index % Inputs])];
        Perceptron<T> plain = Fit(Describe(loss, Inputs), loss, _rows, 20).Network;

        TrainingResult<T> result = Fit(Describe(loss, Inputs), loss, moved, 20);

        result.StopReason.Should().Be(StopReason.Converged);
        for (int index = 0; index < plain.Weights.Length; index++)
        {
            double weight = double.CreateTruncating(result.Network.Weights[index]) * units[index % Inputs];
            weight.Should().BeApproximately(double.CreateTruncating(plain.Weights[index]), Numbers.For<T>(1e-9, 1e-3), $"{index} of {loss}");
        }
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("poisson")]
    [InlineData("softmax")]
    [InlineData("labels")]
    public void An_input_that_repeats_others_has_a_weight_of_0_and_is_named(string loss)
    {
        // Input 4 is a constant, and input 5 the sum of input 0 and twice input 1. Initial weights are not 0.
        double[] wider = [.. Enumerable.Range(0, RowCount).SelectMany(row =>
            Row(row).Append(7).Append(Row(row)[0] + (2 * Row(row)[1])))];
        Perceptron<T> expected = Fit(Describe(loss, Inputs), loss, _rows, 20).Network;

        TrainingResult<T> result = Fit(
            Describe(loss, Inputs + 2).WithInitialWeights(InitialWeights.GlorotUniform).WithFeatureNames("a", "b", "c", "d", "one", "both"), loss, wider, 20);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.AliasedInputs.Should().Equal(4, 5);
        result.Message.Should().Contain("'one'").And.Contain("'both'").And.Contain("repeat the inputs before")
            .And.Contain("the weights are 0, and those of the others stand for all. Leave out such inputs");
        for (int output = 0; output < expected.OutputCount; output++)
        {
            result.Network.Weights[(output * (Inputs + 2)) + 4].Should().Be(T.Zero);
            result.Network.Weights[(output * (Inputs + 2)) + 5].Should().Be(T.Zero);
        }

        Close(result.Network, wider, expected, _rows, Numbers.For<T>(1e-8, 2e-3));
    }

    /// <summary>In other units a copy differs by the rounding of its numbers, which is more than 1e-7 of the spread of numbers far from 0.</summary>
    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("poisson")]
    [InlineData("softmax")]
    [InlineData("median")]
    public void An_input_that_repeats_another_up_to_rounding_has_a_weight_of_0(string loss)
    {
        foreach (double origin in new[] { 0, 5, 300 })
        {
            foreach (bool standardizes in new[] { false, true })
            {
                T[] inputs = Numbers.Of<T>([.. Enumerable.Range(0, RowCount).SelectMany(row =>
                    new double[] { 2e5 * (origin + Row(row)[0]), 2e5 * Row(row)[1], 0 })]);
                for (int place = 0; place < inputs.Length; place += 3)
                {
                    inputs[place + 2] = inputs[place] / T.CreateTruncating(3);
                }

                PerceptronBuilder<T> description = Describe(loss, 3);
                description = standardizes ? description.WithStandardization() : description;
                TrainingResult<T> result = Fit(description, loss, Numbers.ToDoubles<T>(inputs), 20);

                string reason = $"{loss} from {origin}, standardized {standardizes}: {result.Message}";
                result.AliasedInputs.Should().Equal([2], reason);
                result.StopReason.Should().Be(StopReason.Converged, reason);
            }
        }
    }

    /// <summary>The rounding of a column says nothing of columns that have nothing in common with others.</summary>
    [Theory]
    [InlineData(1e2)]
    [InlineData(1e4)]
    [InlineData(1.6e7)]
    public void An_input_far_from_0_is_kept(double origin)
    {
        double[] rows = [.. Enumerable.Range(0, RowCount).SelectMany(row => new[] { Row(row)[0], origin + Math.Round(8 * Row(row)[1]) })];

        Fit(Describe("squared", 2), "squared", rows, 20).AliasedInputs.Should().BeEmpty();
        Fit(Describe("squared", 2).WithStandardization(), "squared", rows, 20).AliasedInputs.Should().BeEmpty();
    }

    [Fact]
    public void A_penalty_shares_the_weight_of_inputs_that_are_equal()
    {
        double[] twice = [.. Enumerable.Range(0, RowCount).SelectMany(row => Row(row).Append(Row(row)[0]))];

        TrainingResult<T> result = Fit(Describe("log-loss", Inputs + 1).WithPenalty(Penalty.L2(0.01)), "log-loss", twice, 20);

        result.StopReason.Should().Be(StopReason.Converged);
        result.AliasedInputs.Should().BeEmpty();
        double.CreateTruncating(result.Network.Weights[Inputs]).Should()
            .BeApproximately(double.CreateTruncating(result.Network.Weights[0]), Numbers.For<T>(1e-10, 1e-5)).And.NotBe(0);
    }

    [Fact]
    public void The_sums_over_the_classes_of_a_softmax_stay()
    {
        PerceptronBuilder<T> description = Describe("softmax", Inputs).WithInitialWeights(InitialWeights.GlorotUniform);
        double[] before = Sums(description.Build());

        Perceptron<T> network = Fit(description, "softmax", _rows, 20).Network;

        double[] after = Sums(network);
        for (int input = 0; input < Inputs; input++)
        {
            after[input].Should().BeApproximately(before[input], Numbers.For<T>(1e-12, 1e-5));
        }
    }

    [Fact]
    public void Least_squares_take_two_epochs()
    {
        TrainingResult<T> result = Fit(Describe("squared", Inputs), "squared", _rows, 20);

        result.StopReason.Should().Be(StopReason.Converged);
        result.Epochs.Should().BeLessThanOrEqualTo(2);
    }

    [Fact]
    public void An_exact_fit_is_an_optimum()
    {
        double[] targets = [.. Enumerable.Range(0, RowCount).Select(row => 3 + Row(row)[0] - (2 * Row(row)[3]))];

        TrainingResult<T> result = Describe("squared", Inputs).Build().Fit(Numbers.Of<T>(_rows), Numbers.Of<T>(targets), _few);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        Numbers.ToDoubles<T>(result.Network.Weights).Should().BeEquivalentTo(new[] { 1.0, 0, 0, -2 }, options => options
            .Using<double>(pair => pair.Subject.Should().BeApproximately(pair.Expectation, Numbers.For<T>(1e-14, 1e-6))).WhenTypeIs<double>());
    }

    /// <summary>The equations of nearly equal inputs are too rough, so the rows are read as a triangle.</summary>
    [Fact]
    public void Inputs_that_nearly_repeat_one_another_are_told_apart()
    {
        if (typeof(T) == typeof(float))
        {
            // A difference of one in ten million is rounding in float.
            return;
        }

        double[] near = [.. Enumerable.Range(0, RowCount).SelectMany(row => Row(row).Append(Row(row)[0] + (1e-6 * _noise[row])))];
        double[] targets = [.. Enumerable.Range(0, RowCount).Select(row => (2 * Row(row)[0]) + (1e6 * (near[(row * 5) + 4] - Row(row)[0])))];

        TrainingResult<T> result = Describe("squared", Inputs + 1).Build().Fit(Numbers.Of<T>(near), Numbers.Of<T>(targets), _few);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        double.CreateTruncating(result.Network.Weights[4]).Should().BeApproximately(1e6, 1e-3);
        double.CreateTruncating(result.Network.Weights[0]).Should().BeApproximately(2 - 1e6, 1e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_batches_of_a_stream_give_the_bits_of_rows_in_memory(bool isRough)
    {
        double[] rows = [.. Enumerable.Range(0, RowCount).SelectMany(row =>
            Row(row).Append(isRough ? Row(row)[0] + (Numbers.For<T>(1e-5, 1e-3) * _noise[row]) : _noise[row]))];
        T[] inputs = Numbers.Of<T>(rows);
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, RowCount).Select(row => Row(row)[1] + _noise[row])]);

        // The largest weight comes late, so the exponent of the weights grows by odd and even numbers.
        T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(Math.ScaleB(1 + _noise[row], row / 150)))];
        Perceptron<T> expected = Describe("squared", 5).WithInitialWeights(InitialWeights.Zeros).Build();
        expected.Fit(new Examples<T>(inputs, targets, weights), _few);
        Perceptron<T> actual = Describe("squared", 5).WithInitialWeights(InitialWeights.Zeros).Build();

        actual.Fit(Enumerable.Range(0, 9).Select(part => new Examples<T>(
            inputs.AsMemory(part * 500, 500), targets.AsMemory(part * 100, 100), weights.AsMemory(part * 100, 100))), _few);

        actual.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
        actual.Bias.ToArray().Should().Equal(expected.Bias.ToArray());
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    public void Weights_times_a_power_of_two_give_the_same_bits(string loss)
    {
        T[] inputs = Numbers.Of<T>(_rows);
        T[] weights = Numbers.Of<T>(_noise);
        Perceptron<T> expected = Describe(loss, Inputs).Build();
        expected.Fit(Weighted(loss, inputs, weights), _few);
        foreach (double factor in new[] { 2, 8, 0.5 })
        {
            Perceptron<T> actual = Describe(loss, Inputs).Build();
            actual.Fit(Weighted(loss, inputs, [.. weights.Select(weight => weight * T.CreateTruncating(factor))]), _few);
            actual.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
        }
    }

    [Fact]
    public void Classes_that_a_line_separates_are_found()
    {
        int[] labels = [.. Enumerable.Range(0, RowCount).Select(row => Row(row)[0] + Row(row)[1] > 0.1 ? 1 : 0)];

        TrainingResult<T> result = Describe("log-loss", Inputs).Build().Fit(Numbers.Of<T>(_rows), labels, new() { Epochs = 100 });

        result.StopReason.Should().Be(StopReason.Separable, result.Message);
    }

    /// <summary>With one epoch less the training ends where the last epoch only confirms, with the bits of a training without a limit.</summary>
    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("poisson")]
    public void Epochs_that_end_at_the_optimum_are_enough(string loss)
    {
        TrainingResult<T> whole = Fit(Describe(loss, Inputs), loss, _rows, 50);
        for (int epochs = 1; epochs <= whole.Epochs; epochs++)
        {
            TrainingResult<T> part = Fit(Describe(loss, Inputs), loss, _rows, epochs);

            part.LossHistory.Should().Equal(whole.LossHistory.Take(epochs));
            bool isAtOptimum = part.StopReason == StopReason.Converged;
            (isAtOptimum || epochs < whole.Epochs).Should().BeTrue();
            part.Message.Contains("allow more epochs", StringComparison.Ordinal).Should().Be(!isAtOptimum, part.Message);
            if (isAtOptimum)
            {
                Close(part.Network, _rows, whole.Network, _rows, Numbers.For<T>(1e-7, 1e-4));
            }
        }

        Fit(Describe("squared", Inputs), "squared", _rows, 1).StopReason.Should().Be(StopReason.Converged);
    }

    /// <summary>The gradient of classes that a line separates goes to 0, but not to an optimum.</summary>
    [Fact]
    public void Epochs_that_end_on_the_way_to_infinity_are_no_optimum()
    {
        int[] labels = [.. Enumerable.Range(0, RowCount).Select(row => Row(row)[0] + Row(row)[1] > 0.1 ? 1 : 0)];
        for (int epochs = 1; epochs < 40; epochs++)
        {
            Describe("log-loss", Inputs).Build().Fit(Numbers.Of<T>(_rows), labels, new() { Epochs = epochs }).StopReason
                .Should().BeOneOf(StopReason.MaxEpochs, StopReason.Separable);
        }
    }

    [Fact]
    public void A_training_that_is_cut_short_says_what_is_left_to_gain()
    {
        TrainingResult<T> result = Fit(Describe("log-loss", Inputs), "log-loss", _rows, 1);

        result.StopReason.Should().Be(StopReason.MaxEpochs);
        result.Message.Should().MatchRegex(@"^All epochs were run: 1\. The gradient is [0-9.E-]+; the optimum needs 1E-08 or less, and the next epoch may lower the loss by [0-9.E-]+: allow more epochs\.");
    }

    [Fact]
    public void A_step_that_would_raise_the_loss_is_shortened()
    {
        // From far away the whole step of Poisson regression overflows.
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, RowCount).Select(row => Math.Floor(20 * _noise[row]))]);
        Perceptron<T> network = Describe("poisson", Inputs).WithInitialWeights(Numbers.Of<T>([-20.0, 3, -2, 1]), Numbers.Of<T>([-30.0])).Build();

        TrainingResult<T> result = network.Fit(Numbers.Of<T>(_rows), targets, new() { Epochs = 200 });

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory.Should().BeInDescendingOrder();
    }

    [Fact]
    public void What_it_can_not_train_is_refused_with_a_cure()
    {
        PerceptronBuilder<T> plain = Perceptron.WithInputs<T>(3);

        FluentActions.Invoking(() => plain.WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh)).WithOptimizer(Optimizer.Newton())).Should().Throw<InvalidOperationException>()
            .WithMessage("*'newton(1E-07)'*not known for*Optimizer.Lbfgs*");
        FluentActions.Invoking(() => plain.WithOptimizer(Optimizer.Newton()).WithPenalty(Penalty.L1(1))).Should().Throw<InvalidOperationException>()
            .WithMessage("*no weight exactly 0*Optimizer.CoordinateDescent, or Optimizer.Auto, or Penalty.L2*");
        FluentActions.Invoking(() => plain.WithLoss(Loss.Huber()).WithOptimizer(Optimizer.Newton()).WithPenalty(Penalty.L1(1))).Should().Throw<InvalidOperationException>()
            .WithMessage("*no weight exactly 0*Optimizer.Lbfgs, or Penalty.L2*");
        FluentActions.Invoking(() => Perceptron.Regressor<T>(5000).WithOptimizer(Optimizer.Newton())).Should().Throw<InvalidOperationException>()
            .WithMessage("*25080064 second derivatives of 5000 input(s)*16777216*Optimizer.Lbfgs*");
        FluentActions.Invoking(() => Optimizer.Newton(0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*rankTolerance is 0*(0, 1)*");
        FluentActions.Invoking(() => Optimizer.Newton(double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static PerceptronBuilder<T> Describe(string loss, int inputs) => (loss switch
    {
        "squared" => Perceptron.Regressor<T>(inputs),
        "log-loss" => Perceptron.BinaryClassifier<T>(inputs),
        "poisson" => Perceptron.WithInputs<T>(inputs).WithLoss(Loss.Poisson),
        "median" => Perceptron.Regressor<T>(inputs).WithLoss(Loss.Quantile(0.5)),
        "softmax" => Perceptron.Classifier<T>(inputs, 3),
        _ => Perceptron.MultiLabelClassifier<T>(inputs, 2),
    }).WithOptimizer(Optimizer.Newton());

    private static TrainingResult<T> Fit(PerceptronBuilder<T> description, string loss, double[] rows, int epochs)
    {
        T[] inputs = Numbers.Of<T>(rows);
        TrainingOptions options = new() { Epochs = epochs };
        Perceptron<T> network = description.Build();
        return loss switch
        {
            "log-loss" => network.Fit(inputs, Labels(2), options),
            "softmax" => network.Fit(inputs, Labels(3), options),
            "labels" => network.Fit(inputs, Numbers.Of<T>([.. Labels(2).Zip(Labels(3)).SelectMany(pair => new double[] { pair.First, pair.Second > 0 ? 1 : 0 })]), options),
            "poisson" => network.Fit(inputs, Numbers.Of<T>([.. Labels(3).Select(label => (double)label)]), options),
            _ => network.Fit(inputs, Numbers.Of<T>([.. Enumerable.Range(0, RowCount).Select(row => Row(row)[1] - Row(row)[2] + _noise[row])]), options),
        };
    }

    private static Examples<T> Weighted(string loss, T[] inputs, T[] weights) => loss == "log-loss"
        ? new(inputs, Labels(2), weights)
        : new(inputs, Numbers.Of<T>([.. Enumerable.Range(0, RowCount).Select(row => Row(row)[1] + _noise[row])]), weights);

    /// <summary>Classes that the inputs tell in part.</summary>
    private static int[] Labels(int classes) =>
        [.. Enumerable.Range(0, RowCount).Select(row => Math.Clamp((int)Math.Floor((classes / 2.0) + (0.4 * Row(row)[0]) - (0.2 * Row(row)[2]) + (2 * (_noise[row] - 0.5))), 0, classes - 1))];

    private static double[] Row(int row) => _rows[(row * Inputs)..((row + 1) * Inputs)];

    private static T[] Predictions(Perceptron<T> network, double[] rows)
    {
        var predictions = new T[RowCount * network.OutputCount];
        network.Predict(Numbers.Of<T>(rows), predictions);
        return predictions;
    }

    /// <summary>Compares predictions: the weights of a softmax may differ by the same vector for all classes.</summary>
    private static void Close(Perceptron<T> actual, double[] actualRows, Perceptron<T> expected, double[] expectedRows, double distance)
    {
        T[] left = Predictions(actual, actualRows);
        T[] right = Predictions(expected, expectedRows);
        for (int index = 0; index < left.Length; index++)
        {
            double.CreateTruncating(left[index]).Should().BeApproximately(double.CreateTruncating(right[index]), distance);
        }
    }

    private static double[] Sums(Perceptron<T> network) => [.. Enumerable.Range(0, Inputs).Select(input =>
        Enumerable.Range(0, network.OutputCount).Sum(output => double.CreateTruncating(network.Weights[(output * Inputs) + input])))];
}

public sealed class NewtonTestsInFloat : NewtonTests<float>;

public sealed class NewtonTestsInDouble : NewtonTests<double>;
