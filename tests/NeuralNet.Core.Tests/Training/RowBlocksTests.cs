using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The division of rows into blocks.</summary>
public sealed class RowBlocksTests
{
    [Theory]
    [InlineData(512, 1, 512)]
    [InlineData(200, 1, 512)]
    [InlineData(64, 1, 1024)]
    [InlineData(32, 2, 1024)]
    [InlineData(30, 1, 4096)]
    [InlineData(3, 1, 32768)]
    [InlineData(1, 1, 65536)]
    [InlineData(784, 10, 512)]
    [InlineData(999, 40, 1024)]
    [InlineData(1 << 20, 1, 32768)]
    [InlineData((1 << 20) - 1, 1, 16384)]
    public void A_block_has_enough_work_for_its_sum(int inputs, int outputs, int height) =>
        RowBlocks.Height(inputs, outputs).Should().Be(height);

    [Fact]
    public void Wider_gradients_have_blocks_of_at_least_as_many_rows()
    {
        int before = 0;
        for (int numbers = 32_768; numbers < 1 << 24; numbers += 99_991)
        {
            int height = RowBlocks.Height(numbers, 1);
            height.Should().BeGreaterThanOrEqualTo(before).And.BeGreaterThanOrEqualTo(numbers / 64);
            before = height;
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(512, 1)]
    [InlineData(513, 2)]
    [InlineData(int.MaxValue, 4_194_304)]
    public void The_last_block_may_be_shorter(int rows, int blocks) => RowBlocks.Count(rows, 512).Should().Be(blocks);

    [Fact]
    public void The_widest_networks_do_not_overflow() =>
        RowBlocks.Height(int.MaxValue, int.MaxValue).Should().Be(1 << 30);
}
