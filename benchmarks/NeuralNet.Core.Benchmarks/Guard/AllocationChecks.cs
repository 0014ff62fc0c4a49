namespace NeuralNet.Core.Benchmarks;

/// <summary>What has to allocate nothing, exactly.</summary>
internal static class AllocationChecks
{
    private const int Rows = 300;
    private const int Inputs = 33;
    private const int FewEpochs = 50;
    private const int ManyEpochs = 550;

    private static readonly TrainingOptions Early = new() { ValidationFraction = 0.2, Patience = int.MaxValue };

    public static IReadOnlyList<AllocationCheck> All { get; } =
    [
        new("bytes of Learn, one row", LearnRow),
        new("bytes of Learn, 32 rows", LearnRows),
        new("bytes of Predict, one row", PredictRow),
        new("bytes of Predict, 300 rows", PredictRows),
        new("bytes of Predict, one row, softmax", PredictSoftmax),
        new("bytes of 500 epochs, online, shuffled", () => Epochs(new() { BatchSize = 1 })),
        new("bytes of 500 epochs, batch 32", () => Epochs(new())),
        new("bytes of 500 epochs, full batch", () => Epochs(FullBatch(new()))),
        new("bytes of 500 epochs, full batch, two threads", () => Epochs(FullBatch(new()) with { Threads = 2 })),
        new("bytes of 500 epochs, batch 32, early stopping", () => Epochs(Early)),
        new("bytes of 500 epochs, full batch, early stopping", () => Epochs(FullBatch(Early))),
        new("bytes of 500 epochs, full batch, early stopping, two threads", () => Epochs(FullBatch(Early) with { Threads = 2 })),
    ];

    private static TrainingOptions FullBatch(TrainingOptions options) => options with { BatchSize = TrainingOptions.FullBatch };

    private static long LearnRow()
    {
        var scene = new Scene<float>(Rows, Inputs);
        return Least(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                scene.Network.Learn(scene.Rows.Row(row), scene.Targets[row]);
            }
        });
    }

    private static long LearnRows()
    {
        var scene = new Scene<float>(32, Inputs);
        return Least(() => scene.Network.Learn(scene.Rows.Span, scene.Targets));
    }

    private static long PredictRow()
    {
        var scene = new Scene<float>(Rows, Inputs);
        FrozenPerceptron<float> frozen = scene.Network.Freeze();
        float sum = 0;
        return Least(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                sum += frozen.Predict(scene.Rows.Row(row)) + scene.Network.Predict(scene.Rows.Row(row));
            }
        });
    }

    private static long PredictRows()
    {
        var scene = new Scene<float>(Rows, Inputs);
        FrozenPerceptron<float> frozen = scene.Network.Freeze();
        var predictions = new float[Rows];
        return Least(() =>
        {
            frozen.Predict(scene.Rows.Span, predictions);
            scene.Network.Predict(scene.Rows.Span, predictions);
        });
    }

    private static long PredictSoftmax()
    {
        var scene = new SoftmaxScene(Rows, Inputs, SoftmaxStep.Momentum);
        FrozenPerceptron<float> frozen = scene.Network.Freeze();
        var predictions = new float[SoftmaxScene.Classes];
        return Least(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                frozen.Predict(scene.Rows.Row(row), predictions);
                scene.Network.Predict(scene.Rows.Row(row), predictions);
            }
        });
    }

    /// <summary>What more epochs allocate, beyond the room for their losses in the histories.</summary>
    private static long Epochs(TrainingOptions options)
    {
        var scene = new Scene<float>(Rows, Inputs);
        TrainingOptions few = options with { Epochs = FewEpochs };
        TrainingOptions many = options with { Epochs = ManyEpochs };
        int histories = options.ValidationFraction is null ? 1 : 2;
        return Least(() => Fit(many)) - Least(() => Fit(few)) - (histories * sizeof(double) * (ManyEpochs - FewEpochs));

        void Fit(TrainingOptions options)
        {
            if (scene.Fit(options).Epochs != options.Epochs)
            {
                throw new InvalidOperationException($"The training stopped before its {options.Epochs} epochs.");
            }
        }
    }

    /// <summary>
    /// The least of some measurements in all threads: what the work itself allocates is in each, what the runtime does
    /// meanwhile is not.
    /// </summary>
    private static long Least(Action work)
    {
        const int Attempts = 8;
        work();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            work();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }
}
