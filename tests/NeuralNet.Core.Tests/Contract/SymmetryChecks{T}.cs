using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Changes of the rows that change the weights in one way only, or not at all.</summary>
internal static class SymmetryChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(The_order_of_features_is_the_order_of_weights, Faults<T>.NudgesAfterFit),
        new(The_order_of_outputs_is_the_order_of_their_weights, Faults<T>.NudgesAfterFit),
        new(Mirrored_targets_mirror_the_weights_of_a_symmetric_loss, Faults<T>.NudgesAfterFit),
        new(The_order_of_rows_of_a_full_batch_does_not_matter, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call.With(examples => Faults<T>.Weighted(
                examples, Enumerable.Range(0, Scene<T>.Rows).Select(row => row == 0 ? T.Zero : T.One).ToArray()))),
        }),
        new(Float_and_double_learn_the_same_but_for_the_digits_of_float, Faults<T>.NudgesAfterFit),
    ];

    private static void The_order_of_features_is_the_order_of_weights(Scene<T> scene)
    {
        if (!scene.IsContinuous)
        {
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            foreach (int batchSize in scene.BatchSizes)
            {
                Table<T> table = scene.Natural();
                Table<T> turned = table with { Inputs = Turned(table.Inputs) };
                ILearner<T> expected = scene.Trained(description, table, scene.Shuffled(2, batchSize));
                ILearner<T> actual = scene.Trained(
                    description.WithInitialWeights(Turned(description.GivenWeights!), description.GivenBias),
                    turned,
                    scene.Shuffled(2, batchSize));
                Law.Close<T>(
                    actual.Weights, Turned(expected.Weights.ToArray()), scene.Closeness, $"{description}, turned features");
                Law.Close(actual.Bias, expected.Bias, scene.Closeness, $"{description}, the bias with turned features");
            }
        }
    }

    private static void The_order_of_outputs_is_the_order_of_their_weights(Scene<T> scene)
    {
        const int Outputs = 3;
        if (!scene.IsContinuous)
        {
            return;
        }

        PerceptronBuilder<T> description = scene.Describe(outputs: Outputs);
        foreach (int batchSize in scene.BatchSizes)
        {
            Table<T> table = scene.Data(outputs: Outputs);
            ILearner<T> expected = scene.Trained(description, table, scene.Shuffled(2, batchSize));
            ILearner<T> actual = scene.Trained(
                description.WithInitialWeights(
                    Rotated(description.GivenWeights!, Scene<T>.Columns, Outputs), Rotated(description.GivenBias!, 1, Outputs)),
                table with { Targets = Rotated(table.Targets, 1, Outputs) },
                scene.Shuffled(2, batchSize));
            Law.Close<T>(
                actual.Weights,
                Rotated(expected.Weights.ToArray(), Scene<T>.Columns, Outputs),
                scene.Closeness,
                "rotated outputs");
            Law.Close<T>(
                actual.Bias, Rotated(expected.Bias.ToArray(), 1, Outputs), scene.Closeness, "the bias of rotated outputs");
        }
    }

    private static void Mirrored_targets_mirror_the_weights_of_a_symmetric_loss(Scene<T> scene)
    {
        if (!scene.Traits.IsSymmetric || !scene.IsContinuous)
        {
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            Table<T> table = scene.Data();
            double[] mirrored = [.. Numbers.ToDoubles<T>(table.Targets)
                .Select(target => LossTraits.Mirrored(scene.Loss.Targets.Interval, target))];
            ILearner<T> expected = scene.Trained(description, table, scene.Shuffled(2));
            ILearner<T> actual = scene.Trained(
                description.WithInitialWeights(Negated(description.GivenWeights), Negated(description.GivenBias)),
                table with { Targets = Numbers.Of<T>(mirrored) },
                scene.Shuffled(2));
            Law.Close<T>(actual.Weights, Negated(expected.Weights), scene.Closeness, $"{description}, mirrored");
            Law.Close<T>(actual.Bias, Negated(expected.Bias), scene.Closeness, $"{description}, the mirrored bias");
        }
    }

    private static void The_order_of_rows_of_a_full_batch_does_not_matter(Scene<T> scene)
    {
        if (!scene.CanTakeAllRows || !scene.IsContinuous)
        {
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            Table<T> table = scene.Natural();
            ILearner<T> expected = scene.Trained(description, table, Scene<T>.AllRows(3));
            ILearner<T> actual = scene.Trained(
                description, table.Pick(Enumerable.Range(0, table.Rows).Reverse()), Scene<T>.AllRows(3));
            Law.Close(actual, expected, scene.Closeness, $"{description}, reversed rows");
        }
    }

    private static void Float_and_double_learn_the_same_but_for_the_digits_of_float(Scene<T> scene)
    {
        if (!scene.IsContinuous)
        {
            return;
        }

        ILearner<T> network = scene.Trained(scene.Describe(), scene.Data(), scene.Shuffled(3));
        double[] other = typeof(T) == typeof(double) ? Trained<float>(scene.Pair) : Trained<double>(scene.Pair);
        Law.Close<double>(network.Parameters(), other, 1e-3, "the parameters in the other precision");
    }

    private static double[] Trained<TOther>(Pair pair)
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        var scene = new Scene<TOther>(pair, Scene<TOther>.BuildHonest);
        return scene.Trained(scene.Describe(), scene.Data(), scene.Shuffled(3)).Parameters();
    }

    /// <summary>Each row of features with the last first.</summary>
    private static T[] Turned(T[] rows) => [.. rows.Chunk(Scene<T>.Columns).SelectMany(row => row.Reverse())];

    /// <summary>What belongs to each output, so many numbers, with that of the last output first.</summary>
    private static T[] Rotated(T[] values, int ofEach, int outputs) =>
        [.. values.Chunk(ofEach * outputs).SelectMany(row => (T[])[.. row[^ofEach..], .. row[..^ofEach]])];

    private static T[] Negated(ReadOnlySpan<T> values) => [.. values.ToArray().Select(value => -value)];
}
