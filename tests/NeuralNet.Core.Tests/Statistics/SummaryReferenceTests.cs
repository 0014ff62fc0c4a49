using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Statistics;

/// <summary>Summaries of real data sets, raw, against R's lm, glm, multinom and sandwich, to 9 digits.</summary>
public sealed class SummaryReferenceTests
{
    private const double Digits = 1e-9;

    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("summary.csv");
    private static readonly Dictionary<string, double[]> _exact = ReferenceFile.ByName("summary_exact.csv");

    public static TheoryData<string> Names => [.. With("errors")];

    public static TheoryData<string> Certified => [.. With("certified")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Errors_tests_and_intervals_are_those_of_R(string name)
    {
        RegressionSummary<double> summary = RegressionData.Summarize<double>(name);

        double share = ShareOf(name);
        double[] statistics = _reference[$"{name}/statistics"];
        ShouldBe(summary, coefficient => coefficient.StandardError, name, "errors", share, 0);
        for (int index = 0; index < summary.Coefficients.Count; index++)
        {
            Coefficient coefficient = summary.Coefficients[index];

            // A coefficient near 0 is a difference of others: it has the digits of its standard error.
            coefficient.Statistic.ShouldBeClose(statistics[index], share, share, $"{name} statistic [{index}]");
            double steepness = share * (1 + (statistics[index] * statistics[index]));
            coefficient.PValue.ShouldBeClose(_reference[$"{name}/p"][index], steepness, 0, $"{name} p [{index}]");
            coefficient.Lower.ShouldBeClose(_reference[$"{name}/lower"][index], share, share * coefficient.StandardError, $"{name} lower [{index}]");
            (coefficient.Upper - coefficient.Estimate).ShouldBeClose(coefficient.Estimate - coefficient.Lower, 1e-12, 1e-12 * Math.Abs(coefficient.Estimate), $"{name} upper [{index}]");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Robust_errors_are_HC1_of_sandwich(string name)
    {
        // vcovHC can't tell the powers of filip apart.
        if (name != "filip")
        {
            ShouldBe(RegressionData.Summarize<double>(name).Robust, coefficient => coefficient.StandardError, name, "robust", RobustShareOf(name), 0);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Likelihood_deviances_and_dispersion_are_those_of_R(string name)
    {
        RegressionSummary<double> summary = RegressionData.Summarize<double>(name);

        ShouldBe(summary.Deviance, name, "deviance");
        ShouldBe(summary.NullDeviance, name, "null");
        ShouldBe(summary.Dispersion, name, "dispersion");
        ShouldBe(summary.ResidualDegreesOfFreedom, name, "freedom");
        if (_reference.ContainsKey($"{name}/likelihood"))
        {
            ShouldBe(summary.LogLikelihood!.Value, name, "likelihood");
            ShouldBe(summary.Aic!.Value, name, "aic");
        }
        else
        {
            summary.LogLikelihood.Should().BeNull();
            summary.Aic.Should().BeNull();
        }

        if (_reference.TryGetValue($"{name}/r2", out double[]? shares))
        {
            summary.RSquared!.Value.ShouldBeClose(shares[0], Digits, 0, name);
            summary.AdjustedRSquared!.Value.ShouldBeClose(shares[1], Digits, Digits, name);
            summary.ResidualStandardError!.Value.ShouldBeClose(Math.Sqrt(_reference[$"{name}/dispersion"][0]), ShareOf(name), 0, name);
        }
        else
        {
            summary.RSquared.Should().BeNull();
            summary.AdjustedRSquared.Should().BeNull();
            summary.ResidualStandardError.Should().BeNull();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Intervals_of_mean_predictions_are_those_of_R(string name)
    {
        if (!_reference.TryGetValue($"{name}/means", out double[]? means))
        {
            return;
        }

        RegressionSummary<double> summary = RegressionData.Summarize<double>(name);

        // The file repeats rows of several weights, so only rows that count once each are the first rows there.
        if (RegressionData.Weights(name).Length > 0)
        {
            return;
        }

        ConfidenceInterval[] intervals = summary.PredictMean(RegressionData.Rows(name)[..(means.Length / 3 * RegressionData.Inputs(name))]);
        for (int row = 0; row < intervals.Length; row++)
        {
            // The rounding of a mean near 0 is a share of the residuals.
            double width = Digits * (intervals[row].Upper - intervals[row].Lower);
            intervals[row].Estimate.ShouldBeClose(means[3 * row], Digits, width, $"{name} [{row}]");
            intervals[row].Lower.ShouldBeClose(means[(3 * row) + 1], Digits, width, $"{name} lower [{row}]");
            intervals[row].Upper.ShouldBeClose(means[(3 * row) + 2], Digits, width, $"{name} upper [{row}]");
        }
    }

    /// <summary>More digits than the exact solution of the rows in double has, a program reaches by chance. lm does so for filip.</summary>
    [Theory]
    [MemberData(nameof(Certified))]
    public void Standard_errors_have_the_certified_digits_that_lm_has(string name)
    {
        double[] certified = _reference[$"{name}/certified"];
        RegressionSummary<double> summary = RegressionData.Summarize<double>(name);

        double[] found = [.. summary.Coefficients.Select(coefficient => coefficient.StandardError), summary.ResidualStandardError!.Value];
        double[] ofLm = [.. _reference[$"{name}/errors"], Math.Sqrt(_reference[$"{name}/dispersion"][0])];
        double least = Math.Min(Math.Min(DigitsOf(ofLm, certified), DigitsOf(_exact[$"{name}/errors"], certified)), 13);

        // The errors of the powers of filip are right to 8 digits for these rows, and those of the rows to 7.7.
        DigitsOf(found, certified).Should().BeGreaterThanOrEqualTo(least - (name == "filip" ? 0.2 : 0));
    }

    [Theory]
    [MemberData(nameof(Certified))]
    public void Standard_errors_and_HC1_are_those_of_exact_arithmetic(string name)
    {
        RegressionSummary<double> summary = RegressionData.Summarize<double>(name);

        double share = name == "filip" ? 1e-8 : 1e-11;
        double[] errors = [.. summary.Coefficients.Select(coefficient => coefficient.StandardError), summary.ResidualStandardError!.Value];
        double[] robust = [.. summary.Robust.Coefficients.Select(coefficient => coefficient.StandardError)];
        ((ReadOnlySpan<double>)errors).ShouldBeClose(_exact[$"{name}/errors"], share, 0, $"{name} errors");
        ((ReadOnlySpan<double>)robust).ShouldBeClose(_exact[$"{name}/robust"], share, 0, $"{name} robust");
    }

    private static double DigitsOf(double[] found, double[] certified) =>
        certified.Zip(found, (expected, actual) => -Math.Log10(Math.Max(Math.Abs((actual / expected) - 1), 1e-15))).Min();

    private static void ShouldBe(RegressionSummary<double> summary, Func<Coefficient, double> select, string name, string quantity, double share, double absolute)
    {
        double[] found = [.. summary.Coefficients.Select(select)];
        ((ReadOnlySpan<double>)found).ShouldBeClose(_reference[$"{name}/{quantity}"], share, absolute, $"{name} {quantity}");
    }

    private static void ShouldBe(double found, string name, string quantity) =>
        found.ShouldBeClose(_reference[$"{name}/{quantity}"][0], ShareOf(name), 0, $"{name} {quantity}");

    /// <summary>Exact arithmetic on the powers of filip is 1.8e-8 from lm, and 0.7e-8 from the library.</summary>
    private static double ShareOf(string name) => name == "filip" ? 1e-7 : Digits;

    /// <summary>vcovHC solves the normal equations, which leaves 7 digits of the years of longley. Exact arithmetic has all, below.</summary>
    private static double RobustShareOf(string name) => name.EndsWith("longley", StringComparison.Ordinal) ? 1e-7 : Digits;

    private static IEnumerable<string> With(string quantity) => _reference.Keys
        .Where(key => key.EndsWith($"/{quantity}", StringComparison.Ordinal))
        .Select(key => key[..^(quantity.Length + 1)]);
}
