using NeuralNet.Core.Losses;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Rows near a kink are kept up to a number, and the loss of all others is summed.</summary>
public sealed class KinkRowsTests
{
    private const int Width = 2;

    // Distances from the kink of a quantile: logit - target. Row 3 has no weight.
    private static readonly double[] _logits = [1, 3, -2, 1, 0.5];
    private static readonly double[] _targets = [0, 1, 0, 1, 0];
    private static readonly double[] _weights = [1, 2, 0.5, 0, 4];

    private static KinkedLoss Quantile => Loss.Quantile(0.3).Kinks!;

    [Fact]
    public void Rows_within_reach_are_kept_without_their_derivatives()
    {
        var search = new KinkSearch(Quantile, Width, 10);
        search.Begin(1);
        var rows = new KinkRows(search);
        double[] derivatives = [1, 1, 1, 1, 1];

        rows.Take(Inputs(0, 5), _logits, _targets, _weights, haveOffsets: false, derivatives);

        derivatives.Should().Equal(0, 1, 1, 1, 0);
        rows.Inputs.ToArray().Should().Equal(0, 100, 4, 104);
        rows.Logits.ToArray().Should().Equal(1, 0.5);
        rows.Targets.ToArray().Should().Equal(0, 0);
        rows.Weights.ToArray().Should().Equal(1, 4);
        rows.Distance.Should().Be((1 * 1) + (2 * 2) + (0.5 * 2) + (4 * 0.5));
        rows.FarLoss.Should().BeApproximately((2 * 2 * Quantile.High) + (0.5 * 2 * Quantile.Low), 1e-15);
        search.Count.Should().Be(2);
        search.IsFull.Should().BeFalse();
        rows.HaveOffsets.Should().BeFalse();
    }

    /// <summary>The nearer of two kinks counts, and the loss is the sum of both terms.</summary>
    [Fact]
    public void Of_several_kinks_the_nearest_counts()
    {
        var search = new KinkSearch(Loss.EpsilonInsensitive(0.5).Kinks!, Width, 10);
        search.Begin(0.25);
        var rows = new KinkRows(search);

        rows.Take(Inputs(0, 4), [0.7, -0.7, 0, 2], [0, 0, 0, 0], [1, 1, 1, 2], haveOffsets: true, new double[4]);

        rows.Count.Should().Be(2);
        rows.Distance.Should().BeApproximately(0.2 + 0.2 + 0.5 + (2 * 1.5), 1e-15);
        rows.FarLoss.Should().BeApproximately(2 * 1.5, 1e-15);
        rows.HaveOffsets.Should().BeTrue();
    }

    [Fact]
    public void Rows_of_several_parts_follow_one_another()
    {
        var search = new KinkSearch(Quantile, Width, 1000);
        search.Begin(double.PositiveInfinity);
        KinkRows all = new(search), next = new(search);
        const int Count = 150;
        Take(all, 0, Count, haveOffsets: false);
        Take(next, Count, Count, haveOffsets: true);
        next.Scale(2);

        all.Add(next);

        all.Count.Should().Be(2 * Count);
        all.Inputs.ToArray().Should().Equal(Inputs(0, 2 * Count));
        all.Weights.ToArray().Should().Equal(Enumerable.Range(0, 2 * Count).Select(row => row < Count ? 1.0 : 2));
        all.Logits.ToArray().Should().Equal(Enumerable.Range(0, 2 * Count).Select(row => (double)row));
        all.Targets.ToArray().Should().Equal(Enumerable.Range(0, 2 * Count).Select(row => (double)-row));
        all.Distance.Should().Be(Enumerable.Range(0, 2 * Count).Sum(row => row < Count ? 2.0 * row : 4.0 * row));
        all.HaveOffsets.Should().BeTrue();
        next.Count.Should().Be(0);
        all.Clear();
        (all.Count, all.Distance, all.FarLoss).Should().Be((0, 0, 0));
    }

    [Fact]
    public void The_losses_of_far_rows_of_several_parts_add_up()
    {
        var search = new KinkSearch(Quantile, Width, 1000);
        search.Begin(1);
        KinkRows all = new(search), next = new(search);
        all.Take(Inputs(0, 2), [5, 0], [0, 0], [1, 1], haveOffsets: true, new double[2]);
        next.Take(Inputs(2, 2), [-4, 7], [0, 0], [1, 2], haveOffsets: true, new double[2]);
        double first = all.FarLoss, second = next.FarLoss;
        first.Should().BeApproximately(5 * Quantile.High, 1e-14);
        second.Should().BeApproximately((4 * Quantile.Low) + (2 * 7 * Quantile.High), 1e-14);

        next.Scale(0.5);
        next.FarLoss.Should().Be(second / 2);
        all.Add(next);

        all.FarLoss.Should().Be(first + (second / 2));
        all.Distance.Should().Be(5 + 2 + 7);
        all.Count.Should().Be(1);
        all.HaveOffsets.Should().BeTrue();
    }

    [Fact]
    public void Of_more_rows_than_may_be_kept_none_is()
    {
        var search = new KinkSearch(Quantile, Width, 100);
        search.Begin(double.PositiveInfinity);
        KinkRows all = new(search), next = new(search);
        Take(all, 0, 100, haveOffsets: false);
        search.IsFull.Should().BeFalse();
        search.Share.Should().Be(1);

        Take(next, 100, 300, haveOffsets: false);
        all.Add(next);

        search.IsFull.Should().BeTrue();
        search.Share.Should().Be(0.25);
        next.Count.Should().Be(0);
        all.Count.Should().Be(100);
        Take(all, 0, 1, haveOffsets: false);
        all.Count.Should().Be(0);
        search.Begin(2);
        (search.Reach, search.Count).Should().Be((2, 0));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4000, 3)]
    public void A_network_keeps_32_MiB_or_a_few_rows_for_each_variable(int inputs, int outputs)
    {
        CurvatureShape shape = CurvatureShape.Of(inputs, true, outputs, new SmoothedKinks(Quantile));
        int capacity = inputs == 1 ? (1 << 22) / shape.Width : 4 * 4001 * 3;
        KinkSearch search = KinkSearch.Of(Quantile, shape);
        search.Begin(1);

        search.Note(capacity);
        search.IsFull.Should().BeFalse();
        search.Note(1);

        search.IsFull.Should().BeTrue();
        search.Loss.High.Should().Be(Quantile.High);
    }

    private static void Take(KinkRows rows, int first, int count, bool haveOffsets)
    {
        double[] logits = [.. Enumerable.Range(first, count).Select(row => (double)row)];
        double[] weights = [.. logits.Select(_ => 1.0)];
        rows.Take(Inputs(first, count), logits, [.. logits.Select(logit => -logit)], weights, haveOffsets, new double[count]);
    }

    private static double[] Inputs(int first, int count) => [.. Enumerable.Range(first, count).SelectMany(row => new double[] { row, row + 100 })];
}
