using NeuralNet.Core.Rates;
using NeuralNet.Core.Tests.Networks;

namespace NeuralNet.Core.Tests.Rates;

[Collection(AllocationsAlone.Name)]
public sealed class RateAllocationTests
{
    private const int Steps = 10_000;
    private const int Measurements = 5;

    private static readonly LearningRate[] _rates =
    [
        LearningRate.Constant(0.1), LearningRate.InverseScaling(0.1), LearningRate.InverseScaling(0.1, 0.3),
        LearningRate.Exponential(0.1, 0.9), LearningRate.Step(0.1, 0.5, 3), LearningRate.Cosine(0.1, Steps),
        LearningRate.From(time => 1.0 / time.Step, "mine"),
    ];

    public static TheoryData<string> Names => [.. _rates.Select(rate => rate.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rates_of_ten_thousand_steps_and_epochs_allocate_nothing(string name)
    {
        RateSchedule schedule = _rates.Single(rate => rate.Name == name).WithWarmUp(5).LoweredOnPlateau(0.99, 2).Schedule;
        long least = long.MaxValue;

        // The smallest of several measurements: a collection elsewhere would count as an allocation here.
        for (int measurement = 0; measurement < Measurements && least > 0; measurement++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(schedule);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);
    }

    private static void Run(RateSchedule schedule)
    {
        var factor = new ReduceOnPlateauState();
        for (int step = 1; step <= Steps; step++)
        {
            factor.Observe(schedule.At(step, step - 1, factor), schedule.Plateau!);
        }
    }
}
