namespace NeuralNet.Core.Tests.Learning;

/// <summary>L-BFGS over several calls of Fit, and near the limits of numbers.</summary>
public sealed class FullBatchTests
{
    private const int RowCount = 60;

    private static readonly TrainingOptions _long = new() { Epochs = 5000 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_Fit_on_other_rows_reaches_their_optimum(int fits)
    {
        (double[] easy, double[] easyTargets) = Data(seed: 1, scale: 1);
        (double[] hard, double[] hardTargets) = Data(seed: 2, scale: 1000);
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(4).WithOptimizer(Optimizer.Lbfgs());
        TrainingResult<double> fresh = description.Build().Fit(hard, hardTargets, _long);

        Perceptron<double> network = description.Build();
        for (int fit = 0; fit < fits; fit++)
        {
            network.Fit(easy, easyTargets, _long);
        }

        TrainingResult<double> later = network.Fit(hard, hardTargets, _long);

        later.LossHistory[^1].Should().BeLessThanOrEqualTo(fresh.LossHistory[^1] * (1 + 1e-6));
    }

    [Fact]
    public void A_second_Fit_on_the_same_rows_continues_with_the_same_bits()
    {
        (double[] rows, double[] targets) = Data(seed: 3, scale: 10);
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(4).WithOptimizer(Optimizer.Lbfgs(3, 0));
        Perceptron<double> atOnce = description.Build();
        Perceptron<double> inParts = description.Build();

        atOnce.Fit(rows, targets, new() { Epochs = 8 });
        inParts.Fit(rows, targets, new() { Epochs = 5 });
        inParts.Fit(rows, targets, new() { Epochs = 3 });

        inParts.Weights.ToArray().Should().Equal(atOnce.Weights.ToArray());
        inParts.Bias.ToArray().Should().Equal(atOnce.Bias.ToArray());
    }

    [Fact]
    public void Slopes_that_overflow_are_reported_as_a_divergence_with_a_cure()
    {
        TrainingResult<double> result = Perceptron.Regressor<double>(1).WithOptimizer(Optimizer.Lbfgs()).Build()
            .Fit([1e308, 1.2e308, 1.7e308], [100.0, 200, 400]);

        result.StopReason.Should().Be(StopReason.Diverged);
        result.Message.Should().Contain("Standardize the inputs");
        result.Network.Weights[0].Should().Be(0);
    }

    [Fact]
    public void Inputs_near_the_largest_number_are_learned_if_no_slope_overflows()
    {
        double[] rows = [1e308, 1.2e308, 1.7e308];

        TrainingResult<double> result = Perceptron.Regressor<double>(1).WithOptimizer(Optimizer.Lbfgs()).Build().Fit(rows, [1.0, 2, 4]);

        // The line through three points, by hand.
        result.StopReason.Should().Be(StopReason.Converged);
        result.Network.Weights[0].Should().BeApproximately(1.1 / 0.26 * 1e-308, 1e-312);
        result.Network.Bias[0].Should().BeApproximately((7 / 3.0) - (1.1 / 0.26 * 1.3), 1e-4);
    }

    [Fact]
    public void A_batch_size_of_all_rows_is_accepted()
    {
        (double[] rows, double[] targets) = Data(seed: 4, scale: 1);
        Perceptron<double> network = Perceptron.Regressor<double>(4).WithOptimizer(Optimizer.Lbfgs()).Build();

        network.Fit(rows, targets, new() { BatchSize = RowCount }).StopReason.Should().Be(StopReason.Converged);

        network.Invoking(that => that.Fit(rows, targets, new() { BatchSize = RowCount - 1 }))
            .Should().Throw<InvalidOperationException>().WithMessage("BatchSize is 59*all rows*");
    }

    private static (double[] Rows, double[] Targets) Data(int seed, double scale)
    {
        var random = new Random(seed);
        var rows = new double[RowCount * 4];
        var targets = new double[RowCount];
        for (int row = 0; row < RowCount; row++)
        {
            for (int input = 0; input < 4; input++)
            {
                rows[(row * 4) + input] = random.NextDouble() * Math.Pow(3, input);
                targets[row] += rows[(row * 4) + input] * (input - 1.5) * scale;
            }

            targets[row] += random.NextDouble() * scale;
        }

        return (rows, targets);
    }
}
