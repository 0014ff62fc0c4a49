using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>What a training may depend on, and what it may touch.</summary>
internal static class DataChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static long _calls;
    private static Learner<T>? _shared;

    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(The_callers_inputs_targets_and_weights_are_left_alone, description => new Twin<T>(description)
        {
            OnFit = (network, call) =>
            {
                Outcome outcome = network.Fit(call);
                MemoryMarshal.AsMemory(call.Examples!.SampleWeights).Span[0] = T.One;
                return outcome;
            },
        }),
        new(The_callers_labels_are_left_alone, description => new Twin<T>(description)
        {
            OnFit = (network, call) =>
            {
                Outcome outcome = network.Fit(call);
                MemoryMarshal.AsMemory(call.Examples!.Labels).Span.Reverse();
                return outcome;
            },
        }),
        new(The_same_seed_gives_the_same_bits, description => new Twin<T>(description.WithSeed(_calls++))),
        new(Another_seed_takes_the_rows_in_another_order, description => new Twin<T>(description.WithSeed(7))),
        new(Two_networks_of_one_description_are_independent, ShareOneNetwork),
        new(The_number_of_epochs_completed_is_told, description => new Twin<T>(description)
        {
            OnCompletedEpochs = network => network.CompletedEpochs + 1,
        }),
        new(The_text_names_the_loss_and_the_optimizer, description => new Twin<T>(description)
        {
            OnText = network => network.Text.Replace(description.Optimizer.Name, "an optimizer", StringComparison.Ordinal),
        }),
        new(Labels_are_targets_at_the_ends_of_the_interval, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call.With(examples => examples.HasLabels
                ? new(examples.Inputs, examples.Labels.ToArray().Reverse().ToArray())
                : examples)),
        }),
        new(A_stream_gives_the_bits_of_its_batches_in_memory, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call with { Stream = [.. call.Stream.Reverse()] }),
        }),
        new(A_stream_as_one_batch_gives_all_rows_at_once, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call with { Stream = [.. call.Stream.Take(3)] }),
        }),
        new(A_batch_of_all_the_rows_is_the_full_batch, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call with
            {
                Options = call.Options!.BatchSize == TrainingOptions.FullBatch
                    ? call.Options
                    : call.Options with { BatchSize = Scene<T>.Rows - 1 },
            }),
        }),
    ];

    private static void The_callers_inputs_targets_and_weights_are_left_alone(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            Table<T> table = scene.Data() with { Weights = [.. Enumerable.Range(2, Scene<T>.Rows).Select(T.CreateTruncating)] };
            IsLeftAlone(scene, description, table);
        }
    }

    private static void The_callers_labels_are_left_alone(Scene<T> scene)
    {
        if (!scene.IsClassifier)
        {
            Law.Refuses<InvalidOperationException>(
                () => scene.Build(scene.Describe()).Fit(TableMaker<T>.Labelled(scene.Data(), 2), scene.InOrder(1)),
                "a label where there are no classes");
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Scales())
        {
            IsLeftAlone(scene, description, scene.Labelled());
        }
    }

    private static void IsLeftAlone(Scene<T> scene, PerceptronBuilder<T> description, Table<T> table)
    {
        Table<T> copy = table.Copy();
        ILearner<T> network = scene.Build(description);
        network.Fit(table, scene.Shuffled(2));
        network.Predict(table);
        if (scene.CanLearn)
        {
            network.Learn(scene.Batch(table));
        }

        Law.SameBits<T>(table.Inputs, copy.Inputs, "the inputs");
        Law.SameBits<T>(table.Targets, copy.Targets, "the targets");
        Law.SameBits<T>(table.Weights, copy.Weights, "the weights of the rows");
        Law.SameBits<int>(table.Labels, copy.Labels, "the labels");
    }

    private static void The_same_seed_gives_the_same_bits(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            foreach (int batchSize in scene.BatchSizes)
            {
                TrainingOptions options = scene.Shuffled(2, batchSize);
                ILearner<T> first = scene.Trained(description, scene.Data(), options);
                ILearner<T> second = scene.Trained(description, scene.Data(), options);
                Law.SameBits(first, second, $"{description} in batches of {batchSize}");
            }
        }
    }

    private static void Another_seed_takes_the_rows_in_another_order(Scene<T> scene)
    {
        TrainingOptions options = scene.Shuffled(3, scene.Limits.BatchSize ?? 5);
        ILearner<T> first = scene.Trained(scene.Describe().WithSeed(1), scene.Data(), options);
        ILearner<T> second = scene.Trained(scene.Describe().WithSeed(2), scene.Data(), options);
        if (scene.Limits.BatchSize == TrainingOptions.FullBatch)
        {
            Law.SameBits(first, second, "all rows at once have no order");
        }
        else
        {
            Law.DifferentBits(first, second, "both seeds end in the same weights");
        }
    }

    private static void Two_networks_of_one_description_are_independent(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            ILearner<T> trained = scene.Build(description);
            ILearner<T> other = scene.Build(description);
            T[] before = other.Weights.ToArray();
            trained.Fit(scene.Data(), scene.Shuffled(2));
            Law.SameBits(other.Weights, before, "the weights of a network while another learns");
            trained.Fit(scene.Data(seed: 2), scene.Shuffled(2));
            other.Fit(scene.Data(), scene.Shuffled(2));
            other.Fit(scene.Data(seed: 2), scene.Shuffled(2));
            Law.SameBits(other, trained, $"{description}, the second network");
        }
    }

    private static Learner<T> ShareOneNetwork(PerceptronBuilder<T> description)
    {
        // Checks run one after the other within a type, and each builds its networks of the descriptions of one scene.
        _shared = _shared?.Description == description ? _shared : new Learner<T>(description);
        return _shared;
    }

    private static void The_number_of_epochs_completed_is_told(Scene<T> scene)
    {
        ILearner<T> network = scene.Build(scene.Describe());
        if (scene.CanLearn)
        {
            network.Learn(scene.Batch(scene.Data()));
        }

        Law.Holds(network.CompletedEpochs == 0, $"{network.CompletedEpochs} epochs before the first Fit");
        int epochs = network.Fit(scene.Data(), scene.Shuffled(3)).Epochs + network.Fit(scene.Data(), scene.Shuffled(2)).Epochs;
        Law.Holds(network.CompletedEpochs == epochs, $"{network.CompletedEpochs} epochs completed, and not {epochs}");
    }

    private static void The_text_names_the_loss_and_the_optimizer(Scene<T> scene)
    {
        string text = scene.Build(scene.Describe()).Text;
        Law.Holds(text.Contains(scene.Loss.Name, StringComparison.Ordinal), $"'{text}' does not name the loss");
        Law.Holds(text.Contains(scene.Optimizer.Name, StringComparison.Ordinal), $"'{text}' does not name the optimizer");
    }

    private static void Labels_are_targets_at_the_ends_of_the_interval(Scene<T> scene)
    {
        if (!scene.IsClassifier)
        {
            return;
        }

        foreach (int outputs in (int[])[scene.Pair.Outputs, 4])
        {
            PerceptronBuilder<T> description = scene.Describe(outputs: outputs);
            Table<T> labelled = scene.Labelled(outputs: outputs);
            Table<T> targeted = labelled with
            {
                Labels = null,
                Targets = TableMaker<T>.TargetsOf(labelled, scene.Loss.Targets.Interval),
            };
            ILearner<T> byLabels = scene.Trained(description, labelled, scene.Shuffled(2));
            ILearner<T> byTargets = scene.Trained(description, targeted, scene.Shuffled(2));
            Law.SameBits(byLabels, byTargets, "Fit by labels");
            if (!scene.CanLearn)
            {
                continue;
            }

            T[] before = byLabels.Learn(scene.Batch(labelled));
            Law.SameBits<T>(before, byTargets.Learn(scene.Batch(targeted)), "the predictions of a step by labels");
            Law.SameBits(byLabels, byTargets, "Learn by labels");
            if (outputs == 1)
            {
                T one = byLabels.LearnRow(labelled.Pick([1]).Examples);
                Law.SameBits<T>([one], [byTargets.LearnRow(targeted.Pick([1]).Examples)], "the prediction of a row by label");
                Law.SameBits(byLabels, byTargets, "Learn of a row by label");
            }
        }
    }

    private static void A_stream_gives_the_bits_of_its_batches_in_memory(Scene<T> scene)
    {
        if (scene.Limits.BatchSize == TrainingOptions.FullBatch)
        {
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            int batchSize = scene.Limits.BatchSize ?? 5;
            Table<T> table = scene.Natural();
            ILearner<T> inMemory = scene.Build(description);
            ILearner<T> streamed = scene.Build(description);
            Outcome expected = inMemory.Fit(table, scene.InOrder(2, batchSize));
            Outcome actual = streamed.Fit(new FitCall<T>
            {
                Stream = [.. table.Batches(batchSize).Select(batch => batch.Examples)],
                Options = new TrainingOptions { Epochs = 2 },
            });
            Law.SameBits(streamed, inMemory, $"{description} by a stream");
            Law.SameBits<double>(actual.Losses, expected.Losses, "the losses of a stream");
        }
    }

    private static void A_stream_as_one_batch_gives_all_rows_at_once(Scene<T> scene)
    {
        ILearner<T> streamed = scene.Build(scene.Describe());
        Table<T> table = scene.Natural();
        var call = new FitCall<T>
        {
            Stream = [.. table.Batches(5).Select(batch => batch.Examples)],
            Options = Scene<T>.AllRows(2),
        };
        if (!scene.CanTakeAllRows)
        {
            Law.Refuses<InvalidOperationException>(() => streamed.Fit(call), "a batch of all rows");
            return;
        }

        streamed.Fit(call);
        ILearner<T> inMemory = scene.Trained(scene.Describe(), table, Scene<T>.AllRows(2));
        Law.SameBits(streamed, inMemory, "all batches of a stream together");
    }

    private static void A_batch_of_all_the_rows_is_the_full_batch(Scene<T> scene)
    {
        if (scene.Limits.BatchSize is not null)
        {
            return;
        }

        foreach (int batchSize in (int[])[Scene<T>.Rows, Scene<T>.Rows + 1])
        {
            ILearner<T> counted = scene.Trained(scene.Describe(), scene.Data(), scene.Shuffled(2, batchSize));
            ILearner<T> full = scene.Trained(scene.Describe(), scene.Data(), Scene<T>.AllRows(2));
            Law.SameBits(counted, full, $"batches of {batchSize} of {Scene<T>.Rows} rows");
        }
    }
}
