using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Selection;

public sealed class FoldsTests : RefusalTests<double>
{
    private const string Parameter = "folds";

    [Theory]
    [InlineData("stratified-53-5", 5)]
    [InlineData("stratified-60-2", 2)]
    [InlineData("stratified-200-10", 10)]
    public void Folds_have_as_many_rows_of_each_class_as_in_scikit_learn(string name, int folds)
    {
        Dictionary<string, double[]> reference = ReferenceFile.ByName("selection.csv");
        int[] labels = [.. reference[$"{name}/labels"].Select(label => (int)label)];

        int[] foldOfRow = Folds.Random(folds).FoldOfRow(Parameter, labels.Length, labels, seed: 1);

        for (int fold = 0; fold < folds; fold++)
        {
            for (int label = 0; label < 3; label++)
            {
                labels.Index().Count(row => row.Item == label && foldOfRow[row.Index] == fold)
                    .Should().Be((int)reference[$"{name}/counts"][(fold * 3) + label], "fold {0}, class {1}", fold, label);
            }
        }
    }

    [Theory]
    [InlineData(10, 2)]
    [InlineData(11, 4)]
    [InlineData(7, 7)]
    [InlineData(100, 3)]
    public void Folds_without_labels_have_equal_sizes_to_within_a_row(int rows, int folds)
    {
        int[] foldOfRow = Folds.Random(folds).FoldOfRow(Parameter, rows, [], seed: 1);

        int[] sizes = [.. foldOfRow.CountBy(fold => fold).Select(pair => pair.Value)];
        foldOfRow.Should().HaveCount(rows).And.OnlyContain(fold => fold >= 0 && fold < folds);
        sizes.Should().HaveCount(folds);
        (sizes.Max() - sizes.Min()).Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Random_folds_depend_only_on_the_seed()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => row % 3)];
        int[] Assigned(long seed) => Folds.Random().FoldOfRow(Parameter, 60, labels, seed);

        Assigned(1).Should().Equal(Assigned(1)).And.NotEqual(Assigned(2));
        Folds.Random().Count.Should().Be(5);
    }

    [Fact]
    public void Random_folds_do_not_follow_the_order_of_the_rows()
    {
        int[] foldOfRow = Folds.Random(2).FoldOfRow(Parameter, 1000, [], seed: 1);

        foldOfRow.Take(500).Count(fold => fold == 0).Should().BeInRange(200, 300);
        Enumerable.Range(0, 999).Count(row => foldOfRow[row] != foldOfRow[row + 1]).Should().BeInRange(400, 600);
    }

    [Fact]
    public void Keeps_given_folds()
    {
        var folds = Folds.Given(1, 0, 2, 1);

        folds.Count.Should().Be(3);
        folds.FoldOfRow(Parameter, 4, [0, 1, 0, 1], seed: 5).Should().Equal(1, 0, 2, 1);
    }

    [Fact]
    public void ToString_describes_the_folds()
    {
        Folds.Random(10).ToString().Should().Be("10 random folds");
        Folds.Given(0, 1, 1).ToString().Should().Be("2 given folds");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-3)]
    public void Rejects_fewer_than_two_folds(int count) =>
        Refused<ArgumentOutOfRangeException>(() => Folds.Random(count), "count", $"count is {count}", "2 or more");

    [Fact]
    public void Rejects_more_folds_than_rows() =>
        Refused<ArgumentException>(
            () => Folds.Random(4).FoldOfRow(Parameter, 3, [], seed: 1), Parameter, "4 folds", "3 row(s)", "at most as many");

    [Fact]
    public void Rejects_a_class_with_fewer_rows_than_folds() =>
        Refused<ArgumentException>(
            () => Folds.Random(3).FoldOfRow(Parameter, 8, [0, 2, 0, 2, 0, 0, 0, 0], seed: 1),
            "labels",
            "labels has 2 row(s) of class 2",
            "too few for 3 folds",
            "Use fewer folds");

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void Rejects_an_invalid_fold_number(int fold) =>
        Refused<ArgumentException>(
            () => Folds.Given(0, fold, 1), "foldOfRow", $"foldOfRow has {fold} at row 1", "number the folds from 0");

    [Fact]
    public void Rejects_a_gap_between_given_folds() =>
        Refused<ArgumentException>(
            () => Folds.Given(0, 2, 0, 2), "foldOfRow", "has a row in fold 2, but no row in fold 1", "without gaps");

    [Fact]
    public void Rejects_a_single_given_fold()
    {
        Refused<ArgumentException>(() => Folds.Given(0, 0, 0), "foldOfRow", "fewer than two folds", "use at least 0 and 1");
        Refused<ArgumentException>(() => Folds.Given(), "foldOfRow", "fewer than two folds");
    }

    [Fact]
    public void Rejects_given_folds_for_another_number_of_rows() =>
        Refused<ArgumentException>(
            () => Folds.Given(0, 1, 1).FoldOfRow(Parameter, 4, [], seed: 1), Parameter, "has the folds of 3 rows", "there are 4", "for each row");

    [Fact]
    public void Split_has_the_rows_of_a_cross_validation_with_the_same_seed()
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(row => row * row / 3 % 2)];
        double[] inputs = [.. Enumerable.Range(0, 40).Select(row => (double)row)];
        PerceptronBuilder<double> description = Perceptron.BinaryClassifier<double>(1).WithSeed(3);
        foreach (Folds folds in new[] { Folds.Random(4), Folds.Grouped(labels.Index().Select(row => row.Index / 5)), Folds.ByTime(inputs, 3), Folds.Given([.. Enumerable.Range(0, 40).Select(row => row % 3)]) })
        {
            IReadOnlyList<(int[] Train, int[] Test)> split = folds.Split(40, labels, seed: 3);
            CrossValidation<ClassificationMetrics> validation = description.CrossValidateClassifier(new(inputs, labels), folds, new() { Epochs = 1 });

            split.Should().HaveCount(folds.Count);
            split.SelectMany(fold => fold.Test).Order().Should().Equal(validation.TestRows);
            split.Select(fold => (long)fold.Test.Length).Should().Equal(validation.Folds.Select(fold => fold.Metrics.ConfusionMatrix.RowCount));
            split.Should().OnlyContain(fold => !fold.Train.Intersect(fold.Test).Any() && fold.Train.Length > 0);
        }
    }

    [Fact]
    public void Split_takes_classes_as_flags_and_names_and_none()
    {
        bool[] flags = [.. Enumerable.Range(0, 40).Select(row => row % 10 == 0)];
        var indices = Folds.Random(4).Split(40, Array.ConvertAll(flags, flag => flag ? 1 : 0));

        Folds.Random(4).Split(40, flags).Should().BeEquivalentTo(indices, options => options.WithStrictOrdering());
        Folds.Random(4).Split(40, Array.ConvertAll(flags, flag => flag ? "b" : "a")).Should().BeEquivalentTo(indices, options => options.WithStrictOrdering());
        indices.Should().OnlyContain(fold => fold.Test.Count(row => flags[row]) == 1);
        Folds.Random(4).Split(42).Select(fold => fold.Test.Length).Should().Equal(11, 11, 10, 10);
    }

    [Fact]
    public void Split_rejects_what_does_not_fit_the_rows()
    {
        Refused<ArgumentOutOfRangeException>(() => Folds.Random().Split(-1), "rows", "non-negative");
        Refused<ArgumentException>(() => Folds.Random().Split(4), "rows", "5 folds", "4 row");
        Refused<ArgumentException>(() => Folds.Random().Split(9, [0, 1]), "labels", "2 values", "9 rows");
        Refused<ArgumentException>(() => Folds.Random(2).Split(3, "a,,a".Split(',')), "labels", "blank", "row 1");
        Refused<ArgumentException>(() => Folds.Given(0, 1).Split(3), "rows", "the folds of 2 rows", "there are 3");
    }
}
