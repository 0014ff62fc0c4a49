using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>The sums of the products of pairs of columns are one chain of fused multiply-adds for each pair.</summary>
public sealed class SquaredRowsTests
{
    [Theory]
    [InlineData(16, 0)]
    [InlineData(16, 1)]
    [InlineData(32, 5)]
    [InlineData(48, 64)]
    public void Each_sum_right_of_the_diagonal_is_a_chain_in_the_order_of_the_rows(int width, int count)
    {
        double[] rows = new Random(width).Values(width * count, -2, 2);
        double[] scaled = new Random(count).Values(width * count, -2, 2);
        double[] sums = new Random(3).Values(width * width, -1, 1);
        double[] expected = [.. sums];
        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < width; i++)
            {
                for (int j = i; j < width; j++)
                {
                    ref double sum = ref expected[(i * width) + j];
                    sum = Math.FusedMultiplyAdd(scaled[(row * width) + i], rows[(row * width) + j], sum);
                }
            }
        }

        SquaredRows.Add(rows, scaled, width, sums);

        for (int i = 0; i < width; i++)
        {
            sums[((i * width) + i)..((i + 1) * width)].Should().Equal(expected[((i * width) + i)..((i + 1) * width)], $"row {i}");
        }
    }
}
