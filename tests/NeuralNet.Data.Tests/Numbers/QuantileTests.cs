using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Tests.Numbers;

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 3)]
    [InlineData(1, 9)]
    public void Between_two_numbers_it_is_interpolated(double share, double expected) =>
        Quantile.Interpolated([1, 2, 4, 9], share).Should().Be(expected);

    [Fact]
    public void The_largest_numbers_do_not_overflow() =>
        Quantile.Interpolated([-double.MaxValue, double.MaxValue], 0.5).Should().Be(0);

    [Fact]
    public void A_quantile_lies_between_its_neighbors()
    {
        var random = new Random(1);
        for (int round = 0; round < 1000; round++)
        {
            double[] sorted = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.NextDouble()).Order()];
            Quantile.Interpolated(sorted, random.NextDouble()).Should().BeInRange(sorted[0], sorted[^1]);
        }
    }

    [Fact]
    public void Buckets_differ_by_one_record_at_most()
    {
        for (int count = 1; count < 40; count++)
        {
            double[] sorted = [.. Enumerable.Range(0, count).Select(index => (double)index)];
            for (int buckets = 2; buckets <= count; buckets++)
            {
                double[] edges = Quantile.Edges(sorted, buckets);
                edges.Should().HaveCount(buckets - 1);
                IEnumerable<double> sizes = edges.Prepend(0).Zip(edges.Append(count), (start, end) => end - start);
                (sizes.Max() - sizes.Min()).Should().BeLessThanOrEqualTo(1);
            }
        }
    }
}
