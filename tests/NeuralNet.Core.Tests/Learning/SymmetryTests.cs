using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Changes of data or settings that must have no effect, or exactly one.</summary>
public abstract class SymmetryTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 83;
    private const int Inputs = 11;
    private const double Rate = 0.1;

    private static readonly double Rounding = Numbers.For<T>(1e-12, 1e-4);
    private static readonly double[] Data = new Random(15).Values(Rows * Inputs, -2, 2);
    private static readonly int[] Labels = [.. Enumerable.Range(0, Rows).Select(row => Data[row * Inputs] > 0.3 ? 1 : 0)];
    private static readonly TrainingOptions FullBatch = new() { Epochs = 50, BatchSize = TrainingOptions.FullBatch };

    [Theory]
    [MemberData(nameof(Classifiers.Losses), MemberType = typeof(Classifiers))]
    public void The_order_of_the_rows_of_a_full_batch_changes_only_rounding(string loss)
    {
        int[] order = Permutation(Rows);
        double[] data = [.. order.SelectMany(row => Data[(row * Inputs)..((row + 1) * Inputs)])];
        int[] labels = [.. order.Select(row => Labels[row])];
        PerceptronBuilder<T> description = Describe(loss);

        TrainingResult<T> expected = description.Build().Fit(Numbers.Of<T>(Data), Labels, FullBatch);
        TrainingResult<T> permuted = description.Build().Fit(Numbers.Of<T>(data), labels, FullBatch);

        AreClose(permuted, expected.Network.Weights.ToArray(), expected);
    }

    [Theory]
    [MemberData(nameof(Classifiers.Losses), MemberType = typeof(Classifiers))]
    public void Reordering_the_features_reorders_the_weights(string loss)
    {
        int[] order = Permutation(Inputs);
        double[] data = [.. Enumerable.Range(0, Rows).SelectMany(row => order.Select(input => Data[(row * Inputs) + input]))];
        PerceptronBuilder<T> description = Describe(loss);
        double[] initial = new Random(16).Values(Inputs * description.OutputCount, -1, 1);

        TrainingResult<T> expected = description.WithInitialWeights(Numbers.Of<T>(initial)).Build()
            .Fit(Numbers.Of<T>(Data), Labels, FullBatch);
        TrainingResult<T> permuted = description.WithInitialWeights(PermuteFeatures(Numbers.Of<T>(initial), order)).Build()
            .Fit(Numbers.Of<T>(data), Labels, FullBatch);

        AreClose(permuted, PermuteFeatures(expected.Network.Weights.ToArray(), order), expected);
    }

    [Theory]
    [MemberData(nameof(Classifiers.Losses), MemberType = typeof(Classifiers))]
    public void The_sum_equals_the_mean_with_the_rate_times_the_number_of_rows(string loss)
    {
        PerceptronBuilder<T> description = Describe(loss);

        TrainingResult<T> mean = description.Build().Fit(Numbers.Of<T>(Data), Labels, FullBatch);
        TrainingResult<T> sum = description.WithLoss(description.Loss, Reduction.Sum).WithLearningRate(Rate / Rows).Build()
            .Fit(Numbers.Of<T>(Data), Labels, FullBatch);

        AreClose(sum, mean.Network.Weights.ToArray(), mean, lossFactor: Rows);
    }

    [Theory]
    [MemberData(nameof(Classifiers.Losses), MemberType = typeof(Classifiers))]
    public void Repeating_all_rows_changes_only_rounding_under_the_mean(string loss)
    {
        PerceptronBuilder<T> description = Describe(loss);

        TrainingResult<T> once = description.Build().Fit(Numbers.Of<T>(Data), Labels, FullBatch);
        TrainingResult<T> twice = description.Build().Fit(Numbers.Of<T>([.. Data, .. Data]), [.. Labels, .. Labels], FullBatch);

        AreClose(twice, once.Network.Weights.ToArray(), once);
    }

    private static PerceptronBuilder<T> Describe(string loss) =>
        Classifiers.Named<T>(loss, Inputs, classes: 2).WithLearningRate(Rate);

    private static int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(17).Shuffle(order);
        return order;
    }

    private static T[] PermuteFeatures(T[] weights, int[] order) =>
        [.. Enumerable.Range(0, weights.Length / Inputs).SelectMany(
            output => order.Select(input => weights[(output * Inputs) + input]))];

    private static void AreClose(TrainingResult<T> actual, T[] weights, TrainingResult<T> expected, double lossFactor = 1)
    {
        double[] losses = [.. actual.LossHistory];
        double[] expectedLosses = [.. expected.LossHistory.Select(loss => loss * lossFactor)];
        ((ReadOnlySpan<double>)losses).ShouldBeClose(expectedLosses, Rounding, 0, "the losses");
        actual.Network.Weights.ShouldBeClose(Numbers.ToDoubles<T>(weights), Rounding, Rounding, "the weights");
        actual.Network.Bias.ShouldBeClose(
            Numbers.ToDoubles(expected.Network.Bias), Rounding, Rounding, "the bias");
        weights.Max(T.Abs).Should().BeGreaterThan(T.CreateTruncating(0.05));
    }
}

public sealed class SymmetryTestsInDouble : SymmetryTests<double>;

public sealed class SymmetryTestsInFloat : SymmetryTests<float>;
