
namespace NeuralNet.Core.Tests.Optimizers;

public sealed class PenaltyStrengthsTests : RefusalTests<double>
{
    [Fact]
    public void Strengths_fall_by_the_same_factor_from_the_first_to_the_last()
    {
        double[] strengths = Penalty.Strengths(2, 0.002, 7);

        strengths.Should().HaveCount(7);
        strengths[0].Should().Be(2);
        strengths[^1].Should().Be(0.002);
        for (int index = 1; index < strengths.Length; index++)
        {
            (strengths[index] / strengths[index - 1]).ShouldBeClose(Math.Sqrt(0.1), 1e-14, 0, $"share {index}");
        }
    }

    [Fact]
    public void Two_strengths_are_the_ends() => Penalty.Strengths(1, 0.1, 2).Should().Equal(1, 0.1);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_strongest_that_is_not_positive_is_rejected(double strongest, string shown) =>
        Refused<ArgumentOutOfRangeException>(
            () => Penalty.Strengths(strongest, 0.1, 3), "strongest", $"strongest is {shown}", "(0, inf)");

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(double.NaN, "NaN")]
    public void A_weakest_that_is_not_below_the_strongest_is_rejected(double weakest, string shown) =>
        Refused<ArgumentOutOfRangeException>(
            () => Penalty.Strengths(1, weakest, 3), "weakest", $"weakest is {shown}", "(0, 1)");

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Fewer_than_two_strengths_are_rejected(int count) =>
        Refused<ArgumentOutOfRangeException>(() => Penalty.Strengths(1, 0.1, count), "count", $"count is {count}", "2 or more");
}
