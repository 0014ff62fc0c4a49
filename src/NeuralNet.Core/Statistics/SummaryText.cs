using System.Numerics;
using System.Text;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Statistics;

/// <summary>Writes a summary as a table, in the form of R's <c>summary</c>.</summary>
internal static class SummaryText
{
    /// <summary>Below this a p value says no more than its rounding.</summary>
    private const double LeastPValue = 2.2e-16;

    public static string Write<T>(RegressionSummary<T> summary)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RegressionFit fit = summary.Fit;
        var text = new StringBuilder();
        string robust = summary.IsRobust ? ", robust standard errors (HC1)" : string.Empty;
        text.Append(Title(fit)).Append(Invariant($", {summary.RowCount:G15} rows{robust}\n"));
        for (int start = 0; start < summary.Coefficients.Count; start += fit.Design.Variables)
        {
            text.Append('\n');
            if (fit.Family == ModelFamily.Multinomial)
            {
                text.Append(Shown.Text(CoefficientName.OfClass(fit.ClassNames, (start / fit.Design.Variables) + 1)))
                    .Append(" against ").Append(Shown.Text(CoefficientName.OfClass(fit.ClassNames, 0))).Append('\n');
            }

            Coefficient[] rows = [.. summary.Coefficients.Skip(start).Take(fit.Design.Variables)];
            AppendTable(text, rows, fit.Family == ModelFamily.Gaussian, summary.Level);
        }

        text.Append('\n');
        AppendNumbers(text, summary);
        return text.ToString();
    }

    private static string Title(RegressionFit fit) => fit.Family switch
    {
        ModelFamily.Gaussian => "Linear regression (least squares)",
        ModelFamily.Binomial => "Logistic regression",
        ModelFamily.Poisson => "Poisson regression",
        _ => "Multinomial logistic regression (softmax)",
    };

    private static void AppendTable(StringBuilder text, Coefficient[] coefficients, bool isStudent, double level)
    {
        string letter = isStudent ? "t" : "z";
        double tail = 50 * (1 - level);
        string[][] columns =
        [
            [string.Empty, .. coefficients.Select(coefficient => Shown.Text(coefficient.Name))],
            ["Estimate", .. coefficients.Select(coefficient => Invariant($"{coefficient.Estimate:G6}"))],
            ["Std. Error", .. coefficients.Select(coefficient => Invariant($"{coefficient.StandardError:G6}"))],
            [$"{letter} value", .. coefficients.Select(coefficient => Invariant($"{coefficient.Statistic:F3}"))],
            [$"Pr(>|{letter}|)", .. coefficients.Select(coefficient => PValue(coefficient.PValue))],
            [Invariant($"{tail:G4} %"), .. coefficients.Select(coefficient => Invariant($"{coefficient.Lower:G6}"))],
            [Invariant($"{100 - tail:G4} %"), .. coefficients.Select(coefficient => Invariant($"{coefficient.Upper:G6}"))],
        ];
        int[] widths = [.. columns.Select(column => column.Max(cell => cell.Length))];
        for (int row = 0; row <= coefficients.Length; row++)
        {
            text.Append(columns[0][row].PadRight(widths[0]));
            for (int column = 1; column < columns.Length; column++)
            {
                text.Append("  ").Append(columns[column][row].PadLeft(widths[column]));
            }

            text.Append('\n');
        }
    }

    private static void AppendNumbers<T>(StringBuilder text, RegressionSummary<T> summary)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (summary.ResidualStandardError is { } error)
        {
            text.Append(Invariant($"Residual standard error: {error:G6} on {summary.ResidualDegreesOfFreedom:G15} degrees of freedom\n"));
            text.Append(Invariant($"R-squared: {summary.RSquared:F4}, adjusted R-squared: {summary.AdjustedRSquared:F4}\n"));
        }
        else
        {
            text.Append(Invariant($"Null deviance: {summary.NullDeviance:G6} on {summary.NullDegreesOfFreedom:G15} degrees of freedom\n"));
            text.Append(Invariant($"Residual deviance: {summary.Deviance:G6} on {summary.ResidualDegreesOfFreedom:G15} degrees of freedom\n"));
        }

        text.Append(summary.LogLikelihood is { } likelihood
            ? Invariant($"Log likelihood: {likelihood:G6}, AIC: {summary.Aic:G6}")
            : "No log likelihood and AIC: the targets are no counts");
    }

    private static string PValue(double value) => value < LeastPValue ? "<2.2E-16" : Invariant($"{value:G3}");
}
