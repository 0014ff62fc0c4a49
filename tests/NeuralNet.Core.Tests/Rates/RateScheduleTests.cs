using NeuralNet.Core.Rates;

namespace NeuralNet.Core.Tests.Rates;

public sealed class RateScheduleTests
{
    [Fact]
    public void Only_a_constant_rate_without_warm_up_and_plateau_is_constant()
    {
        LearningRate.Constant(0.1).Schedule.IsConstant.Should().BeTrue();
        LearningRate.Constant(0.1).WithWarmUp(3).Schedule.IsConstant.Should().BeFalse();
        LearningRate.Constant(0.1).LoweredOnPlateau().Schedule.IsConstant.Should().BeFalse();
        LearningRate.InverseScaling(0.1).Schedule.IsConstant.Should().BeFalse();
        LearningRate.From(_ => 0.1, "mine").Schedule.IsConstant.Should().BeFalse();
    }

    [Fact]
    public void Warm_up_and_plateau_multiply_in_either_order()
    {
        RateSchedule first = LearningRate.Exponential(0.1, 0.5).WithWarmUp(4).LoweredOnPlateau(0.5).Schedule;
        RateSchedule second = LearningRate.Exponential(0.1, 0.5).LoweredOnPlateau(0.5).WithWarmUp(4).Schedule;

        second.Should().Be(first);
        first.At(1, 1, new ReduceOnPlateauState { Factor = 0.25 }).Should().Be(0.1 * 0.5 * 0.5 * 0.25);
    }

    [Fact]
    public void A_second_call_replaces_the_first()
    {
        LearningRate rate = LearningRate.Constant(0.1);

        rate.WithWarmUp(9).WithWarmUp(4).Schedule.Should().Be(rate.WithWarmUp(4).Schedule);
        rate.LoweredOnPlateau(0.3).LoweredOnPlateau(0.5).Schedule.Should().Be(rate.LoweredOnPlateau(0.5).Schedule);
    }

    [Fact]
    public void A_warm_up_has_its_own_unit()
    {
        RateSchedule schedule = LearningRate.Step(0.1, 0.5, 1).WithWarmUp(4, RateUnit.Step).Schedule;

        schedule.At(1, 0).Should().Be(0.025);
        schedule.At(3, 0).Should().BeApproximately(0.075, 1e-16);
        schedule.At(4, 0).Should().Be(0.1);
        schedule.At(5, 1).Should().Be(0.05);
    }

    [Fact]
    public void Plateaus_have_no_effect_unless_the_rate_is_lowered_on_them() =>
        LearningRate.Constant(0.1).Schedule.At(1, 0, new ReduceOnPlateauState { Factor = 0.5 }).Should().Be(0.1);

    [Fact]
    public void A_custom_function_receives_step_and_epoch_and_has_a_warm_up()
    {
        RateSchedule schedule = LearningRate.From(time => time.Step + (1000.0 * time.Epoch), "mine").WithWarmUp(4).Schedule;

        schedule.At(7, 8).Should().Be(8007);
        schedule.At(7, 1).Should().Be(503.5);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void An_invalid_rate_of_a_custom_function_is_reported_with_name_time_and_cure(double value, string shown)
    {
        RateSchedule schedule = LearningRate.From(time => time.Step < 12 ? 1 : value, "saw-tooth(0.1)").Schedule;
        Action call = () => schedule.At(12, 3);

        schedule.At(11, 3).Should().Be(1);
        call.Should().ThrowExactly<InvalidOperationException>().Which.Message
            .Should().ContainAll("'saw-tooth(0.1)'", $"is {shown} at step 12", "3 completed epochs", "(0, inf)", "must return a positive, finite number");
    }

    [Fact]
    public void The_rates_of_the_longest_possible_training_are_valid()
    {
        LearningRate[] rates =
        [
            LearningRate.InverseScaling(0.1, unit: RateUnit.Step), LearningRate.InverseScaling(0.1, 0.3, RateUnit.Step),
            LearningRate.InverseScaling(0.1, 1000, RateUnit.Step), LearningRate.Exponential(0.1, 0.9, RateUnit.Step),
            LearningRate.Exponential(0.1, 1, RateUnit.Step), LearningRate.Step(0.1, 0.5, 1, RateUnit.Step),
            LearningRate.Cosine(0.1, int.MaxValue, unit: RateUnit.Step),
            LearningRate.Constant(0.1).WithWarmUp(int.MaxValue, RateUnit.Step),
        ];
        foreach (LearningRate rate in rates)
        {
            foreach (long step in new[] { 1, 2, 1000, int.MaxValue, 1L << 40, long.MaxValue })
            {
                rate.Schedule.At(step, step - 1).Should().BeInRange(0, 0.1, $"of {rate} at {step}");
            }
        }
    }
}
