namespace NeuralNet.Core.Benchmarks;

/// <summary>Time per row over the number of inputs: around every width of a register, a tile and a page, and between them.</summary>
internal static class InputCosts
{
    /// <summary>Half a megabyte of values at any number of inputs, so that the plot shows the work and not the caches.</summary>
    private const int Values = 128 * 1024;

    private const int RowStep = 32;
    private const int MostRows = 8192;
    private const int Epochs = 4;

    public static CostTable Measure(TimeSpan budget)
    {
        Dictionary<int, Scene<float>> scenes = Sizes.ToDictionary(inputs => inputs, inputs => new Scene<float>(RowsOf(inputs), inputs));
        return CostTable.Measure(
            "inputs",
            Sizes,
            [
                new("full-batch training", inputs => Training(scenes[inputs], TrainingOptions.FullBatch)),
                new("online training", inputs => Training(scenes[inputs], batchSize: 1)),
                new("prediction of many rows", inputs => Prediction(scenes[inputs])),
                new("reading", inputs => Reading(scenes[inputs])),
            ],
            budget);
    }

    private static IReadOnlyList<int> Sizes { get; } =
    [
        .. Enumerable.Range(1, 16), 24, 31, 32, 33, 48, 63, 64, 65, 96, 127, 128, 129, 255, 256, 257, 384, 511, 512, 513,
        784, 785, 1000, 1024, 1025, 2000, 2048, 3000, 4096,
    ];

    private static int RowsOf(int inputs) => Math.Clamp(Values / inputs / RowStep * RowStep, RowStep, MostRows);

    private static (Action Call, int Units) Training(Scene<float> scene, int batchSize)
    {
        var options = new TrainingOptions { Epochs = Epochs, BatchSize = batchSize, Shuffle = false };
        return (() => scene.Fit(options), Epochs * scene.Targets.Length);
    }

    private static (Action Call, int Units) Prediction(Scene<float> scene)
    {
        FrozenPerceptron<float> frozen = scene.Network.Freeze();
        var predictions = new float[scene.Targets.Length];
        return (() => frozen.Predict(scene.Rows.Span, predictions), predictions.Length);
    }

    private static (Action Call, int Units) Reading(Scene<float> scene) =>
        (() => PlainReading.Sum<float>(scene.Rows.Span), scene.Targets.Length);
}
