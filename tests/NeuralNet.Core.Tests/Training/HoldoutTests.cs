using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The choice of validation rows.</summary>
public sealed class HoldoutTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Every_row_is_on_one_side_and_the_share_of_each_group_is_held_out(double share)
    {
        int[] sizes = [40, 12, 5, 2];
        int[] groups = [.. sizes.SelectMany((size, group) => Enumerable.Repeat(group, size))];
        new Random(1).Shuffle(groups);

        (int[] training, int[] heldOut) = Holdout.Split(groups, share, seed: 5);

        training.Concat(heldOut).Should().BeEquivalentTo(Enumerable.Range(0, groups.Length));
        training.Should().BeInAscendingOrder();
        heldOut.Should().BeInAscendingOrder();
        for (int group = 0; group < sizes.Length; group++)
        {
            int expected = Math.Clamp((int)Math.Round(share * sizes[group]), 1, sizes[group] - 1);
            heldOut.Count(row => groups[row] == group).Should().Be(expected);
        }
    }

    [Fact]
    public void The_split_depends_only_on_groups_and_seed()
    {
        int[] groups = new int[100];

        int[] heldOut = Holdout.Split(groups, 0.2, seed: 5).Validation;

        Holdout.Split(groups, 0.2, seed: 5).Validation.Should().Equal(heldOut);
        Holdout.Split(groups, 0.2, seed: 6).Validation.Should().NotEqual(heldOut);
        heldOut.Should().NotEqual(Enumerable.Range(0, 20), "the rows are drawn at random");
    }

    [Fact]
    public void Single_rows_of_a_group_and_rows_that_do_not_count_are_not_held_out()
    {
        (int[] training, int[] heldOut) = Holdout.Split([0, Holdout.NoGroup, 1, Holdout.NoGroup, 2, 2], 0.99, seed: 1);

        heldOut.Should().ContainSingle().Which.Should().BeOneOf(4, 5);
        training.Should().HaveCount(5);
        Holdout.Split([0, 1, 2], 0.99, seed: 1).Validation.Should().BeEmpty();
    }

    [Fact]
    public void Every_row_is_held_out_by_some_seed()
    {
        int[] groups = new int[10];

        Enumerable.Range(0, 200).SelectMany(seed => Holdout.Split(groups, 0.1, seed).Validation)
            .Distinct().Should().HaveCount(10);
    }
}
