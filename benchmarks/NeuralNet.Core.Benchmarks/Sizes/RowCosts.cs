namespace NeuralNet.Core.Benchmarks;

/// <summary>Time per full-batch epoch over the number of rows, from ten to a million.</summary>
internal static class RowCosts
{
    private const int Inputs = 32;
    private const int Most = 1_000_000;

    public static CostTable Measure(TimeSpan budget)
    {
        var scene = new Scene<float>(Most, Inputs);
        return CostTable.Measure(
            "rows",
            Sizes,
            [
                new("one thread", rows => Epoch(scene, rows, threads: 1)),
                new("two threads", rows => Epoch(scene, rows, threads: 2)),
                new("reading", rows => (() => PlainReading.Sum<float>(scene.Rows.Span[..(rows * Inputs)]), 1)),
            ],
            budget);
    }

    private static IReadOnlyList<int> Sizes { get; } =
        [.. ((int[])[10, 100, 1000, 10_000, 100_000]).SelectMany(decade => ((double[])[1, 1.5, 2, 3, 4, 5, 7]).Select(by => (int)(by * decade))), Most];

    private static (Action Call, int Units) Epoch(Scene<float> scene, int rows, int threads)
    {
        int epochs = Math.Clamp(Most / rows, 4, 1000);
        var options = new TrainingOptions { Epochs = epochs, BatchSize = TrainingOptions.FullBatch, Threads = threads };
        return (() => scene.Network.Fit(scene.Rows.Span[..(rows * Inputs)], scene.Targets.AsSpan(0, rows), options), epochs);
    }
}
