using System.Numerics;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>A refused call leaves no trace: the next training gives the bits of a network on which it was not tried.</summary>
internal static class RefusalChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T NaN = T.CreateTruncating(double.NaN);

    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(Refused_inputs_change_nothing, Faults<T>.ChangesBeforeItRefuses),
        new(Refused_targets_change_nothing, Faults<T>.ChangesBeforeItRefuses),
        new(Refused_labels_change_nothing, Faults<T>.ChangesBeforeItRefuses),
        new(Refused_weights_of_rows_change_nothing, Faults<T>.ChangesBeforeItRefuses),
        new(Refused_lengths_change_nothing, Faults<T>.ChangesBeforeItRefuses),
        new(Refused_steps_change_nothing, description => new Twin<T>(description)
        {
            OnLearn = (network, batch, destination) =>
            {
                try
                {
                    network.Learn(batch, destination);
                }
                catch
                {
                    Faults<T>.Nudge(network);
                    throw;
                }
            },
        }),
        new(Refused_weights_to_set_change_nothing, description => new Twin<T>(description)
        {
            OnSetWeights = (network, weights, bias) =>
            {
                try
                {
                    network.SetWeights(weights, bias);
                }
                catch
                {
                    Faults<T>.Nudge(network);
                    throw;
                }
            },
        }),
        new(A_stream_that_is_refused_on_the_way_leaves_the_last_whole_epoch, Faults<T>.ChangesBeforeItRefuses),
        new(What_an_optimizer_can_not_do_is_refused_in_its_own_words, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call with { Options = call.Options! with { BatchSize = null } }),
        }),
    ];

    private static void Refused_inputs_change_nothing(Scene<T> scene)
    {
        foreach (T bad in (T[])[NaN, T.One / T.Zero])
        {
            Table<T> table = scene.Natural();
            table = table.MapInputs((value, row, column) => row == 3 && column == 1 ? bad : value);
            AreRefused(scene, table, $"an input of {bad}");
        }
    }

    private static void Refused_targets_change_nothing(Scene<T> scene)
    {
        double low = scene.Loss.Targets.Interval.Low;
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.IsInfinity(low) ? low : low - 1])
        {
            Table<T> table = scene.Data();
            table.Targets[^1] = T.CreateTruncating(bad);
            AreRefused(scene, table, $"a target of {bad}");
        }
    }

    private static void Refused_labels_change_nothing(Scene<T> scene)
    {
        Table<T> table = TableMaker<T>.Labelled(scene.Data(), 2);
        if (!scene.IsClassifier)
        {
            LeaveNoTrace(scene, network => Law.Refuses<InvalidOperationException>(
                () => network.Fit(table, scene.InOrder(1)), "a label where there are no classes"));
            return;
        }

        foreach (int bad in (int[])[-1, Math.Max(2, scene.Pair.Outputs)])
        {
            AreRefused(scene, table with { Labels = [.. table.Labels![..^1], bad] }, $"a label of {bad}");
        }

        AreRefused(scene, table with { Labels = new int[table.Rows] }, "labels of one class alone");
    }

    private static void Refused_weights_of_rows_change_nothing(Scene<T> scene)
    {
        T[] ones = Numbers.Of<T>(Enumerable.Repeat(1.0, Scene<T>.Rows).ToArray());
        foreach (T bad in (T[])[NaN, -T.One, T.One / T.Zero])
        {
            AreRefused(scene, scene.Natural() with { Weights = [.. ones[..^1], bad] }, $"a weight of {bad}");
        }

        AreRefused(scene, scene.Natural() with { Weights = new T[Scene<T>.Rows] }, "weights that are all 0");
        AreRefused(scene, scene.Natural() with { Weights = ones[1..] }, "a weight too few");
    }

    private static void Refused_lengths_change_nothing(Scene<T> scene)
    {
        Table<T> table = scene.Data();
        AreRefused(scene, table with { Inputs = table.Inputs[1..] }, "a number too few");
        AreRefused(scene, table with { Targets = table.Targets[1..] }, "a target too few");
        AreRefused(scene, table with { Inputs = [], Targets = [] }, "no row at all");
    }

    private static void Refused_steps_change_nothing(Scene<T> scene)
    {
        if (!scene.CanLearn)
        {
            LeaveNoTrace(scene, network => Law.Refuses<InvalidOperationException>(
                () => network.Learn(scene.Batch(scene.Natural())), "a step of an optimizer that takes none"));
            return;
        }

        Table<T> batch = scene.Batch(scene.Data());
        Table<T> badInput = batch.MapInputs((value, row, column) => row == batch.Rows - 1 && column == 1 ? NaN : value);
        Table<T> badTarget = batch with { Targets = [.. batch.Targets[..^1], NaN] };
        Table<T> badWeight = batch with { Weights = [.. new T[batch.Rows - 1], -T.One] };
        foreach (Table<T> bad in (Table<T>[])[badInput, badTarget, badWeight, batch with { Inputs = batch.Inputs[1..] }])
        {
            LeaveNoTrace(scene, network =>
            {
                Law.Refuses<ArgumentException>(() => network.Learn(bad.Examples, default), "a bad step");
                if (scene.Pair.Outputs == 1 && batch.Rows == 1)
                {
                    Law.Refuses<ArgumentException>(() => network.LearnRow(bad.Examples), "a bad step of a row");
                }
            });
        }
    }

    private static void Refused_weights_to_set_change_nothing(Scene<T> scene)
    {
        LeaveNoTrace(scene, network =>
        {
            T[] weights = network.Weights.ToArray();
            T[] bias = network.Bias.ToArray();
            Law.Refuses<ArgumentException>(() => network.SetWeights([.. weights[..^1], NaN], bias), "a weight of NaN");
            Law.Refuses<ArgumentException>(() => network.SetWeights(weights, [.. bias[..^1], NaN]), "a bias of NaN");
            Law.Refuses<ArgumentException>(() => network.SetWeights(weights.AsSpan(1), bias), "a weight too few");
        });
    }

    private static void A_stream_that_is_refused_on_the_way_leaves_the_last_whole_epoch(Scene<T> scene)
    {
        Table<T> table = scene.Data();
        Table<T> bad = table.MapInputs((value, row, _) => row == Scene<T>.Rows - 1 ? NaN : value);
        int batchSize = scene.Limits.BatchSize == 1 ? 1 : 5;
        LeaveNoTrace(scene, network => Law.Refuses<ArgumentException>(
            () => network.Fit(new FitCall<T> { Stream = [.. bad.Batches(batchSize).Select(batch => batch.Examples)] }),
            "a bad last batch of a stream"));
    }

    private static void What_an_optimizer_can_not_do_is_refused_in_its_own_words(Scene<T> scene)
    {
        OptimizerLimits limits = scene.Limits;
        PerceptronBuilder<T> description = scene.Describe();
        Agree(limits.NoPenalty, () => description.WithPenalty(Penalty.L2(0.1)));
        Agree(limits.NoPenalty ?? limits.NoL1Penalty, () => description.WithPenalty(Penalty.L1(0.1)));
        Agree(limits.NoClipping, () => description.WithGradientClipping(GradientClipping.ByNorm(1)));
        Agree(limits.NoAveraging, () => description.WithAveraging());
        Agree(limits.UsesLearningRate ? null : "WithLearningRate", () => description.WithLearningRate(0.1));
        Agree(limits.NoSteps, () => scene.Build(description).Learn(scene.Batch(scene.Data())));
        foreach (int batchSize in (int[])[1, 5, TrainingOptions.FullBatch])
        {
            Agree(
                limits.BatchSize is { } only && only != batchSize ? "BatchSize" : null,
                () => scene.Build(description).Fit(scene.Data(), scene.InOrder(1, batchSize)));
        }

        void Agree(string? reason, Action call)
        {
            if (reason is null)
            {
                call();
                return;
            }

            string message = Law.Refuses<InvalidOperationException>(call, $"what '{scene.Optimizer}' can't do").Message;
            Law.Holds(
                message.Contains(scene.Optimizer.Name, StringComparison.Ordinal)
                    && message.Contains(reason, StringComparison.OrdinalIgnoreCase),
                $"the refusal does not name '{scene.Optimizer}' and '{reason}': {message}");
        }
    }

    private static void AreRefused(Scene<T> scene, Table<T> table, string what) => LeaveNoTrace(
        scene, network => Law.Refuses<ArgumentException>(() => network.Fit(table, scene.InOrder(2)), what));

    private static void LeaveNoTrace(Scene<T> scene, Action<ILearner<T>> refused)
    {
        foreach (PerceptronBuilder<T> description in scene.Scales())
        {
            Table<T> table = scene.Natural();
            ILearner<T> tried = scene.Trained(description, table, scene.Shuffled(2));
            ILearner<T> left = scene.Trained(description, table, scene.Shuffled(2));
            refused(tried);
            Law.SameBits(tried, left, "the weights after a refused call");
            Law.Holds(tried.CompletedEpochs == left.CompletedEpochs, "a refused call completed an epoch");
            tried.Fit(table, scene.Shuffled(2));
            left.Fit(table, scene.Shuffled(2));
            if (scene.CanLearn)
            {
                tried.Learn(scene.Batch(table));
                left.Learn(scene.Batch(table));
            }

            Law.SameBits(tried, left, "the training after a refused call");
        }
    }
}
