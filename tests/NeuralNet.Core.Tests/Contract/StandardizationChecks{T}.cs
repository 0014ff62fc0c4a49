using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>What standardized inputs are, and what no longer matters with them.</summary>
internal static class StandardizationChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double Rounding = Numbers.For<T>(1e-8, 2e-3);

    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(Standardized_inputs_are_those_standardized_by_hand, description => new Twin<T>(Faults<T>.Bare(description))),
        new(
            The_unit_of_a_feature_does_not_matter_when_it_is_standardized,
            description => new Twin<T>(Faults<T>.Bare(description))),
        new(A_constant_feature_does_not_matter_when_it_is_standardized, description => new Twin<T>(Faults<T>.Bare(description))),
        new(Mean_and_scale_are_fixed_by_the_first_fit, description => new Twin<T>(description)
        {
            // The rows of every Fit are brought to the scale of the first: as if it were learned anew.
            OnFit = (network, call) => network.Fit(network.CompletedEpochs == 0 ? call : call.With(examples => new(
                examples.Inputs.Rows.Values.ToArray().Select(value => value / T.CreateTruncating(3)).ToArray(), examples.Targets))),
        }),
    ];

    private static void Standardized_inputs_are_those_standardized_by_hand(Scene<T> scene)
    {
        if (!scene.IsContinuous)
        {
            return;
        }

        foreach (int batchSize in scene.BatchSizes)
        {
            Table<T> raw = Spread(scene.Data());
            Table<T> byHand = ByHand(raw);
            ILearner<T> standardized = scene.Trained(scene.Describe().WithStandardization(), raw, scene.Shuffled(2, batchSize));
            ILearner<T> expected = Scene<T>.BuildHonest(scene.Describe());
            expected.Fit(byHand, scene.Shuffled(2, batchSize));
            Law.Close<T>(standardized.Logits(raw), expected.Logits(byHand), Math.Max(Rounding, scene.Closeness), $"the logits, in batches of {batchSize}");
        }
    }

    private static void The_unit_of_a_feature_does_not_matter_when_it_is_standardized(Scene<T> scene)
    {
        if (!scene.IsContinuous)
        {
            return;
        }

        T thousand = T.CreateTruncating(1024);
        Table<T> table = Spread(scene.Data());
        Table<T> rescaled = table.MapInputs((value, _, column) => column == 1 ? value * thousand : value);
        ILearner<T> expected = scene.Trained(scene.Describe().WithStandardization(), table, scene.Shuffled(2));
        ILearner<T> actual = scene.Trained(scene.Describe().WithStandardization(), rescaled, scene.Shuffled(2));
        Law.Close<T>(actual.Logits(rescaled), expected.Logits(table), Math.Max(Rounding, scene.Closeness), "the logits in another unit");
    }

    private static void A_constant_feature_does_not_matter_when_it_is_standardized(Scene<T> scene)
    {
        if (!scene.IsContinuous)
        {
            return;
        }

        Table<T> table = Spread(scene.Data());
        Table<T> wider = table with
        {
            Columns = Scene<T>.Columns + 1,
            Inputs = [.. table.Inputs.Chunk(Scene<T>.Columns).SelectMany(row => (T[])[.. row, T.CreateTruncating(7)])],
        };
        PerceptronBuilder<T> narrow = scene.Describe();
        PerceptronBuilder<T> wide = scene.Describe(Scene<T>.Columns + 1).WithInitialWeights(
            [.. narrow.GivenWeights!.Chunk(Scene<T>.Columns).SelectMany(row => (T[])[.. row, T.One])], narrow.GivenBias);
        ILearner<T> expected = scene.Trained(narrow.WithStandardization(), table, scene.Shuffled(2));
        ILearner<T> actual = scene.Trained(wide.WithStandardization(), wider, scene.Shuffled(2));
        Law.Close<T>(actual.Logits(wider), expected.Logits(table), Math.Max(Rounding, scene.Closeness), "the logits beside a constant feature");
    }

    private static void Mean_and_scale_are_fixed_by_the_first_fit(Scene<T> scene)
    {
        // L-BFGS measures raw rows anew in every Fit, so that it takes another way to the same optimum.
        if (!scene.IsContinuous || !scene.CanLearn)
        {
            return;
        }

        Table<T> first = Spread(scene.Data());
        Table<T> second = Spread(scene.Data(seed: 2)).MapInputs((value, _, _) => value * T.CreateTruncating(3));
        ILearner<T> network = scene.Trained(scene.Describe().WithStandardization(), first, scene.Shuffled(1));
        network.Fit(second, scene.Shuffled(1));
        ILearner<T> expected = Scene<T>.BuildHonest(scene.Describe());
        expected.Fit(ByHand(first), scene.Shuffled(1));
        expected.Fit(ByHand(second, first), scene.Shuffled(1));
        Law.Close<T>(network.Logits(second), expected.Logits(ByHand(second, first)), Math.Max(Rounding, scene.Closeness), "the logits after a second Fit");
    }

    /// <summary>The rows with another mean and scale in each column.</summary>
    private static Table<T> Spread(Table<T> table) => table.MapInputs(
        (value, _, column) => (value * T.CreateTruncating(2 + column)) + T.CreateTruncating(column - 3));

    /// <summary>The rows standardized by mean and deviation of their own, or of other rows, in double.</summary>
    private static Table<T> ByHand(Table<T> table, Table<T>? by = null)
    {
        double[][] rows = [.. Numbers.ToDoubles<T>((by ?? table).Inputs).Chunk(table.Columns)];
        double[] means = [.. Enumerable.Range(0, table.Columns).Select(column => rows.Average(row => row[column]))];
        double[] scales = [.. means.Select(
            (mean, column) => Math.Sqrt(rows.Average(row => (row[column] - mean) * (row[column] - mean))))];
        return table.MapInputs((value, _, column) =>
            T.CreateTruncating((double.CreateTruncating(value) - means[column]) / scales[column]));
    }
}
