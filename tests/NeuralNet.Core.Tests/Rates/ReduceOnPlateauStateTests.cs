using NeuralNet.Core.Rates;

namespace NeuralNet.Core.Tests.Rates;

public sealed class ReduceOnPlateauStateTests
{
    [Fact]
    public void The_epoch_after_the_patience_lowers_the_rate_and_restarts_the_count()
    {
        ReduceOnPlateau rule = new(0.5, Patience: 2, MinimumImprovement: 0, Lowest: 0);

        Factors(rule, 1, 1, 1, 1, 1, 1, 1, 1).Should().Equal(1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25);
    }

    [Fact]
    public void A_gain_restarts_the_count_but_does_not_raise_the_rate()
    {
        ReduceOnPlateau rule = new(0.5, Patience: 1, MinimumImprovement: 0, Lowest: 0);

        Factors(rule, 1, 1, 0.9, 1, 1, 0.8, 0.8).Should().Equal(1, 1, 1, 1, 0.5, 0.5, 0.5);
    }

    [Fact]
    public void A_gain_is_measured_as_a_share_of_the_lowest_counted_loss()
    {
        ReduceOnPlateau rule = new(0.5, Patience: 0, MinimumImprovement: 0.1, Lowest: 0);

        Factors(rule, 1000, 950, 899, 850, 808).Should().Equal(1, 0.5, 0.5, 0.25, 0.5 * 0.5);
    }

    [Fact]
    public void A_loss_below_0_gains_by_falling_further()
    {
        ReduceOnPlateau rule = new(0.5, Patience: 0, MinimumImprovement: 0.1, Lowest: 0);

        Factors(rule, 1, -10, -10, -10.9, -11.5).Should().Equal(1, 1, 0.5, 0.25, 0.25);
    }

    [Fact]
    public void A_copy_is_a_snapshot()
    {
        ReduceOnPlateau rule = new(0.5, Patience: 0, MinimumImprovement: 0, Lowest: 0);
        var factor = new ReduceOnPlateauState();
        factor.Observe(1, rule);
        ReduceOnPlateauState snapshot = factor;
        factor.Observe(2, rule);

        factor.Should().NotBe(snapshot);
        snapshot.Observe(2, rule);
        snapshot.Should().Be(factor);
    }

    [Fact]
    public void The_whole_state_can_be_saved_and_restored()
    {
        ReduceOnPlateau rule = new(0.5, Patience: 3, MinimumImprovement: 0, Lowest: 0);
        var factor = new ReduceOnPlateauState();
        foreach (double loss in new[] { 3.0, 2, 2, 2, 2, 2, 2 })
        {
            factor.Observe(loss, rule);
        }

        factor.Should().Be(new ReduceOnPlateauState { Least = 2, EpochsWithoutGain = 1, Factor = 0.5 });
    }

    [Theory]
    [InlineData(0.1, 1, 0.1)]
    [InlineData(0.1, 0.5, 0.05)]
    [InlineData(0.1, 0.01, 0.02)]
    [InlineData(0.015, 1, 0.015)]
    [InlineData(0.015, 0.5, 0.015)]
    [InlineData(0, 0.5, 0)]
    public void A_rate_is_not_lowered_below_the_lowest_and_never_raised_to_it(double rate, double factor, double lowered) =>
        new ReduceOnPlateau(0.5, Patience: 0, MinimumImprovement: 0, Lowest: 0.02).Lowered(rate, factor).Should().Be(lowered);

    private static IEnumerable<double> Factors(ReduceOnPlateau rule, params double[] losses)
    {
        var factor = new ReduceOnPlateauState();
        foreach (double loss in losses)
        {
            factor.Observe(loss, rule);
            yield return factor.Factor;
        }
    }
}
