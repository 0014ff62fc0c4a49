using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Single steps. An optimizer that takes none refuses them, and says why.</summary>
internal static class LearnChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(Learn_returns_the_predictions_before_its_step, description => new Twin<T>(description)
        {
            OnLearn = (network, batch, destination) =>
            {
                network.Learn(batch, default);
                network.Predict(batch.Inputs.Rows.Values, destination);
            },
        }),
        new(A_row_learned_alone_is_a_batch_of_one, description => new Twin<T>(description)
        {
            OnLearnRow = (network, row) =>
            {
                T prediction = network.LearnRow(row);
                network.LearnRow(row);
                return prediction;
            },
        }),
        new(A_step_is_the_same_whether_its_predictions_are_wanted_or_not, description => new Twin<T>(description)
        {
            OnLearn = (network, batch, destination) =>
            {
                if (destination.IsEmpty)
                {
                    Faults<T>.Nudge(network);
                }

                network.Learn(batch, destination);
            },
        }),
        new(Steps_over_the_batches_of_an_epoch_are_the_epoch, description => new Twin<T>(description)
        {
            OnLearn = (network, batch, destination) =>
            {
                network.SetWeights(network.Weights.ToArray(), network.Bias.ToArray());
                network.Learn(batch, destination);
            },
        }),
        new(A_step_allocates_nothing, description => new Twin<T>(description)
        {
            OnLearn = (network, batch, destination) =>
                network.Learn(new(batch.Inputs, batch.Targets.ToArray(), batch.SampleWeights), destination),
        }),
    ];

    private static void Learn_returns_the_predictions_before_its_step(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Scales())
        {
            ILearner<T> network = scene.Trained(description, scene.Natural(), scene.Shuffled(1));
            Table<T> batch = scene.Batch(scene.Natural());
            if (!scene.CanLearn)
            {
                string refusal = Law.Refuses<InvalidOperationException>(() => network.Learn(batch), "a single step").Message;
                Law.Holds(
                    refusal.Contains(scene.Optimizer.Name, StringComparison.Ordinal)
                        && refusal.Contains("Fit", StringComparison.Ordinal),
                    $"the refusal of a step names neither the optimizer nor the cure: {refusal}");
                continue;
            }

            T[] expected = network.Predict(batch);
            T[] actual = network.Learn(batch);
            if (description.IsStandardized)
            {
                Law.Close<T>(actual, expected, Scene<T>.Rounding, "the predictions of a standardized step");
            }
            else
            {
                Law.SameBits<T>(actual, expected, "the predictions of a step");
            }
        }
    }

    private static void A_row_learned_alone_is_a_batch_of_one(Scene<T> scene)
    {
        if (!scene.CanLearn || scene.Pair.Outputs > 1)
        {
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            ILearner<T> byRow = scene.Trained(description, scene.Data(), scene.Shuffled(1));
            ILearner<T> byBatch = scene.Trained(description, scene.Data(), scene.Shuffled(1));
            foreach (Table<T> row in scene.Data(seed: 2).Batches(1).Take(4))
            {
                Table<T> weighted = row with { Weights = [T.CreateTruncating(0.75)] };
                T prediction = byRow.LearnRow(row.Examples);
                Law.SameBits<T>([prediction], byBatch.Learn(row), "the prediction of a row");
                byRow.LearnRow(weighted.Examples);

                // The mean over a batch of one is divided by its one row, whatever its weight.
                byBatch.Learn(weighted);
                if (description.Clipping.IsNone)
                {
                    Law.SameBits(byRow, byBatch, $"{description}, row by row");
                }
                else
                {
                    Law.Close(byRow, byBatch, Scene<T>.Rounding, $"{description}, row by row");
                }
            }
        }
    }

    private static void A_step_is_the_same_whether_its_predictions_are_wanted_or_not(Scene<T> scene)
    {
        if (!scene.CanLearn)
        {
            return;
        }

        ILearner<T> wanted = scene.Build(scene.Describe());
        ILearner<T> unwanted = scene.Build(scene.Describe());
        Table<T> batch = scene.Batch(scene.Data());
        wanted.Learn(batch);
        unwanted.Learn(batch.Examples, default);
        Law.SameBits(unwanted, wanted, "a step whose predictions are not wanted");
    }

    private static void Steps_over_the_batches_of_an_epoch_are_the_epoch(Scene<T> scene)
    {
        if (!scene.CanLearn)
        {
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Variants().Where(variant => !variant.IsStandardized))
        {
            int batchSize = scene.Limits.BatchSize ?? 5;
            ILearner<T> stepped = scene.Build(description);
            foreach (Table<T> batch in scene.Data().Batches(batchSize).Concat(scene.Data().Batches(batchSize)))
            {
                stepped.Learn(batch.Examples, default);
            }

            ILearner<T> fitted = scene.Trained(description, scene.Data(), scene.InOrder(2, batchSize));
            Law.SameBits(stepped, fitted, $"{description}, step by step");
        }
    }

    private static void A_step_allocates_nothing(Scene<T> scene)
    {
        if (!scene.CanLearn)
        {
            return;
        }

        ILearner<T> network = scene.Trained(scene.Describe().WithStandardization(), scene.Data(), scene.Shuffled(1));
        Examples<T> batch = scene.Batch(scene.Data()).Examples;
        Examples<T> row = scene.Data().Pick([0]).Examples;
        var destination = new T[batch.Inputs.Rows.Values.Length];
        Allocation.IsNone(() => network.Learn(batch, destination), "a step");
        if (scene.Pair.Outputs == 1)
        {
            Allocation.IsNone(() => network.LearnRow(row), "a step of one row");
        }
    }
}
