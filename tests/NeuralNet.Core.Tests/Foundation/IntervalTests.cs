namespace NeuralNet.Core.Tests.Foundation;

public sealed class IntervalTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.NaN)]
    public void Rejects_an_interval_with_a_low_end_not_below_the_high_end(double low, double high) =>
        FluentActions.Invoking(() => new Interval(low, high))
            .Should().ThrowExactly<ArgumentOutOfRangeException>().WithMessage("high is *; it must be above low, *");

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(0.5, true)]
    [InlineData(-1e-300, false)]
    [InlineData(1.0000000000000002, false)]
    [InlineData(double.NaN, false)]
    public void An_interval_contains_its_ends_and_what_lies_between(double value, bool isContained) =>
        Interval.Probability.Contains(value).Should().Be(isContained);

    [Fact]
    public void An_interval_is_bounded_if_both_ends_are_finite()
    {
        Interval.Probability.IsBounded.Should().BeTrue();
        Interval.Real.IsBounded.Should().BeFalse();
        new Interval(0, double.PositiveInfinity).IsBounded.Should().BeFalse();
    }

    [Fact]
    public void ToString_of_an_interval_is_mathematical_notation()
    {
        Interval.Probability.ToString().Should().Be("[0, 1]");
        Interval.Real.ToString().Should().Be("(-inf, inf)");
        new Interval(-1.5, double.PositiveInfinity).ToString().Should().Be("[-1.5, inf)");
    }
}
