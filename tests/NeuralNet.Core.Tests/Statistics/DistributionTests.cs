using NeuralNet.Core.Statistics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Statistics;

/// <summary>Distributions against R, relative to the size of the smaller tail.</summary>
public sealed class DistributionTests
{
    private static readonly List<(string Name, double[] Numbers)> _reference = [.. ReferenceFile.Lines("distributions.csv")];

    [Fact]
    public void The_normal_distribution_has_12_digits_far_into_its_tails() =>
        ShouldAgree("pnorm", numbers => NormalDistribution.Cdf(numbers[0]));

    [Fact]
    public void The_quantiles_of_the_normal_distribution_have_12_digits() =>
        ShouldAgree("qnorm", numbers => NormalDistribution.Quantile(numbers[0]));

    [Fact]
    public void The_t_distribution_has_12_digits_far_into_its_tails() =>
        ShouldAgree("pt", numbers => StudentDistribution.Cdf(numbers[0], numbers[1]));

    [Fact]
    public void The_quantiles_of_the_t_distribution_have_12_digits() =>
        ShouldAgree("qt", numbers => StudentDistribution.Quantile(numbers[0], numbers[1]));

    [Fact]
    public void Factorials_have_the_logarithms_of_R() => ShouldAgree("lfactorial", numbers => LogFactorial.Compute(numbers[0]));

    [Theory]
    [InlineData(0.3)]
    [InlineData(2.5)]
    [InlineData(9)]
    public void Both_sides_add_up_to_1(double x)
    {
        (NormalDistribution.Cdf(x) + NormalDistribution.Cdf(-x)).Should().BeApproximately(1, 1e-15);
        (StudentDistribution.Cdf(x, 4) + StudentDistribution.Cdf(-x, 4)).Should().BeApproximately(1, 1e-15);
    }

    [Fact]
    public void Infinity_and_NaN_have_their_limits()
    {
        NormalDistribution.Cdf(double.NegativeInfinity).Should().Be(0);
        NormalDistribution.Cdf(double.PositiveInfinity).Should().Be(1);
        NormalDistribution.Cdf(double.NaN).Should().Be(double.NaN);
        StudentDistribution.Cdf(double.NegativeInfinity, 3).Should().Be(0);
        StudentDistribution.Cdf(double.PositiveInfinity, 3).Should().Be(1);
        StudentDistribution.Cdf(double.NaN, 3).Should().Be(double.NaN);
        NormalDistribution.Quantile(0.5).Should().Be(0);
    }

    private static void ShouldAgree(string function, Func<double[], double> compute)
    {
        double[][] cases = [.. _reference.Where(line => line.Name == function).Select(line => line.Numbers)];
        cases.Should().NotBeEmpty();
        foreach (double[] numbers in cases)
        {
            double expected = numbers[^1];
            compute(numbers).Should().BeApproximately(expected, 1e-12 * Math.Abs(expected), $"{function}({string.Join(", ", numbers[..^1])})");
        }
    }
}
