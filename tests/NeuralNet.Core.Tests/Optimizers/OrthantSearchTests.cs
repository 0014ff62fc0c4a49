using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>The backtracking search without a function: its reaction to each value.</summary>
public sealed class OrthantSearchTests
{
    private const double Enough = WolfeSearch.SufficientDecrease;

    private const double Noise = 1e-9;

    [Theory]
    [InlineData(-Enough, -1, 5)]
    [InlineData(-3, -1, -2)]
    [InlineData(-2 * Enough, -2, 0)]
    [InlineData(Noise, -1, 0.5)]
    [InlineData(-Noise, -1, 1 - (2 * Enough))]
    [InlineData(Noise, -2, 1.5)]
    public void A_step_is_accepted_by_its_decrease_or_by_its_slope_if_values_are_noise(double change, double slopeAtStart, double slopeAtStep)
    {
        var search = new OrthantSearch(0, firstStep: 2, Noise, grows: false);

        search.Take(change, slopeAtStart, slopeAtStep).Should().Be(SearchResult.Found);

        search.Step.Should().Be(2);
    }

    [Theory]
    [InlineData(1, -1, 0, 0.25)]
    [InlineData(2, -2, 9, 0.25)]
    [InlineData(-0.9 * Enough, -1, 5, 0.5)]
    [InlineData(2 * Noise, -1, 0.1, 0.4999999990000002)]
    [InlineData(4, -1, -7, 0.1)]
    [InlineData(9, -1, 0, 0.1)]
    [InlineData(Noise, -1, 3, 0.25)]
    [InlineData(-Noise, -2, 3, 0.4)]
    [InlineData(0, -1, 24, 0.1)]
    [InlineData(double.PositiveInfinity, -1, 1, 0.1)]
    [InlineData(double.NaN, -1, 1, 0.1)]
    [InlineData(-1, -1, double.NaN, 0.1)]
    [InlineData(-1, 1, 1, 0.25)]
    [InlineData(-1, 1, -9, 0.25)]
    public void Other_steps_are_shortened_to_the_minimum_of_a_parabola_within_bounds(
        double change, double slopeAtStart, double slopeAtStep, double share)
    {
        var search = new OrthantSearch(0, firstStep: 2, Noise, grows: false);

        search.Take(change, slopeAtStart, slopeAtStep).Should().Be(SearchResult.Searching);

        search.Step.Should().BeApproximately(2 * share, 1e-15);
    }

    [Fact]
    public void A_slope_between_infinite_points_is_NaN_and_does_not_throw() =>
        double.IsNaN(Orthant.Slope<double>([double.PositiveInfinity], [double.NegativeInfinity], [3], penalties: [1])).Should().BeTrue();

    [Fact]
    public void The_change_is_that_from_the_value_at_the_start()
    {
        var search = new OrthantSearch(5, firstStep: 1, Noise, grows: false);

        search.Take(6, -1, 0).Should().Be(SearchResult.Searching);
        search.Step.Should().BeApproximately(0.25, 1e-15);
        search.Take(4.75, -0.25, -0.25).Should().Be(SearchResult.Found);
    }

    [Fact]
    public void It_fails_if_the_step_does_not_move_the_point() =>
        new OrthantSearch(1, 1, Noise, grows: false).Take(1, 0, 0).Should().Be(SearchResult.Failed);

    [Fact]
    public void It_fails_after_the_largest_number_of_evaluations()
    {
        var search = new OrthantSearch(1, 1, Noise, grows: false);
        for (int evaluation = 1; evaluation < WolfeSearch.MaxEvaluations; evaluation++)
        {
            search.Take(2, -1, 1).Should().Be(SearchResult.Searching);
        }

        search.Take(2, -1, 1).Should().Be(SearchResult.Failed);
    }

    [Fact]
    public void A_first_step_grows_faster_and_faster_while_the_slope_stays_and_then_shrinks()
    {
        var search = new OrthantSearch(0, firstStep: 1e-20, Noise, grows: true);

        // Of a slope of 1 at the start the steps see 1, 1, 1, and at last the far side of a valley.
        foreach (double step in new[] { 1e-19, 1e-17, 1e-14 })
        {
            search.Take(-search.Step, -search.Step, -search.Step).Should().Be(SearchResult.Searching);
            search.Step.Should().BeApproximately(step, step * 1e-12);
        }

        search.Take(1, -search.Step, 5).Should().Be(SearchResult.Searching);
        search.Step.Should().BeApproximately(1e-15, 1e-27);
        search.Take(-1e-5, -1e-5, -1e-5).Should().Be(SearchResult.Found);
    }

    [Fact]
    public void A_first_step_that_is_long_enough_is_the_one_that_was_evaluated()
    {
        var search = new OrthantSearch(0, firstStep: 3, Noise, grows: true);

        search.Take(-1, -2, -0.1).Should().Be(SearchResult.Found);

        search.Step.Should().Be(3);
    }

    [Fact]
    public void If_the_slope_never_changes_the_longest_step_is_used()
    {
        var search = new OrthantSearch(0, firstStep: 1e-300, Noise, grows: true);
        int evaluations = 1;
        while (search.Take(-1, -1, -1) == SearchResult.Searching)
        {
            evaluations++;
        }

        evaluations.Should().Be(WolfeSearch.MaxEvaluations);
    }
}
