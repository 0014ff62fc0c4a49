namespace NeuralNet.Core.Benchmarks;

/// <summary>Every ratio that the guard measures.</summary>
internal static class GuardedRatios
{
    private const int RowsInTurn = 200;
    private const int OnlineEpochs = 4;

    public static IReadOnlyList<GuardedRatio> All { get; } =
    [
        new("article, 2,000 iterations / scalar loop", Article),
        new("full batch 10,000 x 32 / TensorPrimitives", () => FullBatchAgainstTensor(10_000, 32)),
        new("full batch 10,000 x 32 / reading", () => FullBatchAgainstReading(10_000, 32)),
        new("full batch 2,000 x 512 / TensorPrimitives", () => FullBatchAgainstTensor(2_000, 512)),
        new("full batch 2,000 x 512 / reading", () => FullBatchAgainstReading(2_000, 512)),
        new("full batch 200,000 x 128 / reading", () => FullBatchAgainstReading(200_000, 128)),
        new("full batch 50,000 x 32, two threads / one", () => TwoThreads(50_000, 32)) { Threads = 2 },
        new("full batch 10,000 x 512, two threads / one", () => TwoThreads(10_000, 512)) { Threads = 2 },
        new("online epoch d=3 / scalar loop", () => OnlineAgainstScalar(3)),
        new("online epoch d=32 / scalar loop", () => OnlineAgainstScalar(32)),
        new("online epoch d=512 / TensorPrimitives", () => OnlineAgainstTensor(512)),
        new("online epoch d=32, shuffled / scalar loop in order", Shuffled),
        new("softmax k=10 d=32, batch 32, momentum / TensorPrimitives", () => Softmax(32, SoftmaxStep.Momentum)),
        new("softmax k=10 d=32, batch 32, Adam / TensorPrimitives", () => Softmax(32, SoftmaxStep.Adam)),
        new("softmax k=10 d=784, batch 32, momentum / TensorPrimitives", () => Softmax(784, SoftmaxStep.Momentum)),
        new("softmax k=10 d=784, batch 32, Adam / TensorPrimitives", () => Softmax(784, SoftmaxStep.Adam)),
        new("Learn one row d=3 / scalar loop", () => LearnRow(3)),
        new("Learn one row d=32 / scalar loop", () => LearnRow(32)),
        new("Learn one row d=512 / TensorPrimitives", LearnRowAgainstTensor),
        new("Predict one row d=3 / TensorPrimitives", () => PredictRow(3)),
        new("Predict one row d=32 / TensorPrimitives", () => PredictRow(32)),
        new("Predict one row d=512 / TensorPrimitives", () => PredictRow(512)),
        new("Predict one row, softmax k=10 d=32 / TensorPrimitives", PredictSoftmaxRow),
        new("Predict 10,000 x 32 / TensorPrimitives", () => PredictRows(10_000, 32)),
        new("Predict 2,000 x 512 / TensorPrimitives", () => PredictRows(2_000, 512)),
        new("L-BFGS iteration 10,000 x 32 / reading", Lbfgs),
    ];

    private static Contest Article()
    {
        var scene = new ArticleScene(iterations: 2_000);
        return new(() => scene.Fit(), () => scene.LearnByScalarLoop());
    }

    private static Contest FullBatchAgainstTensor(int rows, int inputs)
    {
        var scene = new Scene<float>(rows, inputs);
        int epochs = EpochsOf(rows * inputs);
        TrainingOptions options = FullBatch(epochs);
        return new(
            () => scene.Fit(options),
            () => Repeat(epochs, () => scene.Tensor.LearnEpoch(scene.Rows.Span, scene.Targets, rows)));
    }

    private static Contest FullBatchAgainstReading(int rows, int inputs)
    {
        var scene = new Scene<float>(rows, inputs);
        int epochs = EpochsOf(rows * inputs);
        TrainingOptions options = FullBatch(epochs);
        return new(
            () => scene.Fit(options),
            () => Repeat(epochs, () => PlainReading.Sum<float>(scene.Rows.Span)));
    }

    private static Contest TwoThreads(int rows, int inputs)
    {
        var scene = new Scene<float>(rows, inputs);
        TrainingOptions one = FullBatch(EpochsOf(rows * inputs));
        TrainingOptions two = one with { Threads = 2 };
        return new(() => scene.Fit(two), () => scene.Fit(one));
    }

    private static Contest OnlineAgainstScalar(int inputs)
    {
        Scene<float> scene = OnlineScene(inputs);
        TrainingOptions options = Online(shuffle: false);
        return new(() => scene.Fit(options), () => LearnByScalarLoop(scene));
    }

    private static Contest OnlineAgainstTensor(int inputs)
    {
        Scene<float> scene = OnlineScene(inputs);
        TrainingOptions options = Online(shuffle: false);
        return new(
            () => scene.Fit(options),
            () => Repeat(OnlineEpochs, () => scene.Tensor.LearnEpoch(scene.Rows.Span, scene.Targets, batchSize: 1)));
    }

    private static Contest Shuffled()
    {
        var scene = new Scene<float>(20_000, 32);
        TrainingOptions options = Online(shuffle: true);
        return new(() => scene.Fit(options), () => LearnByScalarLoop(scene));
    }

    private static Contest Softmax(int inputs, SoftmaxStep step)
    {
        var scene = new SoftmaxScene(1024, inputs, step);
        return new(() => scene.FitEpoch(), scene.LearnEpochByTensorPrimitives);
    }

    private static Contest LearnRow(int inputs)
    {
        var scene = new Scene<float>(RowTurn<float>.RowCount, inputs);
        return new(
            LearnRowsInTurn(scene),
            () =>
            {
                var turn = new RowTurn<float>(scene.Rows);
                for (int time = 0; time < RowsInTurn; time++)
                {
                    ReadOnlySpan<float> values = turn.Next(out int row);
                    scene.Scalar.Learn(values, scene.Targets[row]);
                }
            });
    }

    private static Contest LearnRowAgainstTensor()
    {
        var scene = new Scene<float>(RowTurn<float>.RowCount, 512);
        return new(
            LearnRowsInTurn(scene),
            () =>
            {
                var turn = new RowTurn<float>(scene.Rows);
                for (int time = 0; time < RowsInTurn; time++)
                {
                    ReadOnlySpan<float> values = turn.Next(out int row);
                    scene.Tensor.Learn(values, scene.Targets[row]);
                }
            });
    }

    private static Action LearnRowsInTurn(Scene<float> scene) => () =>
    {
        var turn = new RowTurn<float>(scene.Rows);
        for (int time = 0; time < RowsInTurn; time++)
        {
            ReadOnlySpan<float> values = turn.Next(out int row);
            scene.Network.Learn(values, scene.Targets[row]);
        }
    };

    private static Contest PredictRow(int inputs)
    {
        var scene = new Scene<float>(RowTurn<float>.RowCount, inputs);
        FrozenPerceptron<float> frozen = scene.Network.Freeze();
        var sum = new float[1];
        return new(
            () =>
            {
                var turn = new RowTurn<float>(scene.Rows);
                for (int time = 0; time < RowsInTurn; time++)
                {
                    sum[0] += frozen.Predict(turn.Next(out _));
                }
            },
            () =>
            {
                var turn = new RowTurn<float>(scene.Rows);
                for (int time = 0; time < RowsInTurn; time++)
                {
                    sum[0] += scene.Tensor.Predict(turn.Next(out _));
                }
            });
    }

    private static Contest PredictSoftmaxRow()
    {
        var scene = new SoftmaxScene(RowTurn<float>.RowCount, 32, SoftmaxStep.Momentum);
        FrozenPerceptron<float> frozen = scene.Network.Freeze();
        var predictions = new float[SoftmaxScene.Classes];
        return new(
            () =>
            {
                var turn = new RowTurn<float>(scene.Rows);
                for (int time = 0; time < RowsInTurn; time++)
                {
                    frozen.Predict(turn.Next(out _), predictions);
                }
            },
            () =>
            {
                var turn = new RowTurn<float>(scene.Rows);
                for (int time = 0; time < RowsInTurn; time++)
                {
                    scene.Tensor.Predict(turn.Next(out _), predictions);
                }
            });
    }

    private static Contest PredictRows(int rows, int inputs)
    {
        var scene = new Scene<float>(rows, inputs);
        FrozenPerceptron<float> frozen = scene.Network.Freeze();
        var predictions = new float[rows];
        return new(
            () => frozen.Predict(scene.Rows.Span, predictions),
            () => scene.Tensor.Predict(scene.Rows.Span, predictions));
    }

    private static Contest Lbfgs()
    {
        var scene = new LbfgsScene(10_000, 32);
        return new(
            () => scene.Fit(),
            () => Repeat(scene.Iterations, () => PlainReading.Sum(scene.Rows)));
    }

    /// <summary>So many rows that no branch predictor learns their labels by heart.</summary>
    private static Scene<float> OnlineScene(int inputs) => new(inputs < 100 ? 8192 : 1024, inputs);

    private static void LearnByScalarLoop(Scene<float> scene) =>
        Repeat(OnlineEpochs, () => scene.Scalar.LearnEpoch(scene.Rows.Span, scene.Targets, batchSize: 1));

    /// <summary>Enough for the check of the rows at the door to weigh little, few enough for a short sample.</summary>
    private static int EpochsOf(int elements) => Math.Clamp(5_000_000 / elements, 2, 20);

    private static TrainingOptions FullBatch(int epochs) =>
        new() { Epochs = epochs, BatchSize = TrainingOptions.FullBatch };

    private static TrainingOptions Online(bool shuffle) =>
        new() { Epochs = OnlineEpochs, BatchSize = 1, Shuffle = shuffle };

    private static void Repeat(int times, Action work)
    {
        for (int time = 0; time < times; time++)
        {
            work();
        }
    }
}
