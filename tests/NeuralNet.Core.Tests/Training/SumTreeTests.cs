using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The tree that adds the sums of blocks. Each sum here is the text of its additions.</summary>
public sealed class SumTreeTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "0")]
    [InlineData(2, "(0+1)")]
    [InlineData(3, "((0+1)+2)")]
    [InlineData(5, "(((0+1)+(2+3))+4)")]
    [InlineData(7, "(((0+1)+(2+3))+((4+5)+6))")]
    public void Neighbors_are_added_level_by_level(int blocks, string expected)
    {
        var tree = new SumTree<Text>(1, () => new());

        Add(tree, 0, blocks);

        tree.Count.Should().Be(blocks);
        tree.Total().Value.Should().Be(expected);
    }

    [Fact]
    public void The_tree_is_that_of_halves_of_a_power_of_two()
    {
        for (int blocks = 1; blocks < 70; blocks++)
        {
            var tree = new SumTree<Text>(1, () => new());
            Add(tree, 0, blocks);

            tree.Total().Value.Should().Be(Halves(0, blocks));
        }
    }

    [Fact]
    public void Whole_parts_from_other_threads_give_the_same_tree()
    {
        for (int before = 0; before < 12; before++)
        {
            for (int blocks = 1; blocks < 40; blocks++)
            {
                for (int most = 0; most < 5; most++)
                {
                    var tree = new SumTree<Text>(1, () => new());
                    Add(tree, 0, before);
                    for (int block = before; block < before + blocks;)
                    {
                        int level = Math.Min(most, SumTree<Text>.Level(tree.Count, before + blocks - block));
                        var part = new SumTree<Text>(1, () => new());
                        Add(part, block, 1 << level);
                        var sum = new Text();
                        part.TakeTotal(ref sum);
                        tree.Push(ref sum, level);
                        block += 1 << level;
                    }

                    tree.Total().Value.Should().Be(Halves(0, before + blocks));
                }
            }
        }
    }

    [Fact]
    public void A_tree_that_is_used_again_knows_nothing_of_the_blocks_before()
    {
        var tree = new SumTree<Text>(1, () => new());
        Add(tree, 0, 5);

        tree.Clear();
        Add(tree, 0, 3);

        tree.Total().Value.Should().Be("((0+1)+2)");
    }

    [Fact]
    public void It_holds_one_sum_for_each_level()
    {
        int created = 0;
        var tree = new SumTree<Text>(1, () =>
        {
            created++;
            return new();
        });

        Add(tree, 0, 1000);
        tree.Total();

        created.Should().BeLessThanOrEqualTo(11);
    }

    [Fact]
    public void Every_sum_so_far_is_scaled()
    {
        var tree = new SumTree<Text>(1, () => new());
        Add(tree, 0, 3);
        tree.Scale(0.5);
        Add(tree, 3, 1);

        tree.Total().Value.Should().Be("((0+1)*0.5+(2*0.5+3))");
    }

    private static void Add(SumTree<Text> tree, int first, int blocks)
    {
        for (int block = first; block < first + blocks; block++)
        {
            tree.Current.Value = FormattableString.Invariant($"{block}");
            tree.Advance(1);
        }
    }

    [Fact]
    public void A_block_takes_its_rows_in_several_pieces()
    {
        var tree = new SumTree<Text>(3, () => new());
        for (int row = 0; row < 8; row++)
        {
            tree.Room.Should().Be(3 - (row % 3));
            tree.Current.Value += FormattableString.Invariant($"{row}");
            tree.Advance(1);
        }

        tree.Count.Should().Be(2);
        tree.Total().Value.Should().Be("((012+345)+67)");
    }

    /// <summary>The definition: the blocks below the largest power of two smaller than their number, and the others.</summary>
    private static string Halves(int first, int blocks)
    {
        if (blocks == 1)
        {
            return FormattableString.Invariant($"{first}");
        }

        int half = 1;
        while (2 * half < blocks)
        {
            half *= 2;
        }

        return $"({Halves(first, half)}+{Halves(first + half, blocks - half)})";
    }

    private sealed class Text : ITreeSum<Text>
    {
        public string Value { get; set; } = "";

        public void Clear() => Value = "";

        public void Add(Text next) => Value = $"({Value}+{next.Value})";

        public void Scale(double factor) => Value = FormattableString.Invariant($"{Value}*{factor}");
    }
}
