namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Counts, sums and the table.</summary>
public sealed class ConfusionMatrixTests
{
    private static readonly int[] _actual = [0, 0, 1, 2, 2, 2, 2];
    private static readonly int[] _predicted = [0, 1, 1, 0, 2, 2, 1];

    [Fact]
    public void Sums_match_rows_and_columns()
    {
        var matrix = new ConfusionMatrix(_actual, _predicted, 3);

        Enumerable.Range(0, 3).Select(matrix.ActualRows).Should().Equal(2, 1, 4);
        Enumerable.Range(0, 3).Select(matrix.PredictedRows).Should().Equal(2, 3, 2);
        Enumerable.Range(0, 3).Select(matrix.CorrectRows).Should().Equal(1, 1, 2);
        matrix.Correct.Should().Be(4);
        matrix.RowCount.Should().Be(7);
        matrix.ClassNames.Should().BeNull();
    }

    [Theory]
    [InlineData(0, 3, "predicted")]
    [InlineData(1, -1, "predicted")]
    [InlineData(3, 0, "actual")]
    [InlineData(-1, 2, "actual")]
    public void Rejects_unknown_classes_by_name(int actual, int predicted, string parameter)
    {
        var matrix = new ConfusionMatrix(_actual, _predicted, 3);

        matrix.Invoking(that => that[actual, predicted]).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(parameter);
    }

    [Fact]
    public void Without_names_the_table_has_only_numbers() =>
        new ConfusionMatrix(_actual, _predicted, 3).ToString().Should().Be(" 1 1 0\n 0 1 0\n 1 1 2");

    [Fact]
    public void Names_of_classes_head_lines_and_columns()
    {
        var matrix = new ConfusionMatrix(_actual, _predicted, 3, ["ham", "spam", "a"]);

        matrix.ClassNames.Should().Equal("ham", "spam", "a");
        matrix.ToString().Should().Be(
            """
            actual \ predicted  ham spam    a
                           ham    1    1    0
                          spam    0    1    0
                             a    1    1    2
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_long_name_widens_the_table()
    {
        const string Name = "Mountains of Madness";

        new ConfusionMatrix([0, 1], [1, 1], 2, [Name, "b"]).ToString().Split('\n')
            .Should().AllSatisfy(line => line.Should().HaveLength(3 * Name.Length + 2));
    }
}
