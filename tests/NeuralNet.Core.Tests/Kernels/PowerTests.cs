using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class PowerTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void The_power_0_is_1(double value) => Power.Raise(value, 0).Should().Be(1);

    [Fact]
    public void A_power_that_double_represents_exactly_is_exact()
    {
        for (int exponent = 0; exponent <= 33; exponent++)
        {
            Power.Raise(3, exponent).Should().Be((double)BigInteger.Pow(3, exponent));
            Power.Raise(0.5, exponent * 20).Should().Be(Math.ScaleB(1, -exponent * 20));
        }
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.999)]
    [InlineData(1 - 1e-9)]
    public void Each_factor_costs_at_most_two_roundings(double value)
    {
        for (long exponent = 1; exponent < 10_000; exponent = (exponent * 3 / 2) + 1)
        {
            double expected = Math.Pow(value, exponent);

            Power.Raise(value, exponent).Should().BeApproximately(expected, expected * exponent * Math.ScaleB(1, -52));
        }
    }

    [Fact]
    public void A_power_too_small_for_double_is_0_and_the_largest_exponent_is_possible()
    {
        Power.Raise(0.5, 1074).Should().Be(double.Epsilon);
        Power.Raise(0.5, 1076).Should().Be(0);
        Power.Raise(0.999, long.MaxValue).Should().Be(0);
        Power.Raise(1, long.MaxValue).Should().Be(1);
    }
}
