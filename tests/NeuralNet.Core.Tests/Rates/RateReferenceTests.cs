using NeuralNet.Core.Rates;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Rates;

/// <summary>Learning rates compared with PyTorch's schedulers and scikit-learn's formula.</summary>
public sealed class RateReferenceTests
{
    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("rates.csv");

    private static readonly Dictionary<string, Func<RateUnit, LearningRate>> _schedules = new()
    {
        ["constant"] = _ => LearningRate.Constant(0.25),
        ["inverse-scaling/0.25"] = unit => LearningRate.InverseScaling(0.1, 0.25, unit),
        ["inverse-scaling/0.5"] = unit => LearningRate.InverseScaling(0.1, 0.5, unit),
        ["inverse-scaling/1"] = unit => LearningRate.InverseScaling(0.1, 1, unit),
        ["inverse-scaling/1.5"] = unit => LearningRate.InverseScaling(0.1, 1.5, unit),
        ["exponential"] = unit => LearningRate.Exponential(0.1, 0.95, unit),
        ["step"] = unit => LearningRate.Step(0.1, 0.3, 7, unit),
        ["cosine"] = unit => LearningRate.Cosine(0.1, 50, unit: unit),
        ["cosine/lowest"] = unit => LearningRate.Cosine(0.1, 50, 0.002, unit),
        ["warm-up"] = unit => LearningRate.Constant(0.1).WithWarmUp(8, unit),
        ["warm-up/exponential"] = unit => LearningRate.Exponential(0.1, 0.95, unit).WithWarmUp(8, unit),
        ["warm-up/step"] = unit => LearningRate.Step(0.1, 0.3, 7, unit).WithWarmUp(10, unit),
        ["warm-up/cosine"] = unit => LearningRate.Cosine(0.1, 50, unit: unit).WithWarmUp(8, unit),
    };

    private static readonly Dictionary<string, LearningRate> _plateaus = new()
    {
        ["plateau"] = LearningRate.Constant(0.1).LoweredOnPlateau(),
        ["plateau/2 epochs"] = LearningRate.Constant(0.1).LoweredOnPlateau(0.5, 2),
        ["plateau/0 epochs"] = LearningRate.Constant(0.1).LoweredOnPlateau(0.7, 0, 0.01),
        ["plateau/any gain"] = LearningRate.Constant(0.1).LoweredOnPlateau(0.5, 3, 0),
        ["plateau/lowest"] = LearningRate.Constant(0.1).LoweredOnPlateau(0.5, 1, lowest: 0.004),
    };

    public static TheoryData<string, RateUnit> Schedules
    {
        get
        {
            TheoryData<string, RateUnit> data = [];
            foreach (string name in _schedules.Keys)
            {
                data.Add(name, RateUnit.Epoch);
                data.Add(name, RateUnit.Step);
            }

            return data;
        }
    }

    public static TheoryData<string> Plateaus => [.. _plateaus.Keys];

    [Theory]
    [MemberData(nameof(Schedules))]
    public void A_schedule_matches_the_reference_in_epochs_and_in_steps(string name, RateUnit unit)
    {
        RateSchedule schedule = _schedules[name](unit).Schedule;
        double[] expected = _reference[name];

        expected.Should().HaveCount(60);
        for (int t = 0; t < expected.Length; t++)
        {
            // The other clock, which must not matter, runs at a different pace.
            double rate = unit == RateUnit.Epoch ? schedule.At((17 * t) + 5, t) : schedule.At(t + 1, t / 9);
            rate.ShouldBeClose(expected[t], 1e-12, 0, $"{name} at {t}");
        }
    }

    [Theory]
    [MemberData(nameof(Plateaus))]
    public void A_rate_is_lowered_at_the_same_plateaus_as_in_the_reference(string name)
    {
        RateSchedule schedule = _plateaus[name].Schedule;
        double[] losses = _reference["plateau/losses"];
        double[] expected = _reference[name];
        var factor = new ReduceOnPlateauState();
        for (int epoch = 0; epoch < losses.Length; epoch++)
        {
            schedule.At((17 * epoch) + 5, epoch, factor).ShouldBeClose(expected[epoch], 1e-12, 0, $"{name} at {epoch}");
            factor.Observe(losses[epoch], schedule.Plateau!);
        }

        expected.Distinct().Should().HaveCountGreaterThan(1, "a rate that is never lowered would test nothing");
    }
}
