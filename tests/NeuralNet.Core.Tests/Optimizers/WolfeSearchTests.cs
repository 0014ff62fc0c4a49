using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>The search along a line, without a line: functions of one number.</summary>
public sealed class WolfeSearchTests
{
    private const double Noise = 1e-9;

    /// <summary>
    /// J. J. More and D. J. Thuente, Line Search Algorithms with Guaranteed Sufficient Decrease, 1994, functions 1 to 3.
    /// </summary>
    public static TheoryData<int, double> Cases
    {
        get
        {
            var data = new TheoryData<int, double>();
            foreach (int function in new[] { 1, 2, 3 })
            {
                foreach (double firstStep in new[] { 1e-3, 1e-1, 1, 10, 1e3 })
                {
                    data.Add(function, firstStep);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_search_meets_the_conditions_in_few_evaluations_from_any_first_step(int function, double firstStep)
    {
        (double startValue, double startSlope) = MoreThuente(function, 0);
        var search = new WolfeSearch(startValue, startSlope, firstStep, 0);

        (SearchResult result, double step, int evaluations) = Run(ref search, at => MoreThuente(function, at));

        result.Should().Be(SearchResult.Found);
        evaluations.Should().BeLessThan(20);
        (double value, double slope) = MoreThuente(function, step);
        value.Should().BeLessThanOrEqualTo(startValue + (1e-4 * step * startSlope));
        Math.Abs(slope).Should().BeLessThanOrEqualTo(-0.9 * startSlope);
    }

    /// <summary>
    /// Two points with their slopes determine the cubic with slope (t - 3)(t + 1) and minimum 3. The next step is that minimum, but two to
    /// ten times as long as the last one, and within a bracket a tenth of it away from the ends.
    /// </summary>
    [Theory]
    [InlineData(1.0, new[] { 3.0 })]
    [InlineData(1.8, new[] { 3.6 })]
    [InlineData(0.1, new[] { 1.0, 3.0 })]
    [InlineData(4.0, new[] { 3.0 })]
    [InlineData(100.0, new[] { 10.0, 3.0 })]
    public void Steps_go_to_the_minimum_of_the_cubic(double firstStep, double[] next)
    {
        var search = new WolfeSearch(0, -3, firstStep, 0);
        foreach (double step in next)
        {
            double at = search.Step;

            search.Take((at * at * at / 3) - (at * at) - (3 * at), (at - 3) * (at + 1)).Should().Be(SearchResult.Searching);

            search.Step.Should().BeApproximately(step, 1e-12);
        }
    }

    [Fact]
    public void A_step_stays_a_tenth_of_the_bracket_away_from_its_long_end()
    {
        // Slope (t - 3)(t + 0.01): 3 of 3.1 is more than nine tenths.
        var search = new WolfeSearch(0, -0.03, 3.1, 0);

        search.Take((3.1 * 3.1 * 3.1 / 3) - (2.99 * 3.1 * 3.1 / 2) - (0.03 * 3.1), 0.1 * 3.11).Should().Be(SearchResult.Searching);

        search.Step.Should().BeApproximately(0.9 * 3.1, 1e-12);
    }

    [Fact]
    public void A_bracket_that_hardly_shrinks_is_halved()
    {
        var search = new WolfeSearch(0, -3, 4, 0);
        search.Take((64.0 / 3) - 16 - 12, 5);
        search.Step.Should().BeApproximately(3, 1e-12);

        search.Take(2, 5).Should().Be(SearchResult.Searching, "3 is too long as well");

        search.Step.Should().BeApproximately(1.5, 1e-12, "3 is more than 0.66 of 4");
    }

    [Theory]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(-1, double.PositiveInfinity)]
    public void After_values_that_are_not_finite_steps_shrink_to_a_tenth(double value, double slope)
    {
        var search = new WolfeSearch(0, -1, 10, 0);

        search.Take(value, slope).Should().Be(SearchResult.Searching);

        search.Step.Should().Be(1);
    }

    /// <summary>For equal values the line through the slopes gives the minimum.</summary>
    [Theory]
    [InlineData(new[] { -1.5 }, new[] { 10.0 })]
    [InlineData(new[] { -1.5, -1.0 }, new[] { 10.0, 28.0 })]
    [InlineData(new[] { -3.0, -1.0 }, new[] { 10.0, 20.0 })]
    [InlineData(new[] { 3.0 }, new[] { 0.25 })]
    [InlineData(new[] { 1.5 }, new[] { 0.4 })]
    public void For_equal_values_the_step_goes_to_the_zero_of_the_line_of_slopes(double[] slopes, double[] next)
    {
        var search = new WolfeSearch(7, -1, 1, 1e-9);
        foreach ((double slope, double step) in slopes.Zip(next))
        {
            search.Take(7, slope).Should().Be(SearchResult.Searching);

            search.Step.Should().BeApproximately(step, 1e-12);
        }
    }

    [Fact]
    public void If_values_are_noise_slopes_lead_to_the_minimum()
    {
        var random = new Random(5);
        for (int attempt = 0; attempt < 200; attempt++)
        {
            // A bowl of depth 1e-12 below noise of 1e-9, its minimum at 1 / 300, 1 / 3 or 33 of the first step.
            double minimum = Math.Pow(10, attempt % 3 * 2) / 300;
            double bend = 2e-12 / (minimum * minimum);
            (double Value, double Slope) At(double step) =>
                (7 + (random.NextDouble() * Noise), bend * (step - minimum));
            var search = new WolfeSearch(7 + (Noise / 2), -bend * minimum, 1, Noise);

            (SearchResult result, double step, int evaluations) = Run(ref search, At);

            result.Should().Be(SearchResult.Found);
            Math.Abs(step - minimum).Should().BeLessThanOrEqualTo(0.9001 * minimum);
            evaluations.Should().BeLessThan(8);
        }
    }

    [Fact]
    public void At_a_kink_the_search_ends_with_a_step_that_lowers()
    {
        var search = new WolfeSearch(1, -1, 0.3, 1e-15);

        (SearchResult result, _, int evaluations) = Run(ref search, at => (Math.Abs(1 - at), Math.Sign(at - 1)));

        result.Should().Be(SearchResult.Failed);
        evaluations.Should().BeLessThanOrEqualTo(WolfeSearch.MaxEvaluations);
        search.LowerStep.Should().BeApproximately(1, 1e-6);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1.5)]
    public void There_is_no_lower_step_if_no_value_is_lower(double value)
    {
        var search = new WolfeSearch(1, -1, 1, 1e-15);

        (SearchResult result, _, int evaluations) = Run(ref search, _ => (value, -1));

        result.Should().Be(SearchResult.Failed);
        evaluations.Should().Be(WolfeSearch.MaxEvaluations);
        search.LowerStep.Should().Be(0);
    }

    private static (SearchResult Result, double Step, int Evaluations) Run(
        ref WolfeSearch search, Func<double, (double Value, double Slope)> function)
    {
        for (int evaluations = 1; ; evaluations++)
        {
            double step = search.Step;
            (double value, double slope) = function(step);
            SearchResult result = search.Take(value, slope);
            if (result != SearchResult.Searching)
            {
                return (result, step, evaluations);
            }
        }
    }

    private static (double Value, double Slope) MoreThuente(int function, double at)
    {
        switch (function)
        {
            case 1:
                double square = (at * at) + 2;
                return (-at / square, ((at * at) - 2) / (square * square));
            case 2:
                double shifted = at + 0.004;
                double fourth = shifted * shifted * shifted * shifted;
                return ((shifted * fourth) - (2 * fourth), (5 * fourth) - (8 * shifted * shifted * shifted));
            default:
                const double Flat = 0.01;
                const double Waves = 39;
                double kink = at <= 1 - Flat ? 1 - at
                    : at >= 1 + Flat ? at - 1
                    : (((at - 1) * (at - 1) / Flat) + Flat) / 2;
                double kinkSlope = at <= 1 - Flat ? -1 : at >= 1 + Flat ? 1 : (at - 1) / Flat;
                double angle = Waves * Math.PI * at / 2;
                return (
                    kink + (2 * (1 - Flat) / (Waves * Math.PI) * Math.Sin(angle)),
                    kinkSlope + ((1 - Flat) * Math.Cos(angle)));
        }
    }
}
