namespace NeuralNet.Core.Tests.Training;

/// <summary>Progress that is reported within an epoch.</summary>
public sealed class PassProgressTests
{
    private const int Rows = 100;
    private static readonly float[] Inputs = [.. Enumerable.Range(0, Rows).Select(row => (float)row)];
    private static readonly bool[] Labels = [.. Enumerable.Range(0, Rows).Select(row => row % 3 == 0)];
    private static readonly TrainingOptions EveryBatch = new() { Epochs = 2, BatchSize = 25, ProgressInterval = TimeSpan.Zero };

    private static Examples<float>[] Batches => [.. Enumerable.Range(0, 4).Select(batch => new Examples<float>(
        Inputs.AsMemory(batch * 25, 25), Labels.AsMemory(batch * 25, 25)))];

    private static List<TrainingProgress> Reports(Func<IProgress<TrainingProgress>, TrainingResult<float>> fit)
    {
        var reports = new List<TrainingProgress>();
        fit(new ProgressHandler(reports.Add));
        return reports;
    }

    [Fact]
    public void A_source_counts_its_rows_from_the_first_pass_on()
    {
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(1).WithStandardization().Build();

        List<TrainingProgress> reports = Reports(progress => network.Fit(Batches, EveryBatch with { BatchSize = null }, progress: progress));

        reports.Select(report => (report.Epoch, report.Rows, report.RowCount, report.IsPreparing)).Should().Equal(
            (0, 25, null, true), (0, 50, null, true), (0, 75, null, true), (0, 100, null, true),
            (0, 25, 100, false), (0, 50, 100, false), (0, 75, 100, false), (0, 100, 100, false), (1, 0, 100, false),
            (1, 25, 100, false), (1, 50, 100, false), (1, 75, 100, false), (1, 100, 100, false), (2, 0, 100, false));
        reports.Select(report => report.Fraction).Should().BeInAscendingOrder().And.EndWith([1.0]);
        reports.Where(report => report.Epoch == 0).Should().OnlyContain(report => double.IsNaN(report.Loss) && report.IsWithinEpoch);
        reports[^2].Loss.Should().Be(reports[8].Loss);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(1)]
    public void Rows_in_memory_are_counted_in_each_epoch(int batchSize)
    {
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(1).Build();

        List<TrainingProgress> reports = Reports(progress => network.Fit(Inputs, Labels, EveryBatch with { BatchSize = batchSize }, progress));

        reports.Should().OnlyContain(report => report.RowCount == Rows);
        foreach (int epoch in new[] { 0, 1 })
        {
            TrainingProgress[] within = [.. reports.Where(report => report.Epoch == epoch && report.IsWithinEpoch)];
            within.Select(report => report.Rows).Should().BeInAscendingOrder().And.EndWith([100L]);
        }

        reports.Count(report => !report.IsWithinEpoch).Should().Be(2);
    }

    [Fact]
    public void Passive_aggressive_steps_are_counted_too()
    {
        float[] many = [.. Enumerable.Range(0, 1000).Select(row => (float)row)];
        bool[] labels = [.. many.Select(value => value > 400)];
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(1)
            .WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive()).Build();

        List<TrainingProgress> reports = Reports(progress => network.Fit(many, labels, new() { Epochs = 1, ProgressInterval = TimeSpan.Zero }, progress));

        reports.Select(report => report.Rows).Should().Equal(256, 512, 768, 0);
    }

    [Fact]
    public void Reports_within_an_epoch_change_no_bit()
    {
        Perceptron<float> told = Perceptron.BinaryClassifier<float>(1).WithStandardization().Build();
        Perceptron<float> untold = Perceptron.BinaryClassifier<float>(1).WithStandardization().Build();

        Reports(progress => told.Fit(Inputs, Labels, EveryBatch, progress));
        untold.Fit(Inputs, Labels, EveryBatch);

        told.ToBytes().Should().Equal(untold.ToBytes());
    }

    [Fact]
    public void Without_an_interval_and_with_a_long_one_only_ends_of_epochs_are_reported()
    {
        foreach (TimeSpan? interval in new TimeSpan?[] { null, TimeSpan.FromDays(1) })
        {
            Perceptron<float> network = Perceptron.BinaryClassifier<float>(1).Build();
            Reports(progress => network.Fit(Inputs, Labels, EveryBatch with { ProgressInterval = interval }, progress))
                .Select(report => (report.Epoch, report.Rows)).Should().Equal((1, 0), (2, 0));
        }
    }

    [Fact]
    public void Within_an_epoch_the_network_cannot_be_saved_and_a_handler_that_throws_undoes_the_epoch()
    {
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(1).Build();
        int saved = 0;

        network.Invoking(it => Reports(_ => it.Fit(Inputs, Labels, EveryBatch, new ProgressHandler(progress =>
        {
            if (progress.IsWithinEpoch && progress.Epoch == 1)
            {
                it.ToBytes();
            }
            else if (!progress.IsWithinEpoch)
            {
                saved += it.ToBytes().Length > 0 ? 1 : 0;
            }
        })))).Should().Throw<InvalidOperationException>().WithMessage("*only between two epochs*");

        saved.Should().Be(1);
        network.CompletedEpochs.Should().Be(1);
    }

    [Fact]
    public void A_negative_interval_is_rejected()
    {
        FluentActions.Invoking(() => new TrainingOptions { ProgressInterval = TimeSpan.FromTicks(-1) })
            .Should().Throw<ArgumentOutOfRangeException>();
    }
}
