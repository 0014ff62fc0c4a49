using System.Numerics;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Coordinate descent over the columns of wide sparse rows ends at the optimum of the same rows with their zeros.</summary>
public abstract class SparseCoordinateDescentTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 300;
    private const int Wide = 1_100;

    private static readonly T[] _rows = SparseData.WrittenOut<T>(RowCount, Wide, 12);
    private static readonly SparseRowMemory<T> _sparse = SparseData.Sparse(_rows, Wide);
    private static readonly double[] _noise = new Random(41).Values(RowCount, 0, 1);

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("poisson")]
    [InlineData("softmax")]
    [InlineData("labels")]
    public void It_reaches_the_optimum_of_dense_rows(string loss)
    {
        foreach ((double strength, double share, bool hasBias) in (ReadOnlySpan<(double, double, bool)>)
            [(0.01, 1, true), (0.01, 1, false), (0.03, 0.5, true), (0.002, 0.9, true)])
        {
            PerceptronBuilder<T> description = Describe(loss).WithPenalty(Penalty.ElasticNet(strength, share));
            ShowSame(hasBias ? description : description.WithoutBias(), Rows(loss, _sparse), Rows(loss, _rows), $"{strength} {share} {hasBias}");
        }
    }

    [Fact]
    public void Weights_of_rows_and_classes_offsets_factors_and_bounds_count()
    {
        T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(row % 4))];
        T[] offsets = Numbers.Of<T>(new Random(42).Values(RowCount, -1, 1));
        Examples<T> Weighted(RowMemory<T> rows) => new(rows, Labels(2), weights) { Offsets = offsets };
        double[] factors = [.. Enumerable.Range(0, Wide).Select(input => input < 3 ? 0.0 : 1 + (input % 3))];
        PerceptronBuilder<T> description = Describe("log-loss").WithPenalty(Penalty.L1(0.01));

        ShowSame(description, Weighted(_sparse), Weighted(_rows), "weights");
        ShowSame(description.WithBalancedClasses(), Weighted(_sparse), Weighted(_rows), "classes");
        ShowSame(description.WithPenaltyFactors(factors), Weighted(_sparse), Weighted(_rows), "factors");
        TrainingResult<T> bounded = ShowSame(description.WithWeightBounds(0, 0.1), Weighted(_sparse), Weighted(_rows), "bounds");

        Numbers.ToDoubles(bounded.Network.Weights).Should().OnlyContain(weight => weight >= 0 && weight <= 0.11);
        bounded.Network.Weights.Count(T.CreateTruncating(0.1)).Should().BePositive();
    }

    [Fact]
    public void Columns_without_values_are_columns_of_ones()
    {
        SparseRows<T> rows = _sparse.Rows;
        T[] ones = [.. Enumerable.Repeat(T.One, rows.Indices.Length)];
        PerceptronBuilder<T> description = Describe("log-loss").WithPenalty(Penalty.L1(0.01));

        Perceptron<T> given = description.Build().Fit(new SparseRows<T>(rows.RowStarts, rows.Indices, ones), Labels(2)).Network;
        Perceptron<T> implied = description.Build().Fit(new SparseRows<T>(rows.RowStarts, rows.Indices), Labels(2)).Network;

        Bits(implied).Should().Equal(Bits(given));
        implied.Weights.Count(T.Zero).Should().BeInRange(1, Wide - 3);
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("softmax")]
    public void Batches_of_a_stream_and_threads_give_the_bits_of_rows_in_memory(string loss)
    {
        PerceptronBuilder<T> description = Describe(loss).WithPenalty(Penalty.L1(0.01)).WithInitialWeights(InitialWeights.Zeros);
        T[] targets = Targets(loss);
        Examples<T> rows = new(_sparse, targets);
        Examples<T>[] batches = [.. Enumerable.Range(0, 6).Select(batch => new Examples<T>(
            SparseData.Sparse(_rows[(batch * 50 * Wide)..((batch + 1) * 50 * Wide)], Wide),
            targets.AsMemory(batch * 50 * (targets.Length / RowCount), 50 * (targets.Length / RowCount))))];

        Perceptron<T> expected = description.Build().Fit(rows).Network;

        Bits(description.Build().Fit(rows, new() { Threads = 3 }).Network).Should().Equal(Bits(expected));
        Bits(description.Build().Fit(batches, new() { BatchSize = TrainingOptions.FullBatch }).Network).Should().Equal(Bits(expected));
    }

    [Fact]
    public void A_row_of_weight_2_is_a_row_twice()
    {
        T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(row % 3))];
        int[] repeated = [.. Enumerable.Range(0, RowCount).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        PerceptronBuilder<T> description = Describe("log-loss").WithPenalty(Penalty.L1(0.01));
        T[] rows = [.. repeated.SelectMany(row => _rows[(row * Wide)..((row + 1) * Wide)])];

        ShowSame(
            description,
            new Examples<T>(_sparse, Labels(2), weights),
            new Examples<T>(SparseData.Sparse(rows, Wide), repeated.Select(row => Labels(2)[row]).ToArray()),
            "twice");
    }

    [Fact]
    public void A_unit_that_is_a_power_of_two_moves_to_the_weight()
    {
        double[] units = [.. Enumerable.Range(0, Wide).Select(input => Math.ScaleB(1, (input % 7) - 3))];
        T[] scaled = [.. _rows.Select((value, index) => value * T.CreateTruncating(units[index % Wide]))];
        PerceptronBuilder<T> description = Describe("log-loss").WithPenalty(Penalty.L1(0.01));

        Perceptron<T> expected = description.Build().Fit(_sparse.Rows, Labels(2)).Network;
        Perceptron<T> network = description.WithPenaltyFactors(units).Build().Fit(SparseData.Sparse(scaled, Wide).Rows, Labels(2)).Network;

        network.Weights.ToArray().Select((weight, input) => weight * T.CreateTruncating(units[input])).Should().Equal(expected.Weights.ToArray());
        network.Bias.ToArray().Should().Equal(expected.Bias.ToArray());
    }

    [Fact]
    public void A_path_ends_at_the_optimum_of_each_strength()
    {
        Examples<T> examples = Rows("log-loss", _sparse);
        PerceptronBuilder<T> description = Describe("log-loss");
        double strongest = description.MaximumL1Strength(examples);

        PenaltyPath<T, ClassificationMetrics> path = description.FitClassifierPath(
            examples, Penalty.Strengths(strongest, strongest / 10, 5), strength => Penalty.L1(strength), options: new() { Epochs = 50 });

        foreach (PenaltyPathPoint<T, ClassificationMetrics> point in path.Points)
        {
            TrainingResult<T> alone = description.WithPenalty(point.Penalty).Build().Fit(examples);
            point.StopReason.Should().Be(StopReason.Converged);
            Near(point.Network.Weights, alone.Network.Weights, $"{point}");
        }
    }

    /// <summary>Their second derivatives would not fit into memory.</summary>
    [Fact]
    public void All_weights_of_many_columns_may_be_other_than_0()
    {
        const int wide = 20_000;
        SparseRowMemory<T> rows = new(
            Enumerable.Range(0, RowCount + 1).Select(row => row * 60).ToArray(),
            Enumerable.Range(0, RowCount * 60).Select(index => (index % 60 * 333) + (index / 60)).ToArray());
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(wide).WithPenalty(Penalty.L2(0.01)).WithOptimizer(Optimizer.CoordinateDescent);
        T[] targets = Targets("squared");

        TrainingResult<T> result = description.Build().Fit(rows.Rows, targets, new() { Epochs = 20 });
        TrainingResult<T> expected = description.WithOptimizer(Optimizer.DualCoordinateDescent).Build().Fit(rows.Rows, targets);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.Network.Weights.Count(T.Zero).Should().BeLessThan(wide - 10_000);
        result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-8, 1e-5) * expected.LossHistory[^1]);
    }

    /// <summary>The second derivatives of rows that are nearly sure promise steps of any length.</summary>
    [Fact]
    public void A_weak_penalty_is_reached_from_weights_that_are_far_too_large()
    {
        PerceptronBuilder<T> description = Describe("log-loss").WithPenalty(Penalty.L1(1e-4));
        TrainingResult<T> expected = description.Build().Fit(_sparse.Rows, Labels(2), new() { Epochs = 50 });
        Perceptron<T> network = description.Build();
        network.SetWeights(Numbers.Of<T>(new Random(43).Values(Wide, -30, 30)), [T.CreateTruncating(20)]);

        TrainingResult<T> result = network.Fit(_sparse.Rows, Labels(2), new() { Epochs = 50 });

        expected.StopReason.Should().Be(StopReason.Converged, expected.Message);
        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-10, 1e-5));
    }

    [Fact]
    public void Without_a_penalty_rows_that_columns_separate_are_told()
    {
        TrainingResult<T> result = Describe("log-loss").Build().Fit(_sparse.Rows, Labels(2), new() { Epochs = 50 });

        result.StopReason.Should().NotBe(StopReason.Converged);
    }

    [Fact]
    public void A_cancelled_epoch_leaves_the_weights_and_the_next_fit_is_whole()
    {
        PerceptronBuilder<T> description = Describe("log-loss").WithPenalty(Penalty.L1(0.01));
        Perceptron<T> expected = description.Build().Fit(_sparse.Rows, Labels(2)).Network;
        Perceptron<T> network = description.Build();
        using var source = new CancellationTokenSource();
        source.Cancel();

        network.Fit(_sparse.Rows, Labels(2), cancellationToken: source.Token).StopReason.Should().Be(StopReason.Cancelled);

        network.Weights.Count(T.Zero).Should().Be(Wide);
        Bits(network.Fit(_sparse.Rows, Labels(2)).Network).Should().Equal(Bits(expected));
    }

    private static TrainingResult<T> ShowSame(PerceptronBuilder<T> description, in Examples<T> rows, in Examples<T> others, string because)
    {
        TrainingResult<T> result = description.Build().Fit(rows, new() { Epochs = 50 });
        TrainingResult<T> expected = description.Build().Fit(others, new() { Epochs = 50 });

        result.StopReason.Should().Be(StopReason.Converged, because + result.Message);
        expected.StopReason.Should().Be(StopReason.Converged, because + expected.Message);
        result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-11, 1e-6), because);
        Near(result.Network.Weights, expected.Network.Weights, because);
        return result;
    }

    private static void Near(ReadOnlySpan<T> weights, ReadOnlySpan<T> expected, string because) =>
        Numbers.ToDoubles(weights).Should().Equal(
            Numbers.ToDoubles(expected), (left, right) => Math.Abs(left - right) < Numbers.For<T>(1e-6, 5e-3), because);

    private static T[] Bits(Perceptron<T> network) => [.. network.Weights, .. network.Bias];

    private static PerceptronBuilder<T> Describe(string loss) =>
        PenalizedRegression<T>.Describe(loss, Wide).WithOptimizer(Optimizer.CoordinateDescent);

    private static Examples<T> Rows(string loss, RowMemory<T> rows) => loss switch
    {
        "log-loss" => new(rows, Labels(2)),
        "softmax" => new(rows, Labels(3)),
        _ => new(rows, Targets(loss)),
    };

    private static T[] Targets(string loss) => Numbers.Of<T>(loss switch
    {
        "squared" => [.. Enumerable.Range(0, RowCount).Select(Score)],
        "poisson" => [.. Labels(3).Select(label => (double)label)],
        "softmax" => [.. Labels(3).SelectMany(label => Enumerable.Range(0, 3).Select(output => output == label ? 1.0 : 0))],
        _ => [.. Labels(2).Zip(Labels(3)).SelectMany(pair => new double[] { pair.First, pair.Second > 0 ? 1 : 0 })],
    });

    private static int[] Labels(int classes) =>
        [.. Enumerable.Range(0, RowCount).Select(row => Math.Clamp((int)Math.Floor((classes / 2.0) + Score(row)), 0, classes - 1))];

    /// <summary>What the first columns tell of a row, and noise.</summary>
    private static double Score(int row) =>
        Enumerable.Range(0, 8).Sum(input => double.CreateTruncating(_rows[(row * Wide) + input]) * (1 - (input * 0.3))) + (2 * _noise[row]) - 1;
}

public sealed class SparseCoordinateDescentTestsInFloat : SparseCoordinateDescentTests<float>;

public sealed class SparseCoordinateDescentTestsInDouble : SparseCoordinateDescentTests<double>;
