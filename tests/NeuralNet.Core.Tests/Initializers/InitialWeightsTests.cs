using System.Numerics;

namespace NeuralNet.Core.Tests.Initializers;

/// <summary>The initial weights that the library draws.</summary>
public abstract class InitialWeightsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 500;
    private const int Outputs = 20;

    [Fact]
    public void Weights_start_at_0_by_default() =>
        Perceptron.Regressor<T>(Inputs, Outputs).Build().Weights.ToArray().Should().AllBeEquivalentTo(T.Zero);

    [Theory]
    [MemberData(nameof(DrawnWeights.Rules), MemberType = typeof(DrawnWeights))]
    public void Drawn_weights_fill_their_interval_evenly(string rule)
    {
        (InitialWeights initialWeights, double low, double high) = DrawnWeights.By(rule, Inputs, Outputs);

        double[] weights = Draw(initialWeights, seed: 5);

        // Mean and variance of 10,000 uniform numbers deviate by less than 5 standard deviations.
        double width = high - low;
        double mean = weights.Average();
        double variance = weights.Average(weight => (weight - mean) * (weight - mean));
        mean.Should().BeApproximately((low + high) / 2, 5 * width / Math.Sqrt(12 * weights.Length));
        variance.Should().BeApproximately(width * width / 12, 5 * width * width / Math.Sqrt(180 * weights.Length));
        weights.Min().Should().BeGreaterThanOrEqualTo(double.CreateTruncating(T.CreateTruncating(low)));
        weights.Max().Should().BeLessThanOrEqualTo(double.CreateTruncating(T.CreateTruncating(high)));
        weights.Min().Should().BeLessThan(low + (0.002 * width));
        weights.Max().Should().BeGreaterThan(high - (0.002 * width));
    }

    [Theory]
    [MemberData(nameof(DrawnWeights.Rules), MemberType = typeof(DrawnWeights))]
    public void Equal_seeds_draw_equal_weights_and_other_seeds_others(string rule)
    {
        InitialWeights initialWeights = DrawnWeights.By(rule, Inputs, Outputs).InitialWeights;
        double[] weights = Draw(initialWeights, seed: 5);

        Draw(initialWeights, seed: 5).Should().Equal(weights);
        foreach (long seed in new[] { 0, 4, 6, -5, 5 + (1L << 32) })
        {
            double[] others = Draw(initialWeights, seed);
            weights.Where((weight, index) => weight == others[index]).Count().Should().BeLessThan(
                weights.Length / 100, $"of seed {seed}");
        }
    }

    [Fact]
    public void Weights_of_float_are_the_rounded_weights_of_double()
    {
        Perceptron<double> network = Perceptron.Regressor<double>(Inputs, Outputs)
            .WithInitialWeights(InitialWeights.GlorotUniform)
            .WithSeed(5)
            .Build();

        double[] rounded = [.. Numbers.ToDoubles<T>(Numbers.Of<T>(network.Weights))];

        Draw(InitialWeights.GlorotUniform, seed: 5).Should().Equal(rounded);
    }

    [Theory]
    [MemberData(nameof(DrawnWeights.Rules), MemberType = typeof(DrawnWeights))]
    public void The_bias_starts_at_0(string rule) =>
        Perceptron.Regressor<T>(3, 2).WithInitialWeights(DrawnWeights.By(rule, 3, 2).InitialWeights).Build()
            .Bias.ToArray().Should().Equal(T.Zero, T.Zero);

    private static double[] Draw(InitialWeights initialWeights, long seed) => Numbers.ToDoubles(
        Perceptron.Regressor<T>(Inputs, Outputs).WithInitialWeights(initialWeights).WithSeed(seed).Build().Weights);
}

public sealed class InitialWeightsTestsInDouble : InitialWeightsTests<double>;

public sealed class InitialWeightsTestsInFloat : InitialWeightsTests<float>;
