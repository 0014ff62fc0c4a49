using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>
/// However a source divides its rows into batches, a training on all rows at once has the bits of the rows in memory: blocks and tiles
/// go on from one batch to the next.
/// </summary>
public abstract class SourcePartsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Several blocks for each shape below, and a last one that is not whole.</summary>
    private const int RowCount = 2_900;

    [Theory]
    [InlineData("narrow")]
    [InlineData("wide")]
    [InlineData("softmax")]
    [InlineData("independent")]
    [InlineData("standardized")]
    [InlineData("balanced")]
    [InlineData("averaged")]
    [InlineData("lbfgs")]
    [InlineData("lbfgs raw")]
    public void Batches_of_any_size_give_the_bits_of_the_rows_in_memory(string name)
    {
        // A source is not read for the best start of the bias alone.
        PerceptronBuilder<T> description = Describe(name).WithInitialWeights(InitialWeights.GlorotUniform);
        int inputs = description.InputCount;
        T[] rows = Rows<T>(RowCount, inputs);
        var random = new Random(7);
        int[] labels = [.. Enumerable.Range(0, RowCount).Select(_ => random.Next(3) % Math.Max(2, description.OutputCount))];
        T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(row % 5 * Math.ScaleB(1, row / 300)))];
        foreach (T[] ofRows in new[] { [], weights })
        {
            TrainingOptions options = new() { Epochs = 4, BatchSize = TrainingOptions.FullBatch };
            TrainingResult<T> expected = description.Build().Fit(new Examples<T>(rows, labels, ofRows), options);
            foreach (int most in new[] { 1, 9, 130, 1_100, RowCount })
            {
                var divider = new Random(most);
                List<Examples<T>> batches = [];
                for (int start = 0, count; start < RowCount; start += count)
                {
                    count = Math.Min(divider.Next(1, most + 1), RowCount - start);
                    batches.Add(new(
                        rows.AsMemory(start * inputs, count * inputs),
                        labels.AsMemory(start, count),
                        ofRows.Length == 0 ? default : ofRows.AsMemory(start, count)));
                }

                TrainingResult<T> actual = description.Build().Fit(batches, options with { Threads = 1 + (most % 3) });

                Bits(actual.Network).Should().Be(Bits(expected.Network), "batches of at most {0} rows", most);
                actual.LossHistory.Should().Equal(expected.LossHistory);
            }
        }
    }

    [Theory]
    [InlineData("narrow")]
    [InlineData("balanced")]
    [InlineData("lbfgs")]
    public void Batches_without_weights_may_come_before_batches_with_weights(string name)
    {
        PerceptronBuilder<T> description = Describe(name).WithInitialWeights(InitialWeights.GlorotUniform);
        int inputs = description.InputCount;
        T[] rows = Rows<T>(40, inputs);
        int[] labels = Labels(40, 2);
        T[] weights = [.. Enumerable.Range(0, 40).Select(row => T.CreateTruncating(row < 7 ? 1 : 24))];
        TrainingOptions options = new() { Epochs = 5, BatchSize = TrainingOptions.FullBatch };
        Examples<T>[] batches =
        [
            new(rows.AsMemory(0, 7 * inputs), labels.AsMemory(0, 7)),
            new(rows.AsMemory(7 * inputs), labels.AsMemory(7), weights.AsMemory(7)),
        ];

        Perceptron<T> streamed = description.Build().Fit(batches, options).Network;
        Perceptron<T> inMemory = description.Build().Fit(new Examples<T>(rows, labels, weights), options).Network;

        Bits(streamed).Should().Be(Bits(inMemory));
    }

    private static PerceptronBuilder<T> Describe(string name)
    {
        int inputs = name == "narrow" ? 70 : name == "wide" ? 200 : 90;
        PerceptronBuilder<T> binary = Perceptron.BinaryClassifier<T>(inputs).WithLearningRate(0.001);
        PerceptronBuilder<T> lbfgs = Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.01));
        return name switch
        {
            "softmax" => Perceptron.Classifier<T>(inputs, 3).WithLearningRate(0.001),
            "independent" => Perceptron.WithInputs<T>(inputs).WithOutputs(3).WithLoss(Loss.LogLoss).WithLearningRate(0.001),
            "standardized" => binary.WithStandardization().WithOptimizer(Optimizer.Adam()),
            "balanced" => binary.WithBalancedClasses().WithStandardization(),
            "averaged" => binary.WithAveraging(),
            "lbfgs" => lbfgs.WithStandardization(),
            "lbfgs raw" => lbfgs,
            _ => binary,
        };
    }
}

public sealed class SourcePartsTestsInFloat : SourcePartsTests<float>;

public sealed class SourcePartsTestsInDouble : SourcePartsTests<double>;
