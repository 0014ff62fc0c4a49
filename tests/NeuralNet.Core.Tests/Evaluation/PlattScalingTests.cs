using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Evaluation;

public sealed class PlattScalingTests
{
    private static readonly Dictionary<string, double[]> Reference = ReferenceFile.ByName("platt.csv");

    public static TheoryData<string> Cases { get; } =
        [.. Reference.Keys.Where(key => key.EndsWith("/exact", StringComparison.Ordinal)).Select(key => key[..^"/exact".Length])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_scaling_matches_scikit_learn_and_is_exact_where_scikit_learn_stops_early(string name)
    {
        PlattScaling scaling = PlattScaling.Fit(Logits(name), Labels(name))!.Value;

        double[] found = [scaling.Slope, scaling.Intercept];
        ((ReadOnlySpan<double>)found).ShouldBeClose(Reference[$"{name}/scikit-learn"], 2e-5, 0, "scikit-learn");
        ((ReadOnlySpan<double>)found).ShouldBeClose(Reference[$"{name}/exact"], 1e-10, 0, "Newton's method");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_vanishes(string name)
    {
        double[] logits = Logits(name);
        int[] labels = Labels(name);

        PlattScaling scaling = PlattScaling.Fit(logits, labels)!.Value;

        (double slope, double intercept) = MeanGradient(logits, labels, scaling);
        slope.Should().BeApproximately(0, 1e-9);
        intercept.Should().BeApproximately(0, 1e-9);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e-3)]
    [InlineData(1e6)]
    [InlineData(1e150)]
    public void Logits_in_another_unit_give_the_same_probabilities(double unit)
    {
        PlattScaling expected = PlattScaling.Fit(Logits("too-sure"), Labels("too-sure"))!.Value;

        PlattScaling scaling =
            PlattScaling.Fit([.. Logits("too-sure").Select(logit => logit * unit)], Labels("too-sure"))!.Value;

        (scaling.Slope * unit).ShouldBeClose(expected.Slope, 1e-10, 0, "the slope");
        scaling.Intercept.ShouldBeClose(expected.Intercept, 1e-10, 0, "the intercept");
    }

    [Fact]
    public void Scales_logits_that_are_large_and_close_together()
    {
        PlattScaling expected = PlattScaling.Fit(Logits("too-timid"), Labels("too-timid"))!.Value;

        PlattScaling scaling =
            PlattScaling.Fit([.. Logits("too-timid").Select(logit => logit + 1e6)], Labels("too-timid"))!.Value;

        scaling.Slope.ShouldBeClose(expected.Slope, 1e-9, 0, "the slope");
        (scaling.Intercept + (1e6 * scaling.Slope)).ShouldBeClose(expected.Intercept, 0, 1e-8, "the intercept");
    }

    [Fact]
    public void Scales_logits_with_an_outlier()
    {
        double[] logits = [.. Logits("too-timid"), 1e9];
        int[] labels = [.. Labels("too-timid"), 1];

        PlattScaling scaling = PlattScaling.Fit(logits, labels)!.Value;

        (double slope, double intercept) = MeanGradient(logits, labels, scaling);
        (slope / 1e9).Should().BeApproximately(0, 1e-9);
        intercept.Should().BeApproximately(0, 1e-9);
    }

    [Fact]
    public void Random_rows_always_find_their_minimum()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 500; trial++)
        {
            int rows = random.Next(2, 60);
            double spread = Math.Pow(10, random.Between(-3, 3));
            double center = random.Between(-2, 2) * spread;
            double tail = random.Between(0, 2);
            double[] logits = [.. random.Values(rows, -1, 1).Select(value => center + (spread * value / Math.Pow(Math.Abs(value), tail)))];
            int[] labels = [.. logits.Select(logit => random.NextDouble() < 0.5 ? 0 : 1)];
            labels[0] = 0;
            labels[1] = 1;

            PlattScaling scaling = PlattScaling.Fit(logits, labels)!.Value;

            (double slope, double intercept) = MeanGradient(logits, labels, scaling);
            (slope / logits.Max(Math.Abs)).Should().BeApproximately(0, 1e-9, $"of trial {trial}");
            intercept.Should().BeApproximately(0, 1e-9, $"of trial {trial}");
        }
    }

    [Fact]
    public void Returns_null_if_the_scaling_is_not_finite()
    {
        PlattScaling.Fit([-1e-310, 1e-310], [0, 1]).Should().BeNull();
        PlattScaling.Fit([-double.MaxValue, double.MaxValue], [0, 1]).Should().BeNull();
        PlattScaling.Fit([2, 2], [0, 1]).Should().BeNull();
    }

    /// <summary>
    /// Computes the mean derivatives of the log loss with the targets of J. Platt, with respect to slope and intercept.
    /// </summary>
    private static (double Slope, double Intercept) MeanGradient(double[] logits, int[] labels, PlattScaling scaling)
    {
        double ones = labels.Sum();
        double slope = 0, intercept = 0;
        for (int row = 0; row < logits.Length; row++)
        {
            double target = labels[row] == 1 ? (ones + 1) / (ones + 2) : 1 / (labels.Length - ones + 2);
            double error = (1 / (1 + Math.Exp(-((scaling.Slope * logits[row]) + scaling.Intercept)))) - target;
            slope += error * logits[row] / logits.Length;
            intercept += error / logits.Length;
        }

        return (slope, intercept);
    }

    private static double[] Logits(string name) => Reference[$"{name}/logits"];

    private static int[] Labels(string name) => [.. Reference[$"{name}/labels"].Select(label => (int)label)];
}
