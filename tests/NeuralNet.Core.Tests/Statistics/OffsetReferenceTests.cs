using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Statistics;

/// <summary>Regressions with an offset, raw, against R's lm, glm and glmnet.</summary>
public sealed class OffsetReferenceTests
{
    private const double Digits = 1e-9;

    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("offsets.csv");

    public static TheoryData<string> Names => ["insurance", "birthwt", "mtcars"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Coefficients_errors_and_deviances_are_those_of_R(string name)
    {
        RegressionSummary<double> summary = Summarize(name);

        for (int index = 0; index < summary.Coefficients.Count; index++)
        {
            Coefficient coefficient = summary.Coefficients[index];
            double error = Get(name, "errors")[index];
            coefficient.Estimate.ShouldBeClose(Get(name, "coefficients")[index], Digits, Digits * error, $"{name} [{index}]");
            coefficient.StandardError.ShouldBeClose(error, Digits, 0, $"{name} error [{index}]");
        }

        summary.Coefficients.Should().HaveCount(Get(name, "coefficients").Length);
        summary.Deviance.ShouldBeClose(Get(name, "deviance")[0], Digits, 0, name);
        summary.NullDeviance.ShouldBeClose(Get(name, "null")[0], Digits, 0, name);
        summary.LogLikelihood!.Value.ShouldBeClose(Get(name, "likelihood")[0], Digits, 0, name);
        if (name == "mtcars")
        {
            summary.RSquared!.Value.ShouldBeClose(Get(name, "r2")[0], Digits, 0, name);
            summary.AdjustedRSquared!.Value.ShouldBeClose(Get(name, "r2")[1], Digits, 0, name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mean_predictions_with_offsets_are_those_of_R(string name)
    {
        double[] means = Get(name, "means");
        RegressionSummary<double> summary = Summarize(name);
        double[] rows = Get(name, "rows")[..(means.Length * Inputs(name))];

        ConfidenceInterval[] intervals = summary.PredictMean(rows, Get(name, "offsets").AsSpan(0, means.Length));

        intervals.Select(interval => interval.Estimate).Should().BeEquivalentTo(
            means, options => options.WithStrictOrdering().Using<double>(pair => pair.Subject.ShouldBeClose(pair.Expectation, Digits, 0, name)).WhenTypeIs<double>());
        if (_reference.TryGetValue($"{name}/lower", out double[]? lower))
        {
            ((ReadOnlySpan<double>)intervals.Select(interval => interval.Lower).ToArray()).ShouldBeClose(lower, Digits, 0, name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_a_bias_the_null_model_has_the_offset_alone(string name)
    {
        double[] expected = Get(name, "without bias");

        RegressionSummary<double> summary = Summarize(name, hasBias: false);

        ((ReadOnlySpan<double>)summary.Coefficients.Select(coefficient => coefficient.Estimate).ToArray())
            .ShouldBeClose(expected.AsSpan()[..^2], Digits, Digits, name);
        summary.Deviance.ShouldBeClose(expected[^2], Digits, 0, name);
        summary.NullDeviance.ShouldBeClose(expected[^1], Digits, 0, name);
    }

    [Fact]
    public void A_path_of_an_L1_penalty_with_offsets_is_that_of_glmnet()
    {
        double[] strengths = Get("insurance", "strengths");
        int inputs = Inputs("insurance");
        Examples<double> examples = Examples("insurance");
        PerceptronBuilder<double> description = Perceptron.WithInputs<double>(inputs).WithLoss(Loss.Poisson).WithStandardization()
            .WithOptimizer(Optimizer.CoordinateDescent);

        PenaltyPath<double, RegressionMetrics> path = description.FitRegressorPath(
            examples,
            strengths,
            strength => Penalty.L1(strength),
            Folds.Given([.. Enumerable.Range(0, examples.Targets.Length).Select(row => row % 5)]),
            new() { Epochs = 1000 });

        description.MaximumL1Strength(examples).ShouldBeClose(strengths[0], 1e-6, 0, "the largest strength");
        for (int step = 0; step < strengths.Length; step++)
        {
            FrozenPerceptron<double> network = path.Points[step].Network;
            network.Bias[0].ShouldBeClose(Get("insurance", "intercepts")[step], 1e-6, 1e-6, $"bias at {strengths[step]}");
            network.Weights.ShouldBeClose(
                Get("insurance", "path").AsSpan(step * inputs, inputs), 1e-6, 1e-6, $"weights at {strengths[step]}");
        }

        path.Best().Strength.Should().Be(Get("insurance", "chosen")[0]);
    }

    private static double[] Get(string name, string quantity) => _reference[$"{name}/{quantity}"];

    private static int Inputs(string name) => Get(name, "rows").Length / Get(name, "targets").Length;

    private static Examples<double> Examples(string name) =>
        new(Get(name, "rows"), Get(name, "targets")) { Offsets = Get(name, "offsets") };

    private static RegressionSummary<double> Summarize(string name, bool hasBias = true)
    {
        PerceptronBuilder<double> description = Perceptron.WithInputs<double>(Inputs(name)).WithOptimizer(Optimizer.Newton())
            .WithLoss(name == "insurance" ? Loss.Poisson : name == "birthwt" ? Loss.LogLoss : Loss.HalfSquaredError);
        TrainingResult<double> result = (hasBias ? description : description.WithoutBias()).Build().Fit(Examples(name));
        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        return result.Network.Summarize(Get(name, "rows"), (Rows<double>)Get(name, "targets"), offsets: Get(name, "offsets"));
    }
}
