using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>What weights of rows and of classes mean.</summary>
internal static class RowWeightChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(Weights_of_one_are_no_weights, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call.With(examples => examples.SampleWeights.IsEmpty
                ? examples
                : Faults<T>.Weighted(examples, (T[])[T.One + T.One, .. examples.SampleWeights.Span[1..]]))),
        }),
        new(A_weight_of_two_is_the_row_twice, Faults<T>.IgnoresRowWeights),
        new(A_weight_of_zero_is_no_row, Faults<T>.IgnoresRowWeights),
        new(Weights_of_classes_are_weights_of_their_rows, description => new Twin<T>(Faults<T>.Bare(description))),
        new(Balanced_classes_count_rows_by_classes_by_rows_of_the_class, description => new Twin<T>(Faults<T>.Bare(description))),
        new(The_sum_over_rows_of_weight_one_by_their_number_is_the_mean, Faults<T>.IgnoresRowWeights),
    ];

    private static void Weights_of_one_are_no_weights(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            Table<T> plain = scene.Natural();
            Table<T> weighted = plain with { Weights = Numbers.Of<T>(Enumerable.Repeat(1.0, plain.Rows).ToArray()) };
            foreach (int batchSize in scene.BatchSizes)
            {
                ILearner<T> expected = scene.Trained(description, plain, scene.Shuffled(2, batchSize));
                ILearner<T> actual = scene.Trained(description, weighted, scene.Shuffled(2, batchSize));
                Law.SameBits(actual, expected, $"{description} in batches of {batchSize}");
                if (scene.CanLearn)
                {
                    expected.Learn(scene.Batch(plain));
                    actual.Learn(scene.Batch(weighted));
                    Law.SameBits(actual, expected, $"{description}, a step");
                }
            }
        }
    }

    private static void A_weight_of_two_is_the_row_twice(Scene<T> scene)
    {
        if (!scene.CanTakeAllRows || !scene.IsContinuous)
        {
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            Table<T> once = scene.Natural();
            Table<T> twice = once.Pick([.. Enumerable.Range(0, once.Rows), 2, 5]);
            Table<T> weighted = once with
            {
                Weights = Numbers.Of<T>(Enumerable.Range(0, once.Rows).Select(row => row is 2 or 5 ? 2.0 : 1).ToArray()),
            };
            ILearner<T> expected = scene.Trained(description, twice, Scene<T>.AllRows(3));
            ILearner<T> actual = scene.Trained(description, weighted, Scene<T>.AllRows(3));
            Law.Close(actual, expected, scene.Closeness, $"{description}, rows of weight 2");
        }
    }

    private static void A_weight_of_zero_is_no_row(Scene<T> scene)
    {
        if (!scene.IsContinuous)
        {
            return;
        }

        // Row by row a row without weight still is a step: of no length, where the loss alone tells the length.
        bool isRowByRow = !scene.CanTakeAllRows;
        foreach (PerceptronBuilder<T> description in scene.Variants()
            .Where(variant => !isRowByRow || variant.FirstAveragedStep is null))
        {
            Table<T> all = scene.Natural();
            Table<T> fewer = all.Pick(Enumerable.Range(0, all.Rows).Where(row => row is not (2 or 5)));
            Table<T> weighted = all with
            {
                Weights = Numbers.Of<T>(Enumerable.Range(0, all.Rows).Select(row => row is 2 or 5 ? 0.0 : 1).ToArray()),
            };
            TrainingOptions options = isRowByRow ? scene.InOrder(3) : Scene<T>.AllRows(3);
            ILearner<T> expected = scene.Trained(description, fewer, options);
            ILearner<T> actual = scene.Trained(description, weighted, options);
            Law.Close(actual, expected, scene.Closeness, $"{description}, rows of weight 0");
        }
    }

    private static void Weights_of_classes_are_weights_of_their_rows(Scene<T> scene)
    {
        double[] ofClasses = [0.5, 2, 1.25];
        if (!scene.IsClassifier)
        {
            Law.Refuses<InvalidOperationException>(
                () => scene.Describe().WithClassWeights(1, 2), "a weight of classes where there are none");
            return;
        }

        Table<T> table = scene.Labelled();
        int classes = Math.Max(2, scene.Pair.Outputs);
        PerceptronBuilder<T> description = scene.Describe().WithClassWeights(ofClasses.AsSpan(0, classes));
        Table<T> weighted = table with { Weights = Numbers.Of<T>(table.Labels!.Select(label => ofClasses[label]).ToArray()) };
        foreach (int batchSize in scene.BatchSizes)
        {
            ILearner<T> expected = scene.Trained(scene.Describe(), weighted, scene.Shuffled(2, batchSize));
            ILearner<T> actual = scene.Trained(description, table, scene.Shuffled(2, batchSize));
            Law.SameBits(actual, expected, $"classes of weights in batches of {batchSize}");
        }
    }

    private static void Balanced_classes_count_rows_by_classes_by_rows_of_the_class(Scene<T> scene)
    {
        if (!scene.IsClassifier)
        {
            Law.Refuses<InvalidOperationException>(
                () => scene.Describe().WithBalancedClasses(), "a balance of classes where there are none");
            return;
        }

        Table<T> table = scene.Labelled();
        int classes = Math.Max(2, scene.Pair.Outputs);
        int[] labels = [.. table.Labels!.Select((label, row) => row < 3 ? row % classes : Math.Min(1, label))];
        double[] counts = [.. Enumerable.Range(0, classes).Select(label => (double)labels.Count(other => other == label))];
        table = table with { Labels = labels };
        Table<T> weighted = table with
        {
            Weights = Numbers.Of<T>(labels.Select(label => table.Rows / (classes * counts[label])).ToArray()),
        };
        ILearner<T> expected = scene.Trained(scene.Describe(), weighted, scene.Shuffled(2));
        ILearner<T> actual = scene.Trained(scene.Describe().WithBalancedClasses(), table, scene.Shuffled(2));
        Law.SameBits(actual, expected, "balanced classes");
    }

    private static void The_sum_over_rows_of_weight_one_by_their_number_is_the_mean(Scene<T> scene)
    {
        if (!scene.CanTakeAllRows || !scene.IsContinuous)
        {
            return;
        }

        Table<T> table = scene.Natural();
        Table<T> weighted = table with { Weights = Numbers.Of<T>(Enumerable.Repeat(1.0 / Scene<T>.Rows, table.Rows).ToArray()) };
        ILearner<T> mean = scene.Trained(scene.Describe(), table, Scene<T>.AllRows(3));
        ILearner<T> sum = scene.Trained(scene.Describe().WithLoss(scene.Loss, Reduction.Sum), weighted, Scene<T>.AllRows(3));
        Law.Close(sum, mean, scene.Closeness, "the sum");
    }
}
