using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The division of the rows of a full batch into blocks.</summary>
public sealed class RowBlocksTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(511, 200, 1)]
    [InlineData(513, 200, 1)]
    [InlineData(5_000, 30, 7)]
    [InlineData(100_000, 1, 1)]
    [InlineData(1_000_003, 784, 10)]
    public void The_blocks_hold_every_row_once_in_order(int rows, int inputs, int outputs)
    {
        RowBlocks blocks = RowBlocks.Divide(rows, inputs, outputs);

        blocks.Rows.Should().Be(rows);
        int next = 0;
        for (int block = 0; block < blocks.Count; block++)
        {
            blocks.Start(block).Should().Be(next);
            blocks.Length(block).Should().BePositive();
            if (block < blocks.Count - 1)
            {
                blocks.Length(block).Should().Be(blocks.Height);
            }

            next += blocks.Length(block);
        }

        next.Should().Be(rows);
    }

    [Fact]
    public void Without_rows_there_are_no_blocks() => RowBlocks.Divide(0, 4, 3).Count.Should().Be(0);

    [Theory]
    [InlineData(64 * 512, 64)]
    [InlineData((64 * 512) + 1, 64)]
    [InlineData(64 * 513, 64)]
    [InlineData(int.MaxValue, 64)]
    [InlineData(63 * 512, 63)]
    public void Many_rows_get_the_largest_number_of_blocks(int rows, int count) =>
        RowBlocks.Divide(rows, inputs: 200, outputs: 1).Count.Should().Be(count);

    [Theory]
    [InlineData(512, 1, 512)]
    [InlineData(200, 1, 512)]
    [InlineData(64, 1, 1024)]
    [InlineData(32, 2, 1024)]
    [InlineData(1, 1, 65536)]
    [InlineData(64, 32, 512)]
    [InlineData(64, 33, 528)]
    [InlineData(64, 100, 1600)]
    public void A_block_is_divided_only_if_each_part_has_enough_work(int inputs, int outputs, int least)
    {
        RowBlocks.Divide(least, inputs, outputs).Count.Should().Be(1);
        RowBlocks.Divide(least + 1, inputs, outputs).Count.Should().Be(2);
        RowBlocks.Divide(2 * least, inputs, outputs).Count.Should().Be(2);
        RowBlocks.Divide((2 * least) + 1, inputs, outputs).Count.Should().Be(3);
    }

    [Fact]
    public void The_widest_networks_do_not_overflow() =>
        RowBlocks.Divide(1000, int.MaxValue, int.MaxValue).Count.Should().Be(1);
}
