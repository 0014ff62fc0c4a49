using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Predictions, of a network and of its frozen copy.</summary>
internal static class PredictionChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(A_row_predicts_the_same_bits_alone_as_in_its_batch, description => new Twin<T>(description)
        {
            OnPredict = (network, rows, destination) =>
            {
                network.Predict(rows, destination);
                if (rows.Length > description.InputCount)
                {
                    destination[^1] = T.BitIncrement(destination[^1]);
                }
            },
        }),
        new(A_prediction_is_the_link_of_its_logit, description => new Twin<T>(description)
        {
            OnPredict = (network, rows, destination) => network.Logits(rows, destination),
        }),
        new(The_class_is_that_of_the_logits, description => new Twin<T>(description)
        {
            OnPredictClasses = (network, rows, destination) =>
            {
                network.PredictClasses(rows, destination);
                destination.Reverse();
            },
        }),
        new(Predicting_changes_nothing, description => new Twin<T>(description)
        {
            OnPredict = (network, rows, destination) =>
            {
                network.Predict(rows, destination);
                Faults<T>.Nudge((ILearner<T>)network);
            },
        }),
        new(A_frozen_network_is_a_copy, description => new Twin<T>(description) { OnFreeze = network => network }),
        new(A_frozen_network_predicts_the_bits_of_the_network, description => new Twin<T>(description)
        {
            OnFreeze = network => new TwinPredictor<T>(network.Freeze())
            {
                OnPredict = (frozen, rows, destination) =>
                {
                    frozen.Predict(rows, destination);
                    destination[0] = T.BitIncrement(destination[0]);
                },
            },
        }),
        new(A_frozen_network_serves_many_threads, description => new Twin<T>(description) { OnFreeze = SharesItsRoom }),
        new(A_prediction_allocates_nothing, description => new Twin<T>(description)
        {
            OnPredict = (network, rows, destination) => network.Predict(rows.ToArray(), destination),
        }),
    ];

    private static void A_row_predicts_the_same_bits_alone_as_in_its_batch(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Scales())
        {
            Table<T> table = scene.Data(rows: 23);
            ILearner<T> network = scene.Trained(description, table, scene.Shuffled(1));
            foreach (IPredictor<T> predictor in (IPredictor<T>[])[network, network.Freeze()])
            {
                IReadOnlyList<Table<T>> rows = table.Batches(1);
                Law.SameBits<T>(predictor.Logits(table), [.. rows.SelectMany(predictor.Logits)], "the logits of a batch");
                Law.SameBits<T>(predictor.Predict(table), [.. rows.SelectMany(predictor.Predict)], "the predictions of a batch");
                if (scene.IsClassifier)
                {
                    Law.SameBits<int>(
                        predictor.PredictClasses(table),
                        [.. rows.SelectMany(predictor.PredictClasses)],
                        "the classes of a batch");
                }
            }
        }
    }

    private static void A_prediction_is_the_link_of_its_logit(Scene<T> scene)
    {
        ILearner<T> network = scene.Build(scene.Describe());
        T[] logits = network.Logits(scene.Data());
        var expected = new T[logits.Length];
        for (int start = 0; start < logits.Length; start += scene.Pair.Outputs)
        {
            scene.Loss.OutputActivation.Apply<T>(logits.AsSpan(start, scene.Pair.Outputs), expected.AsSpan(start, scene.Pair.Outputs));
        }

        Law.SameBits<T>(network.Predict(scene.Data()), expected, "the predictions");
    }

    private static void The_class_is_that_of_the_logits(Scene<T> scene)
    {
        Table<T> table = scene.Data();
        ILearner<T> network = scene.Build(scene.Describe());
        if (!scene.IsClassifier)
        {
            Law.Refuses<InvalidOperationException>(() => network.PredictClasses(table), "a class where there is none");
            return;
        }

        T[] logits = network.Logits(table);
        int[] expected = scene.Pair.Outputs == 1
            ? [.. logits.Select(logit => logit > T.Zero ? 1 : 0)]
            : [.. logits.Chunk(scene.Pair.Outputs).Select(row => Array.IndexOf(row, row.Max()))];
        Law.SameBits<int>(network.PredictClasses(table), expected, "the classes");
    }

    private static void Predicting_changes_nothing(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Scales())
        {
            Table<T> table = scene.Natural();
            ILearner<T> asked = scene.Trained(description, table, scene.Shuffled(2));
            ILearner<T> left = scene.Trained(description, table, scene.Shuffled(2));
            asked.Predict(table);
            asked.Logits(table);
            asked.Freeze().Predict(table);
            Law.SameBits(asked, left, "after a prediction");
            asked.Fit(table, scene.Shuffled(2));
            left.Fit(table, scene.Shuffled(2));
            Law.SameBits(asked, left, "the training after a prediction");
        }
    }

    private static void A_frozen_network_is_a_copy(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Scales())
        {
            Table<T> table = scene.Data();
            ILearner<T> network = scene.Trained(description, table, scene.Shuffled(1));
            IPredictor<T> frozen = network.Freeze();
            T[] logits = network.Logits(table);
            T[] weights = network.Weights.ToArray();
            T[] bias = network.Bias.ToArray();
            network.SetWeights([.. weights.Select(weight => weight + T.One)], bias);
            network.Fit(table, scene.Shuffled(1));
            Law.SameBits<T>(frozen.Logits(table), logits, "the frozen logits after more training");
            Law.SameBits(frozen.Weights, weights, "the frozen weights after more training");
            Law.SameBits(frozen.Bias, bias, "the frozen bias after more training");
        }
    }

    private static void A_frozen_network_predicts_the_bits_of_the_network(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            Table<T> table = scene.Data();
            ILearner<T> network = scene.Trained(description, table, scene.Shuffled(1));
            IPredictor<T> frozen = network.Freeze();
            Law.SameBits(frozen, network, "frozen");
            Law.SameBits<T>(frozen.Logits(table), network.Logits(table), "the frozen logits");
            Law.SameBits<T>(frozen.Predict(table), network.Predict(table), "the frozen predictions");
            if (scene.IsClassifier)
            {
                Law.SameBits<int>(frozen.PredictClasses(table), network.PredictClasses(table), "the frozen classes");
            }
        }
    }

    private static void A_frozen_network_serves_many_threads(Scene<T> scene)
    {
        const int Calls = 64;
        const int Threads = 4;
        Table<T> table = scene.Data();
        IPredictor<T> frozen = scene.Trained(scene.Describe(), table, scene.Shuffled(1)).Freeze();
        T[][] expected = [.. table.Batches(1).Select(frozen.Predict)];
        IReadOnlyList<Table<T>> rows = table.Batches(1);
        var isWrong = new bool[Calls];

        // Threads of its own: a busy pool would make one call after the other.
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(first => new Thread(() =>
        {
            for (int call = first; call < Calls; call += Threads)
            {
                T[] prediction = frozen.Predict(rows[call % rows.Count]);
                isWrong[call] = !prediction.AsSpan().SequenceEqual(expected[call % rows.Count]);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Law.Holds(!isWrong.Contains(true), "another thread changed a prediction");
    }

    /// <summary>
    /// A frozen network that keeps the row of a call where the next call, of whatever thread, puts its own. The first calls of two
    /// threads meet there, however busy the machine is.
    /// </summary>
    private static TwinPredictor<T> SharesItsRoom(ILearner<T> network)
    {
        var room = new T[network.Description.InputCount];
        int owner = Environment.CurrentManagedThreadId;
        bool haveMet = false;
        return new TwinPredictor<T>(network.Freeze())
        {
            OnPredict = (frozen, rows, destination) =>
            {
                T[] own = rows.ToArray();
                own.CopyTo(room, 0);
                if (Environment.CurrentManagedThreadId != owner)
                {
                    // The thread that comes second finds the first one waiting.
                    SpinWait.SpinUntil(() => Volatile.Read(ref haveMet) || !room.AsSpan().SequenceEqual(own), TimeSpan.FromSeconds(30));
                    Volatile.Write(ref haveMet, true);
                }

                frozen.Predict(room, destination);
            },
        };
    }

    private static void A_prediction_allocates_nothing(Scene<T> scene)
    {
        Table<T> table = scene.Data();
        ILearner<T> network = scene.Build(scene.Describe());
        var destination = new T[table.Rows * table.Outputs];
        T[] row = table.Inputs[..Scene<T>.Columns];
        Allocation.IsNone(() => network.Predict(table.Inputs, destination), "a prediction of a batch");
        Allocation.IsNone(() => network.Predict(row, destination), "a prediction of a row");
    }
}
