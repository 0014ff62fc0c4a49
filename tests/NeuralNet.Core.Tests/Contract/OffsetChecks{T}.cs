using System.Numerics;
using NeuralNet.Core.Tests.Optimizers;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>What offsets of logits mean.</summary>
internal static class OffsetChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(Offsets_of_zero_are_no_offsets, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call.With(examples => examples.Offsets.IsEmpty
                ? examples
                : Faults<T>.Moved(examples, (T[])[T.One, .. examples.Offsets.Span[1..]]))),
        }),
        new(An_offset_is_a_column_whose_weight_is_one, Faults<T>.IgnoresOffsets),
        new(An_offset_is_taken_from_the_target_of_an_error, Faults<T>.IgnoresOffsets),
        new(Offsets_follow_their_rows, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call.With(examples =>
                Faults<T>.Moved(examples, (T[])[.. examples.Offsets.Span[^1..], .. examples.Offsets.Span[..^1]]))),
        }),
        new(Batches_of_a_stream_have_their_offsets, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(
                call.Examples is null ? call.With(examples => Faults<T>.Moved(examples, default)) : call),
        }),
    ];

    private static void Offsets_of_zero_are_no_offsets(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants().Append(WithOwnStart(scene)))
        {
            Table<T> plain = scene.Natural();
            Table<T> moved = plain with { Offsets = new T[plain.Rows * plain.Outputs] };
            foreach (int batchSize in scene.BatchSizes)
            {
                ILearner<T> expected = scene.Trained(description, plain, scene.Shuffled(3, batchSize));
                ILearner<T> actual = scene.Trained(description, moved, scene.Shuffled(3, batchSize));
                Law.SameBits(actual, expected, $"{description} in batches of {batchSize}");
                if (scene.CanLearn)
                {
                    expected.Learn(scene.Batch(plain));
                    actual.Learn(scene.Batch(moved));
                    Law.SameBits(actual, expected, $"{description}, a step");
                }
            }
        }
    }

    private static void An_offset_is_a_column_whose_weight_is_one(Scene<T> scene)
    {
        // A single step moves each weight by its own derivative, unless the length of the row counts.
        if (!scene.CanLearn || scene.Limits.BatchSize == 1)
        {
            return;
        }

        Table<T> table = scene.Natural();
        int outputs = table.Outputs;
        double[] added = new Random(7).Values(table.Rows, -1, 1);
        Table<T> moved = table with { Offsets = Numbers.Of<T>([.. added.SelectMany(value => Enumerable.Repeat(value, outputs))]) };
        Table<T> wider = new(
            Scene<T>.Columns + 1,
            outputs,
            [.. Enumerable.Range(0, table.Rows).SelectMany(row => (T[])[.. table.Inputs.AsSpan(row * Scene<T>.Columns, Scene<T>.Columns), T.CreateTruncating(added[row])])],
            table.Targets)
        {
            Labels = table.Labels,
        };
        PerceptronBuilder<T> description = scene.Describe();
        T[] start = description.GivenWeights!;
        T[] widerStart = [.. Enumerable.Range(0, outputs).SelectMany(output => (T[])[.. start.AsSpan(output * Scene<T>.Columns, Scene<T>.Columns), T.One])];
        ILearner<T> actual = scene.Build(description);
        ILearner<T> expected = Scene<T>.BuildHonest(scene.Describe(Scene<T>.Columns + 1).WithInitialWeights(widerStart, description.GivenBias));
        T[] predicted = actual.Learn(moved);
        Law.Close<T>(predicted, expected.Learn(wider), scene.Closeness, "predictions");
        for (int output = 0; output < outputs; output++)
        {
            Law.Close(
                actual.Weights.Slice(output * Scene<T>.Columns, Scene<T>.Columns),
                expected.Weights.Slice(output * (Scene<T>.Columns + 1), Scene<T>.Columns),
                scene.Closeness,
                $"weights of output {output}");
        }

        Law.Close(actual.Bias, expected.Bias, scene.Closeness, "bias");
    }

    private static void An_offset_is_taken_from_the_target_of_an_error(Scene<T> scene)
    {
        if (scene.Loss.ConstantOfErrors is null && scene.Loss != Loss.HalfSquaredError)
        {
            return;
        }

        // At the best bias its derivative over all rows is rounding, whose size some optimizers take for that of every derivative.
        bool takesSizes = scene.Optimizer.UsesLearningRate && scene.Optimizer != Optimizer.Sgd;
        foreach (PerceptronBuilder<T> description in takesSizes ? scene.Variants() : scene.Variants().Append(WithOwnStart(scene)))
        {
            Table<T> moved = Moved(scene);
            Table<T> shifted = moved with
            {
                Offsets = null,
                Targets = [.. moved.Targets.Zip(moved.Offsets!, (target, offset) => target - offset)],
            };
            foreach (int batchSize in scene.IsContinuous ? scene.BatchSizes : [])
            {
                ILearner<T> expected = scene.Trained(description, shifted, scene.Shuffled(3, batchSize));
                ILearner<T> actual = scene.Trained(description, moved, scene.Shuffled(3, batchSize));
                Law.Close(actual, expected, scene.Closeness, $"{description} in batches of {batchSize}");
            }
        }
    }

    private static void Offsets_follow_their_rows(Scene<T> scene)
    {
        if (!scene.CanTakeAllRows || !scene.IsContinuous)
        {
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Scales())
        {
            Table<T> moved = Moved(scene);
            ILearner<T> expected = scene.Trained(description, moved, Scene<T>.AllRows(3));
            ILearner<T> actual = scene.Trained(description, moved.Pick(Enumerable.Range(0, moved.Rows).Reverse()), Scene<T>.AllRows(3));
            Law.Close(actual, expected, scene.Closeness, $"{description}, rows in reverse");
        }
    }

    private static void Batches_of_a_stream_have_their_offsets(Scene<T> scene)
    {
        Table<T> moved = Moved(scene);
        int size = scene.BatchSizes.Contains(5) ? 5 : scene.BatchSizes[0];
        ILearner<T> expected = scene.Trained(scene.Describe(), moved, scene.InOrder(2, size));
        ILearner<T> actual = scene.Build(scene.Describe());
        actual.Fit(new FitCall<T>
        {
            Stream = [.. moved.Batches(size > 0 ? size : 3).Select(batch => batch.Examples)],
            Options = size > 0 ? new() { Epochs = 2 } : Scene<T>.AllRows(2),
        });
        Law.SameBits(actual, expected, $"batches of {size}");
    }

    /// <summary>The description with the bias at the best constant prediction.</summary>
    private static PerceptronBuilder<T> WithOwnStart(Scene<T> scene)
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Scene<T>.Columns)
            .WithOutputs(scene.Pair.Outputs)
            .WithLoss(scene.Loss)
            .WithOptimizerOf(scene.Optimizer)
            .WithSeed(1);
        return scene.Optimizer.UsesLearningRate ? description.WithLearningRate(Scene<T>.Rate) : description;
    }

    private static Table<T> Moved(Scene<T> scene)
    {
        Table<T> plain = scene.Natural();
        return plain with { Offsets = Numbers.Of<T>(new Random(7).Values(plain.Rows * plain.Outputs, -1, 1)) };
    }
}
