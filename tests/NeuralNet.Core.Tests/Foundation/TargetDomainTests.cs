namespace NeuralNet.Core.Tests.Foundation;

public sealed class TargetDomainTests
{
    private static readonly Interval _positive = new(0, double.PositiveInfinity);

    [Fact]
    public void Numbers_are_targets_of_regression()
    {
        TargetDomain domain = TargetDomain.Numbers(_positive);

        domain.IsClassification.Should().BeFalse();
        domain.IsTwoValued.Should().BeFalse();
        domain.Interval.Should().Be(_positive);
        domain.Contains(0).Should().BeTrue();
        domain.Contains(1e300).Should().BeTrue();
        domain.Contains(-double.Epsilon).Should().BeFalse();
        domain.Contains(double.NaN).Should().BeFalse();
    }

    [Fact]
    public void Classes_have_targets_between_them()
    {
        TargetDomain domain = TargetDomain.Classes(new Interval(-1, 1));

        domain.IsClassification.Should().BeTrue();
        domain.IsTwoValued.Should().BeFalse();
        domain.Interval.Should().Be(new Interval(-1, 1));
        domain.Contains(-1).Should().BeTrue();
        domain.Contains(0.25).Should().BeTrue();
        domain.Contains(1.25).Should().BeFalse();
        domain.Contains(double.NaN).Should().BeFalse();
    }

    [Fact]
    public void Labels_are_0_or_1_and_nothing_between()
    {
        TargetDomain domain = TargetDomain.Labels;

        domain.IsClassification.Should().BeTrue();
        domain.IsTwoValued.Should().BeTrue();
        domain.Interval.Should().Be(Interval.Probability);
        domain.Contains(0).Should().BeTrue();
        domain.Contains(1).Should().BeTrue();
        domain.Contains(0.5).Should().BeFalse();
        domain.Contains(-1).Should().BeFalse();
        domain.Contains(double.NaN).Should().BeFalse();
    }

    [Fact]
    public void Classes_need_two_finite_ends() =>
        FluentActions.Invoking(() => TargetDomain.Classes(_positive))
            .Should().ThrowExactly<ArgumentException>().WithParameterName("interval")
            .WithMessage("interval is [0, inf)*must be finite*TargetDomain.Numbers*");

    [Fact]
    public void ToString_of_a_domain_is_readable()
    {
        TargetDomain.Labels.ToString().Should().Be("0 or 1");
        TargetDomain.Numbers(_positive).ToString().Should().Be("[0, inf)");
        TargetDomain.Classes(Interval.Probability).ToString().Should().Be("[0, 1]");
    }

    [Fact]
    public void Domains_are_equal_if_all_their_properties_are()
    {
        TargetDomain.Classes(Interval.Probability).Should().Be(TargetDomain.Classes(new Interval(0, 1)));
        TargetDomain.Classes(Interval.Probability).Should().NotBe(TargetDomain.Labels);
        TargetDomain.Classes(Interval.Probability).Should().NotBe(TargetDomain.Numbers(Interval.Probability));
    }
}
