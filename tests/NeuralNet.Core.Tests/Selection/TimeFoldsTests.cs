using NeuralNet.Core.Selection;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Selection;

public sealed class TimeFoldsTests : RefusalTests<double>
{
    private const string Parameter = "folds";

    [Theory]
    [InlineData(20, 3)]
    [InlineData(103, 5)]
    [InlineData(11, 10)]
    public void Tests_begin_where_they_do_in_scikit_learn_whatever_the_order_of_the_rows(int rows, int folds)
    {
        DateTime[] times = [.. Enumerable.Range(0, rows).Select(row => DateTime.UnixEpoch.AddDays(row * 7 % rows))];
        double[] starts = ReferenceFile.ByName("selection.csv")[$"chronological-{rows}-{folds}/starts"];

        int[] foldOfRow = Folds.ByTime(times, folds).FoldOfRow(Parameter, rows, [], seed: 1);

        foldOfRow.Select((fold, row) => (Day: (times[row] - DateTime.UnixEpoch).TotalDays, Fold: fold))
            .Should().OnlyContain(row => row.Fold == starts.Count(start => start <= row.Day) - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Equal_times_are_in_one_part_and_no_part_is_empty(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 50; round++)
        {
            int[] times = [.. Enumerable.Range(0, 60).Select(_ => (int)(12 * Math.Pow(random.NextDouble(), 3)))];
            int folds = times.Distinct().Count() - 1;

            AssignedFolds assigned = Folds.ByTime(times, folds).Assign(Parameter, 60, [], seed: 1);

            for (int fold = 0; fold < folds; fold++)
            {
                assigned.TestRowsOf(fold).Should().NotBeEmpty();
                assigned.TrainingRowsOf(fold).Max(row => times[row]).Should().BeLessThan(assigned.TestRowsOf(fold).Min(row => times[row]));
            }
        }
    }

    [Fact]
    public void Logits_are_those_of_the_tested_rows()
    {
        // A line is learned exactly, so each logit tells its row.
        double[] rows = [.. Enumerable.Range(0, 40).Select(row => row / 40.0)];
        int[] times = [.. Enumerable.Range(0, 40).Select(row => row * 3 % 40)];
        CrossValidation<RegressionMetrics> result = Perceptron.Regressor<double>(1).WithOptimizer(Optimizer.Lbfgs())
            .CrossValidateRegressor(new(rows, rows), Folds.ByTime(times, count: 3));

        result.TestRows.Should().Equal(Enumerable.Range(0, 40).Where(row => times[row] >= 10));
        result.Logits.ToArray().Should().HaveCount(30);
        result.Logits.ToArray().Zip(result.TestRows).Should().OnlyContain(pair => Math.Abs(pair.First - rows[pair.Second]) < 1e-4);
        result.Predictions().Should().Equal(result.Logits.ToArray());
        result.Folds.SelectMany(fold => fold.TestRows).Order().Should().Equal(result.TestRows);
        Folds.ByTime(times).ToString().Should().Be("5 chronological folds");
    }

    [Fact]
    public void A_network_is_trained_on_earlier_rows_alone()
    {
        // The last rows are so wrong that a network that saw them would predict otherwise.
        double[] rows = [.. Enumerable.Repeat(1.0, 40)];
        double[] targets = [.. Enumerable.Range(0, 40).Select(row => row < 30 ? 2.0 : 1e6)];
        CrossValidation<RegressionMetrics> result = Perceptron.Regressor<double>(1).WithoutBias().WithOptimizer(Optimizer.Lbfgs())
            .CrossValidateRegressor(new(rows, targets), Folds.ByTime(Enumerable.Range(0, 40), count: 3));

        result.Logits.ToArray().Should().OnlyContain(logit => Math.Abs(logit - 2) < 1e-6);
    }

    [Fact]
    public void Rejects_times_that_cannot_be_divided()
    {
        Refused<ArgumentException>(() => Folds.ByTime([1, 1, 2, 2], count: 2), "times", "2 different time(s)", "equal times stay together");
        Refused<ArgumentException>(() => Folds.ByTime([1.0, double.NaN]), "times", "no time at row 1", "NaN");
        Refused<ArgumentException>(() => Folds.ByTime(["a", null!]), "times", "no time at row 1");
        Refused<ArgumentException>(() => Folds.ByTime(new DateTime?[] { DateTime.UnixEpoch, null }), "times", "no time at row 1", "null");
        Refused<ArgumentNullException>(() => Folds.ByTime((DateTime?[])null!), "times", "null");
        Refused<ArgumentNullException>(() => Folds.ByTime((DateTime[])null!), "times", "null");
        Refused<ArgumentOutOfRangeException>(() => Folds.ByTime([1, 2, 3], count: 1), "count", "2 or more");
        Refused<ArgumentException>(
            () => Folds.ByTime([1, 2, 3], count: 2).FoldOfRow(Parameter, 4, [], seed: 1), Parameter, "times of 3 rows", "there are 4");
    }
}
