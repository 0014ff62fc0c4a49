namespace NeuralNet.Core.Tests.Training;

public sealed class TrainingOptionsTests : RefusalTests<double>
{
    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new TrainingOptions();

        options.Epochs.Should().Be(100);
        options.BatchSize.Should().BeNull();
        options.Shuffle.Should().BeTrue();
        options.Threads.Should().Be(1);
        options.Tolerance.Should().BeNull();
        options.Patience.Should().Be(5);
        options.ValidationFraction.Should().BeNull();
        options.MinimumImprovement.Should().Be(0);
        TrainingOptions.FullBatch.Should().Be(int.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Epochs_below_one_are_rejected(int epochs) =>
        Refused<ArgumentOutOfRangeException>(
            () => _ = new TrainingOptions { Epochs = epochs }, "Epochs", $"Epochs is {epochs}", "1 or more");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_batch_size_below_one_is_rejected(int batchSize) =>
        Refused<ArgumentOutOfRangeException>(
            () => _ = new TrainingOptions { BatchSize = batchSize },
            "BatchSize",
            $"BatchSize is {batchSize}",
            "1 (online) or more",
            "TrainingOptions.FullBatch");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Threads_below_one_are_rejected(int threads) =>
        Refused<ArgumentOutOfRangeException>(
            () => _ = new TrainingOptions { Threads = threads }, "Threads", $"Threads is {threads}", "1 or more");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_patience_below_one_is_rejected(int patience) =>
        Refused<ArgumentOutOfRangeException>(
            () => _ = new TrainingOptions { Patience = patience }, "Patience", $"Patience is {patience}", "1 or more");

    [Theory]
    [InlineData(-1e-9, "-1E-09")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void A_tolerance_that_is_negative_or_not_finite_is_rejected(double tolerance, string shown) =>
        Refused<ArgumentOutOfRangeException>(
            () => _ = new TrainingOptions { Tolerance = tolerance }, "Tolerance", $"Tolerance is {shown}", "[0, inf)", "null");

    [Fact]
    public void The_smallest_allowed_values_are_accepted()
    {
        var least = new TrainingOptions { Epochs = 1, BatchSize = 1, Patience = 1, Tolerance = 0 };

        (least with { Tolerance = null }).Should().Be(new TrainingOptions { Epochs = 1, BatchSize = 1, Patience = 1 });
    }
}
