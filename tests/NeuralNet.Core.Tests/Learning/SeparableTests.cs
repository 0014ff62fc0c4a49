using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>The log loss of classes that a line separates has no minimum: L-BFGS reports this, and ends.</summary>
public abstract class SeparableTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly TrainingOptions _long = new() { Epochs = 1000 };

    /// <summary>Two inputs, and enough rows for several tiles. The classes are on both sides of a line, with a gap between them.</summary>
    private static readonly T[] _rows = [.. Enumerable.Range(0, 300).SelectMany(Row)];

    private static readonly int[] _labels = [.. Enumerable.Range(0, 300).Select(row => row % 2)];

    private static readonly int[] _thirds = [.. Enumerable.Range(0, 300).Select(row => row % 3)];

    private static PerceptronBuilder<T> Binary => Perceptron.BinaryClassifier<T>(2).WithOptimizer(Optimizer.Lbfgs());

    private static PerceptronBuilder<T> Softmax => Perceptron.Classifier<T>(2, 3).WithOptimizer(Optimizer.Lbfgs());

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    public void Two_classes_are_found_separable(Reduction reduction)
    {
        TrainingResult<T> result = Binary.WithLoss(Loss.LogLoss, reduction).Build().Fit(_rows, _labels, _long);

        result.StopReason.Should().Be(StopReason.Separable);
        double mean = result.LossHistory[^1] / (reduction == Reduction.Sum ? _labels.Length : 1);
        mean.Should().BeInRange(0, 1e-3, "before that it might have been chance");
        result.LossHistory.SkipLast(1).Should().OnlyContain(loss => loss >= 1e-3 * (reduction == Reduction.Sum ? _labels.Length : 1));
        result.Network.Evaluate(_rows, _labels).Accuracy.Should().Be(1);
    }

    [Fact]
    public void Three_classes_are_found_separable()
    {
        TrainingResult<T> result = Softmax.Build().Fit(Corners(), _thirds, _long);

        result.StopReason.Should().Be(StopReason.Separable);
        result.Network.Evaluate(Corners(), _thirds).Accuracy.Should().Be(1);
    }

    [Fact]
    public void One_versus_rest_is_found_separable()
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(2).WithOutputs(3).WithLoss(Loss.LogLoss).WithOptimizer(Optimizer.Lbfgs()).Build();

        network.Fit(Corners(), _thirds, _long).StopReason.Should().Be(StopReason.Separable);
    }

    /// <summary>The mixed class has finite logits, but the weights still grow along those of the others.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(299)]
    public void One_misplaced_row_is_not_enough_for_an_optimum(int odd)
    {
        int[] labels = [.. _labels];
        labels[odd] = 1 - labels[odd];

        Binary.Build().Fit(_rows, labels, _long).StopReason.Should().Be(StopReason.Separable);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(297)]
    public void A_row_in_the_middle_of_each_other_class_is_enough_for_an_optimum(int first)
    {
        int[] labels = [.. _labels];
        int[] thirds = [.. _thirds];
        for (int odd = first; odd < first + 3; odd++)
        {
            labels[odd] = 1 - labels[odd];
            thirds[odd] = (thirds[odd] + 1) % 3;
        }

        Binary.Build().Fit(_rows, labels, _long).StopReason.Should().Be(StopReason.Converged);
        Softmax.Build().Fit(Corners(), thirds, _long).StopReason.Should().Be(StopReason.Converged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(299)]
    public void A_row_of_weight_0_does_not_prevent_separation(int odd)
    {
        int[] labels = [.. _labels];
        labels[odd] = 1 - labels[odd];
        T[] weights = [.. labels.Select((_, row) => row == odd ? T.Zero : T.One)];

        Binary.Build().Fit(new Examples<T>(_rows, labels, weights), _long).StopReason.Should().Be(StopReason.Separable);
    }

    [Fact]
    public void A_penalty_creates_an_optimum() =>
        Binary.WithPenalty(Penalty.L2(1e-3)).Build().Fit(_rows, _labels, _long).StopReason.Should().Be(StopReason.Converged);

    [Fact]
    public void A_loss_that_reaches_0_has_an_optimum() =>
        Binary.WithLoss(Loss.SquaredHinge).Build().Fit(_rows, _labels, _long).StopReason.Should().Be(StopReason.Converged);

    [Fact]
    public void Many_nearly_certain_rows_are_not_reported_as_separable()
    {
        // One row in 20,000 of each class is among those of the other: the mean loss is below 0.001, with an optimum.
        const int Count = 40_000;
        T[] rows = [.. Enumerable.Range(0, Count).Select(row => T.CreateTruncating(row % 2 == 0 ? -1 : 1))];
        int[] labels = [.. Enumerable.Range(0, Count).Select(row => row is 10 or 11 ? 1 - (row % 2) : row % 2)];

        TrainingResult<T> result = Perceptron.BinaryClassifier<T>(1).WithOptimizer(Optimizer.Lbfgs()).Build().Fit(rows, labels, _long);

        result.LossHistory[^1].Should().BeLessThan(1e-3);
        result.StopReason.Should().Be(StopReason.Converged);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(119_994)]
    public void Many_nearly_certain_rows_of_three_classes_are_not_reported_as_separable(int odd)
    {
        const int Count = 120_000;
        T[] rows = [.. Enumerable.Range(0, Count).SelectMany(row => Numbers.Of<T>(row % 3 == 0 ? 1 : 0, row % 3 == 1 ? 1 : 0))];
        int[] labels = [.. Enumerable.Range(0, Count).Select(row => row - odd is >= 0 and < 6 ? (row + 1 + ((row - odd) / 3)) % 3 : row % 3)];

        TrainingResult<T> result = Softmax.Build().Fit(rows, labels, _long);

        result.LossHistory[^1].Should().BeLessThan(1e-3);
        result.StopReason.Should().Be(StopReason.Converged);
    }

    private static IEnumerable<T> Row(int row)
    {
        double along = (Place(row) / 30.0) - 5;
        double side = row % 2 == 0 ? -1 : 1;
        return [T.CreateTruncating(along + side), T.CreateTruncating(along - side)];
    }

    /// <summary>The first and the last rows are in the middle of their class, so no other line separates them from it.</summary>
    private static int Place(int row) => ((row * 7) + 150) % 300;

    private static T[] Corners() =>
    [
        .. Enumerable.Range(0, 300).SelectMany(row =>
        {
            (double x, double y) = (row % 3) switch { 0 => (0.0, 2.0), 1 => (-2.0, -1.0), _ => (2.0, -1.0) };
            return Numbers.Of<T>(x + (Place(row) / 1000.0), y - (Place(row) / 2000.0));
        }),
    ];
}

public sealed class SeparableTestsInFloat : SeparableTests<float>;

public sealed class SeparableTestsInDouble : SeparableTests<double>;
