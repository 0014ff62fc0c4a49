using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>The purpose of each regression loss.</summary>
public abstract class RegressionLossTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 400;
    private const int Inputs = 2;
    private const int Epochs = 4000;
    private const double Constant = 0.5;

    private static readonly double[] Coefficients = [1.25, -0.75];
    private static readonly double[] Data = new Random(25).Values(Rows * Inputs, -1, 1);
    private static readonly double[] Lines = [.. Data.Chunk(Inputs).Select(
        row => Constant + (Coefficients[0] * row[0]) + (Coefficients[1] * row[1]))];

    [Fact]
    public void Losses_with_linear_growth_tolerate_outliers_and_the_squared_error_does_not()
    {
        // Every tenth target is far too large.
        double[] targets = [.. Lines.Select((line, row) => row % 10 == 0 ? line + 30 : line)];

        DistanceFromTruth(Train(Loss.Huber(), targets)).Should().BeLessThan(0.3);
        DistanceFromTruth(Train(Loss.EpsilonInsensitive(0), targets)).Should().BeLessThan(0.05);
        DistanceFromTruth(Train(Loss.Quantile(), targets)).Should().BeLessThan(0.05);
        DistanceFromTruth(Train(Loss.HalfSquaredError, targets)).Should().BeGreaterThan(2);
        DistanceFromTruth(Train(Loss.SquaredEpsilonInsensitive(), targets)).Should().BeGreaterThan(2);
    }

    [Theory]
    [InlineData("epsilon-insensitive(0.125)")]
    [InlineData("squared-epsilon-insensitive(0.125)")]
    public void An_error_within_epsilon_moves_nothing(string name)
    {
        Loss loss = name.StartsWith("squared", StringComparison.Ordinal)
            ? Loss.SquaredEpsilonInsensitive(0.125)
            : Loss.EpsilonInsensitive(0.125);
        var random = new Random(26);
        double[] targets = [.. Lines.Select(line => line + random.Between(-0.1, 0.1))];
        Perceptron<T> truth = Describe(loss).WithInitialWeights(Numbers.Of<T>(Coefficients), Numbers.Of<T>(Constant)).Build();
        string before = SmallData.Bits(truth);

        truth.Fit(Numbers.Of<T>(Data), Numbers.Of<T>(targets), new() { Epochs = 2 }).LossHistory.Should().AllBeEquivalentTo(0.0);

        SmallData.Bits(truth).Should().Be(before);
        Perceptron<T> learned = Train(loss, targets);
        for (int row = 0; row < Rows; row++)
        {
            double prediction = double.CreateTruncating(learned.Predict(Numbers.Of<T>(Data.AsSpan(row * Inputs, Inputs))));
            Math.Abs(prediction - targets[row]).Should().BeLessThan(0.15, $"of row {row}");
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_quantile_has_its_share_of_the_targets_below_it(double quantile)
    {
        // Noise that is skewed, so that mean and median differ, and grows with the first input.
        var random = new Random(27);
        double[] targets = [.. Lines.Select(
            (line, row) => line + ((1.5 + Data[row * Inputs]) * -Math.Log(1 - random.NextDouble())))];

        Perceptron<T> network = Train(Loss.Quantile(quantile), targets);

        double below = 0;
        for (int row = 0; row < Rows; row++)
        {
            T prediction = network.Predict(Numbers.Of<T>(Data.AsSpan(row * Inputs, Inputs)));
            below += T.CreateTruncating(targets[row]) < prediction ? 1 : 0;
        }

        (below / Rows).Should().BeApproximately(quantile, 0.015);
    }

    [Fact]
    public void Poisson_regression_recovers_the_coefficients_of_rates()
    {
        double[] rates = [.. Lines.Select(Math.Exp)];
        double tolerance = Numbers.For<T>(1e-8, 1e-4);

        Perceptron<T> network = Train(Loss.Poisson, rates);

        network.Weights.ShouldBeClose(Coefficients, tolerance, 0, "the coefficients");
        network.Bias.ShouldBeClose([Constant], tolerance, 0, "the constant");
    }

    [Fact]
    public void Poisson_regression_approximates_the_rates_of_counts_and_matches_their_mean()
    {
        var random = new Random(28);
        double[] counts = [.. Lines.Select(line => Count(Math.Exp(line), random))];

        Perceptron<T> network = Train(Loss.Poisson, counts);

        DistanceFromTruth(network).Should().BeLessThan(0.15);
        var predictions = new T[Rows];
        network.Predict(Numbers.Of<T>(Data), predictions);
        Numbers.ToDoubles<T>(predictions).Average().Should().BeApproximately(counts.Average(), Numbers.For<T>(1e-8, 1e-4));
    }

    [Theory]
    [InlineData("softplus", 0.5)]
    [InlineData("exp", 0.05)]
    public void The_delta_rule_recovers_the_coefficients_through_an_unbounded_activation(string name, double rate)
    {
        Activation activation = name == "exp" ? Activation.Exp : Activation.Softplus;
        var targets = new double[Rows];
        activation.Apply(Lines, (Span<double>)targets);
        double tolerance = Numbers.For<T>(1e-6, 1e-3);

        Perceptron<T> network = Train(Loss.HalfSquaredErrorThrough(activation), targets, rate);

        network.Weights.ShouldBeClose(Coefficients, tolerance, 0, "the coefficients");
        network.Bias.ShouldBeClose([Constant], tolerance, 0, "the constant");
    }

    [Fact]
    public void The_delta_rule_through_ReLU_learns_only_if_weights_do_not_start_at_0()
    {
        T[] targets = Numbers.Of<T>([.. Lines.Select(line => Math.Max(line, 0))]);
        PerceptronBuilder<T> description = Describe(Loss.HalfSquaredErrorThrough(Activation.ReLU));
        Perceptron<T> zero = description.Build();
        zero.SetWeights(new T[Inputs]);
        Perceptron<T> network = description.WithInitialWeights(Numbers.Of<T>(0.1, 0.1), Numbers.Of<T>(0.5)).Build();
        var options = new TrainingOptions { Epochs = Epochs, BatchSize = TrainingOptions.FullBatch };

        zero.Fit(Numbers.Of<T>(Data), targets, options);
        network.Fit(Numbers.Of<T>(Data), targets, options);

        zero.Weights.ToArray().Should().AllBeEquivalentTo(T.Zero);
        network.Weights.ShouldBeClose(Coefficients, Numbers.For<T>(1e-6, 1e-3), 0, "the coefficients");
    }

    private static PerceptronBuilder<T> Describe(Loss loss, double rate = 0.5) =>
        Perceptron.WithInputs<T>(Inputs).WithLoss(loss).WithLearningRate(LearningRate.Cosine(rate, Epochs));

    /// <summary>Full batches; steps that fade, for the losses whose slope does not.</summary>
    private static Perceptron<T> Train(Loss loss, double[] targets, double rate = 0.5) =>
        Describe(loss, rate).Build()
            .Fit(Numbers.Of<T>(Data), Numbers.Of<T>(targets), new() { Epochs = Epochs, BatchSize = TrainingOptions.FullBatch })
            .Network;

    private static double DistanceFromTruth(Perceptron<T> network) =>
        Numbers.ToDoubles<T>([.. network.Weights, .. network.Bias])
            .Zip([.. Coefficients, Constant], (actual, expected) => Math.Abs(actual - expected))
            .Max();

    /// <summary>A draw of the Poisson distribution (D. E. Knuth, The Art of Computer Programming 2, 3.4.1).</summary>
    private static double Count(double rate, Random random)
    {
        double count = -1;
        for (double product = 1, limit = Math.Exp(-rate); product > limit; count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }
}

public sealed class RegressionLossTestsInDouble : RegressionLossTests<double>;

public sealed class RegressionLossTestsInFloat : RegressionLossTests<float>;
