namespace NeuralNet.Core.Tests.Description;

public sealed class LearningRateTests : RefusalTests<double>
{
    private static readonly LearningRate _constant = LearningRate.Constant(0.1);

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        LearningRate.InverseScaling(0.1).Schedule
            .Should().Be(LearningRate.InverseScaling(0.1, 0.5, RateUnit.Epoch).Schedule);
        LearningRate.Exponential(0.1, 0.9).Schedule
            .Should().Be(LearningRate.Exponential(0.1, 0.9, RateUnit.Epoch).Schedule);
        LearningRate.Step(0.1, 0.5, 10).Schedule.Should().Be(LearningRate.Step(0.1, 0.5, 10, RateUnit.Epoch).Schedule);
        LearningRate.Cosine(0.1, 50).Schedule.Should().Be(LearningRate.Cosine(0.1, 50, 0, RateUnit.Epoch).Schedule);
        _constant.WithWarmUp(5).Schedule.Should().Be(_constant.WithWarmUp(5, RateUnit.Epoch).Schedule);
        _constant.LoweredOnPlateau().Schedule.Should().Be(_constant.LoweredOnPlateau(0.1, 10, 1e-4, 0).Schedule);
    }

    [Fact]
    public void The_name_of_a_learning_rate_is_the_call_that_creates_it()
    {
        _constant.Name.Should().Be("constant(0.1)");
        _constant.ToString().Should().Be("0.1");
        LearningRate.InverseScaling(0.1).ToString().Should().Be("inverse-scaling(0.1, 0.5, epochs)");
        LearningRate.InverseScaling(0.1, 0.25, RateUnit.Step).ToString().Should().Be("inverse-scaling(0.1, 0.25, steps)");
        LearningRate.Exponential(0.1, 0.95).ToString().Should().Be("exponential(0.1, 0.95, epochs)");
        LearningRate.Step(0.1, 0.5, 10, RateUnit.Step).ToString().Should().Be("step(0.1, 0.5, 10 steps)");
        LearningRate.Cosine(0.1, 50).ToString().Should().Be("cosine(0.1, 50 epochs)");
        LearningRate.Cosine(0.1, 1, 1e-5).ToString().Should().Be("cosine(0.1, 1 epoch, 1E-05)");
        LearningRate.From(_ => 1, "saw-tooth(1)").ToString().Should().Be("saw-tooth(1)");
        LearningRate.Cosine(0.1, 50).WithWarmUp(5).ToString().Should().Be("cosine(0.1, 50 epochs), warm-up(5 epochs)");
        _constant.WithWarmUp(1, RateUnit.Step).LoweredOnPlateau().ToString()
            .Should().Be("constant(0.1), warm-up(1 step), lowered-on-plateau(0.1, 10, 0.0001)");
        _constant.LoweredOnPlateau(0.5, 2, 0, 0.01).ToString()
            .Should().Be("constant(0.1), lowered-on-plateau(0.5, 2, 0, 0.01)");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Rejects_a_rate_that_is_not_positive_and_finite(double rate, string shown)
    {
        Action[] calls =
        [
            () => LearningRate.Constant(rate), () => LearningRate.InverseScaling(rate),
            () => LearningRate.Exponential(rate, 0.5), () => LearningRate.Step(rate, 0.5, 1), () => LearningRate.Cosine(rate, 1),
        ];
        foreach (Action call in calls)
        {
            Refused<ArgumentOutOfRangeException>(call, "rate", $"rate is {shown};", "(0, inf)");
        }

        Refused<ArgumentOutOfRangeException>(
            () => LearningRate.InverseScaling(0.1, rate), "power", $"power is {shown};", "(0, inf)");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(1.0000001, "1.0000001")]
    [InlineData(double.NaN, "NaN")]
    public void Rejects_a_factor_outside_0_to_1(double factor, string shown)
    {
        Refused<ArgumentOutOfRangeException>(
            () => LearningRate.Exponential(0.1, factor), "factor", $"factor is {shown};", "(0, 1]", "WithWarmUp");
        Refused<ArgumentOutOfRangeException>(
            () => LearningRate.Step(0.1, factor, 1), "factor", $"factor is {shown};", "(0, 1]", "LearningRate.From");
        Refused<ArgumentOutOfRangeException>(
            () => _constant.LoweredOnPlateau(factor), "factor", $"factor is {shown};", "(0, 1)", "smaller");
    }

    [Fact]
    public void A_plateau_rejects_a_factor_of_1() =>
        Refused<ArgumentOutOfRangeException>(() => _constant.LoweredOnPlateau(1), "factor", "factor is 1;", "(0, 1)");

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Rejects_a_length_below_1(int length)
    {
        Action[] calls =
        [
            () => LearningRate.Step(0.1, 0.5, length), () => LearningRate.Cosine(0.1, length), () => _constant.WithWarmUp(length),
        ];
        foreach (Action call in calls)
        {
            Refused<ArgumentOutOfRangeException>(call, "length", $"length is {length};", "1 or more");
        }
    }

    [Fact]
    public void Rejects_an_undefined_unit()
    {
        const RateUnit None = (RateUnit)7;
        Action[] calls =
        [
            () => LearningRate.InverseScaling(0.1, unit: None), () => LearningRate.Exponential(0.1, 0.5, None),
            () => LearningRate.Step(0.1, 0.5, 1, None), () => LearningRate.Cosine(0.1, 1, unit: None),
            () => _constant.WithWarmUp(1, None),
        ];
        foreach (Action call in calls)
        {
            Refused<ArgumentOutOfRangeException>(call, "unit", "unit is 7", "RateUnit.Epoch", "RateUnit.Step");
        }
    }

    [Theory]
    [InlineData(-0.1, "-0.1")]
    [InlineData(0.11, "0.11")]
    [InlineData(double.NaN, "NaN")]
    public void Rejects_a_lowest_rate_outside_0_to_the_rate(double lowest, string shown) =>
        Refused<ArgumentOutOfRangeException>(
            () => LearningRate.Cosine(0.1, 5, lowest), "lowest", $"lowest is {shown};", "[0, 0.1]", "WithWarmUp");

    [Fact]
    public void A_plateau_rejects_invalid_patience_gain_and_lowest_rate()
    {
        Refused<ArgumentOutOfRangeException>(
            () => _constant.LoweredOnPlateau(patience: -1), "patience", "patience is -1;", "[0, inf)", "With 0");
        foreach (double gain in new[] { -0.01, 1, double.NaN })
        {
            Refused<ArgumentOutOfRangeException>(
                () => _constant.LoweredOnPlateau(minimumImprovement: gain), "minimumImprovement", "minimumImprovement is", "[0, 1)", "share of the loss");
        }

        foreach (double lowest in new[] { -0.01, double.NaN, double.PositiveInfinity })
        {
            Refused<ArgumentOutOfRangeException>(
                () => _constant.LoweredOnPlateau(lowest: lowest), "lowest", "lowest is", "[0, inf)", "With 0");
        }
    }

    [Fact]
    public void Rejects_a_function_that_is_null_or_has_no_name()
    {
        Refused<ArgumentNullException>(() => LearningRate.From(null!, "mine"), "rate", "null");
        Refused<ArgumentNullException>(() => LearningRate.From(_ => 1, null!), "name", "null");
        Refused<ArgumentException>(() => LearningRate.From(_ => 1, " "), "name", "name is blank", "such as");
    }

    [Fact]
    public void The_ends_of_the_intervals_are_allowed()
    {
        LearningRate.Exponential(double.MaxValue, 1).Schedule.At(9, 9).Should().Be(double.MaxValue);
        LearningRate.Step(double.Epsilon, 1, 1).Schedule.At(9, 9).Should().Be(double.Epsilon);
        LearningRate.Cosine(0.1, 4, 0.1).Schedule.At(3, 2).Should().Be(0.1);
        _constant.WithWarmUp(1).Schedule.At(1, 0).Should().Be(0.1);
        _constant.LoweredOnPlateau(patience: 0, minimumImprovement: 0, lowest: 0).Schedule.Plateau.Should().NotBeNull();
    }
}
