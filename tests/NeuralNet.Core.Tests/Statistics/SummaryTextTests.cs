using System.Text.RegularExpressions;
using static System.FormattableString;

namespace NeuralNet.Core.Tests.Statistics;

/// <summary>The text of a summary has its numbers, in aligned columns.</summary>
public sealed partial class SummaryTextTests
{
    [Theory]
    [MemberData(nameof(RegressionData.OneOfEachLoss), MemberType = typeof(RegressionData))]
    [InlineData("poisson insurance")]
    [InlineData("noint1")]
    public void Each_coefficient_has_a_line_with_its_numbers(string name)
    {
        RegressionSummary<double> summary = RegressionData.Summarize<double>(name);
        int variables = summary.Coefficients.TakeWhile(coefficient => coefficient.Class == summary.Coefficients[0].Class).Count();
        string letter = summary.ResidualStandardError is null ? "z" : "t";
        string[] lines = summary.ToString().Split('\n');

        int[] headers = [.. Enumerable.Range(0, lines.Length).Where(index => lines[index].Contains("Estimate", StringComparison.Ordinal))];

        headers.Should().HaveCount(summary.Coefficients.Count / variables);
        for (int table = 0; table < headers.Length; table++)
        {
            string header = lines[headers[table]];
            CellsOf(header).Should().Equal("Estimate", "Std. Error", $"{letter} value", $"Pr(>|{letter}|)", "2.5 %", "97.5 %");
            for (int variable = 0; variable < variables; variable++)
            {
                Coefficient coefficient = summary.Coefficients[(table * variables) + variable];
                string line = lines[headers[table] + 1 + variable];
                CellsOf(line).Should().Equal(
                    coefficient.Name,
                    Invariant($"{coefficient.Estimate:G6}"),
                    Invariant($"{coefficient.StandardError:G6}"),
                    Invariant($"{coefficient.Statistic:F3}"),
                    coefficient.PValue < 2.2e-16 ? "<2.2E-16" : Invariant($"{coefficient.PValue:G3}"),
                    Invariant($"{coefficient.Lower:G6}"),
                    Invariant($"{coefficient.Upper:G6}"));
                Cell().Matches(line).Skip(1).Select(EndOf).Should().Equal(Cell().Matches(header).Select(EndOf), "numbers are aligned to the right");
                line.Should().StartWith(coefficient.Name);
            }

            lines[headers[table] - 1].Should().Be(variables < summary.Coefficients.Count ? $"class {table + 1} against class 0" : string.Empty);
            lines[headers[table] + 1 + variables].Should().BeEmpty();
        }
    }

    [Fact]
    public void Below_the_table_of_least_squares_are_the_residuals_and_what_is_explained()
    {
        RegressionSummary<double> summary = RegressionData.Summarize<double>("linear swiss");

        string text = summary.ToString();

        text.Should().StartWith("Linear regression (least squares), 47 rows\n").And.EndWith(Invariant(
            $"\n\nResidual standard error: {summary.ResidualStandardError:G6} on 41 degrees of freedom\nR-squared: {summary.RSquared:F4}, adjusted R-squared: {summary.AdjustedRSquared:F4}\nLog likelihood: {summary.LogLikelihood:G6}, AIC: {summary.Aic:G6}"));
        summary.Robust.ToString().Should().StartWith("Linear regression (least squares), 47 rows, robust standard errors (HC1)\n");
    }

    [Theory]
    [InlineData("logistic birthwt", "Logistic regression", 1)]
    [InlineData("poisson warpbreaks", "Poisson regression", 1)]
    [InlineData("multinomial infert", "Multinomial logistic regression (softmax)", 2)]
    public void Below_the_table_of_other_losses_are_the_deviances(string name, string title, int logits)
    {
        RegressionSummary<double> summary = RegressionData.Summarize<double>(name);

        string text = summary.ToString();

        double rows = summary.RowCount;
        text.Should().StartWith(Invariant($"{title}, {rows} rows\n")).And.EndWith(Invariant(
            $"\n\nNull deviance: {summary.NullDeviance:G6} on {logits * (rows - 1)} degrees of freedom\nResidual deviance: {summary.Deviance:G6} on {(logits * rows) - summary.Coefficients.Count} degrees of freedom\nLog likelihood: {summary.LogLikelihood:G6}, AIC: {summary.Aic:G6}"));
    }

    [Fact]
    public void An_interval_is_one_line() =>
        new ConfidenceInterval(1.5, -0.25, 3e10).ToString().Should().Be("1.5 [-0.25, 3E+10]");

    private static string[] CellsOf(string line) => [.. Cell().Matches(line).Select(match => match.Value)];

    private static int EndOf(Match match) => match.Index + match.Length;

    /// <summary>What two blanks or more divide.</summary>
    [GeneratedRegex(@"\S+( \S+)*")]
    private static partial Regex Cell();
}
