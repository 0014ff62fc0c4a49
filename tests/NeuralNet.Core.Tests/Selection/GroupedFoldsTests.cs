using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Selection;

public sealed class GroupedFoldsTests : RefusalTests<double>
{
    private const string Parameter = "folds";

    public static TheoryData<string, int> References => new() { { "grouped-12-5", 5 }, { "grouped-40-4", 4 }, { "grouped-200-10", 10 } };

    private static Dictionary<string, double[]> Reference => ReferenceFile.ByName("selection.csv");

    [Theory]
    [MemberData(nameof(References))]
    public void No_group_is_in_two_folds_and_no_fold_is_empty(string name, int folds)
    {
        double[] groups = Reference[$"{name}/groups"];
        int[] labels = [.. Reference[$"{name}/labels"].Select(label => (int)label)];
        foreach (int[] given in new[] { labels, [] })
        {
            int[] foldOfRow = Folds.Grouped(groups, folds).FoldOfRow(Parameter, groups.Length, given, seed: 3);

            groups.Zip(foldOfRow).Distinct().Should().HaveCount(groups.Distinct().Count(), "a group has one fold");
            foldOfRow.Distinct().Order().Should().Equal(Enumerable.Range(0, folds));
        }
    }

    [Theory]
    [MemberData(nameof(References))]
    public void Folds_have_the_sizes_of_scikit_learn(string name, int folds)
    {
        double[] groups = Reference[$"{name}/groups"];

        int[] foldOfRow = Folds.Grouped(groups, folds).FoldOfRow(Parameter, groups.Length, [], seed: 1);

        foldOfRow.CountBy(fold => fold).Select(pair => (double)pair.Value).Order().Should().Equal(Reference[$"{name}/sizes"]);
    }

    [Theory]
    [MemberData(nameof(References))]
    public void Classes_are_spread_at_most_a_twentieth_worse_than_in_scikit_learn(string name, int folds)
    {
        double[] groups = Reference[$"{name}/groups"];
        int[] labels = [.. Reference[$"{name}/labels"].Select(label => (int)label)];

        int[] foldOfRow = Folds.Grouped(groups, folds).FoldOfRow(Parameter, groups.Length, labels, seed: 1);

        double spread = Enumerable.Range(0, 2).Max(label => Enumerable.Range(0, folds).Max(fold => Math.Abs(
            ((double)labels.Zip(foldOfRow).Count(row => row == (label, fold)) / labels.Count(other => other == label)) - (1.0 / folds))));
        spread.Should().BeLessThanOrEqualTo(Reference[$"{name}/spread"][0] + 0.05);
    }

    [Fact]
    public void Names_of_groups_do_not_matter_and_the_seed_decides_between_equal_ones()
    {
        int[] groups = [.. Enumerable.Range(0, 90).Select(row => row * 7 % 30)];
        int[] Assigned(Folds folds, long seed) => folds.FoldOfRow(Parameter, 90, [], seed);

        Assigned(Folds.Grouped(groups), 1).Should().Equal(Assigned(Folds.Grouped(groups.Select(group => $"{-group}")), 1));
        Assigned(Folds.Grouped(groups), 1).Should().NotEqual(Assigned(Folds.Grouped(groups), 2));
    }

    [Fact]
    public void Folds_of_groups_test_every_row()
    {
        double[] rows = [.. Enumerable.Range(0, 60).Select(row => row / 60.0)];
        CrossValidation<RegressionMetrics> result = Perceptron.Regressor<double>(1)
            .CrossValidateRegressor(new(rows, rows), Folds.Grouped(rows.Select(row => (int)(row * 15)), count: 3), new() { Epochs = 2 });

        result.TestRows.Should().Equal(Enumerable.Range(0, 60));
        result.Folds.Should().OnlyContain(fold => fold.TestRows.Count == 20);
        Folds.Grouped(rows).ToString().Should().Be("5 grouped folds");
    }

    [Fact]
    public void Rejects_groups_that_cannot_be_divided()
    {
        Refused<ArgumentException>(() => Folds.Grouped([1, 2, 1], count: 3), "groups", "2 different group(s)", "3 folds", "fewer folds");
        Refused<ArgumentException>(() => Folds.Grouped(["a", null!], count: 2), "groups", "null at row 1", "leave it out");
        Refused<ArgumentNullException>(() => Folds.Grouped<string>(null!), "groups", "null");
        Refused<ArgumentOutOfRangeException>(() => Folds.Grouped([1, 2], count: 1), "count", "2 or more");
        Refused<ArgumentException>(
            () => Folds.Grouped([1, 2, 3], count: 2).FoldOfRow(Parameter, 4, [], seed: 1), Parameter, "groups of 3 rows", "there are 4");
    }
}
