using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class DoubledTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(1000)]
    public void A_dot_product_keeps_what_is_left_when_large_products_cancel(int length)
    {
        double[] left = new Random(1).Values(length, -1, 1);
        double[] right = new Random(2).Values(length, -1, 1);
        for (int pair = 2; pair + 1 < length; pair += 2)
        {
            left[pair + 1] = -left[pair];
            right[pair + 1] = right[pair];
        }

        (left[0], right[0]) = (1e-20, 3);
        (left[1], right[1]) = (1e-38, 1);

        double high = Doubled.Dot(left, right, out double low);

        high.ShouldBeClose(3e-20, 1e-10, 0, "the sum");
        Math.Abs(low).Should().BeLessThan(1e-35, "the sum is rounded");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(29)]
    public void Each_column_of_rows_has_the_bits_that_it_has_alone(int inputs)
    {
        const int Count = 5;
        const int Outputs = 2;
        double[] rows = new Random(1).Values(Count * inputs, -1, 1);
        double[] scales = new Random(2).Values(Outputs * Count, -1, 1);
        double[] scaleLows = [.. scales.Select(scale => 1e-17 * scale)];
        var sums = new double[Outputs * inputs];
        var lows = new double[Outputs * inputs];

        Doubled.AddRows(rows, inputs, scales, scaleLows, sums, lows);

        for (int column = 0; column < inputs; column++)
        {
            double[] alone = [.. Enumerable.Range(0, Count).Select(row => rows[(row * inputs) + column])];
            var sum = new double[Outputs];
            var low = new double[Outputs];
            Doubled.AddRows(alone, 1, scales, scaleLows, sum, low);
            for (int output = 0; output < Outputs; output++)
            {
                sums[(output * inputs) + column].Should().Be(sum[output]);
                lows[(output * inputs) + column].Should().Be(low[output]);
            }
        }
    }

    [Fact]
    public void Sums_keep_what_rounding_leaves_off()
    {
        double[] sums = [1, -1e10];
        double[] lows = [0, 0];

        Doubled.Add([1e-20, 1e10], [0, 1e-30], sums, lows);

        sums.Should().Equal(1, 0);
        lows.Should().Equal(1e-20, 1e-30);
    }

    [Fact]
    public void Differences_keep_what_rounding_leaves_off()
    {
        Doubled.LowOfDifference(1, 1e-25, 1e-20, 2).Should().Be(2 * (1e-25 - 1e-20));
        Doubled.SubtractProduct(1e10, 1e-10, 1e5, 0, 1e5).Should().Be(1e-10);
    }
}
