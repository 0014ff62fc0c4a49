using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Generalized linear models of real data sets, raw, against R's lm, glm and multinom.</summary>
public sealed class NewtonReferenceTests
{
    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("newton.csv");

    public static TheoryData<string> Linear => Names("linear");

    public static TheoryData<string> Logistic => Names("logistic");

    public static TheoryData<string> Poisson => Names("poisson");

    public static TheoryData<string> Multinomial => Names("multinomial");

    [Theory]
    [MemberData(nameof(Linear))]
    public void A_linear_regression_is_that_of_lm(string name) => ShouldBeThatOfR(name, Loss.HalfSquaredError);

    [Theory]
    [MemberData(nameof(Logistic))]
    public void A_logistic_regression_is_that_of_glm(string name) => ShouldBeThatOfR(name, Loss.LogLoss);

    [Theory]
    [MemberData(nameof(Poisson))]
    public void A_Poisson_regression_is_that_of_glm(string name) => ShouldBeThatOfR(name, Loss.Poisson);

    /// <summary>
    /// BFGS stops where the deviance no longer shows a gain, so its coefficients have half the digits of the deviance: a change by 1e-6 of a
    /// coefficient changes the deviance by 1e-12.
    /// </summary>
    [Theory]
    [MemberData(nameof(Multinomial))]
    public void A_softmax_regression_is_that_of_multinom(string name)
    {
        int[] labels = [.. Get(name, "targets").Select(label => (int)label)];
        int inputs = Get(name, "rows").Length / labels.Length;
        int classes = labels.Max() + 1;
        double[] weights = WeightsOf(name);
        Perceptron<double> network = Perceptron.Classifier<double>(inputs, classes).WithOptimizer(Optimizer.Newton()).Build();

        TrainingResult<double> result = network.Fit(new Examples<double>(Get(name, "rows"), labels, weights), new() { Epochs = 20 });

        result.StopReason.Should().Be(StopReason.Converged);
        result.AliasedInputs.Should().BeEmpty();
        double deviance = Get(name, "deviance")[0];
        double found = 2 * weights.Sum() * result.LossHistory[^1];
        found.Should().BeLessThanOrEqualTo(deviance * (1 + 1e-13), "no point is below the optimum");
        found.Should().BeApproximately(deviance, 1e-9 * deviance);
        double[] differences = [.. Enumerable.Range(1, classes - 1).SelectMany(label => Differences(network, label))];
        ShouldBeCoefficients(differences, name, 1e-5, Spreads(name));
    }

    private static void ShouldBeThatOfR(string name, Loss loss)
    {
        double[] targets = Get(name, "targets");
        double[] rows = Get(name, "rows");
        double[] coefficients = Get(name, "coefficients");
        double[] weights = WeightsOf(name);
        Perceptron<double> network = Perceptron.WithInputs<double>(coefficients.Length - 1).WithLoss(loss)
            .WithOptimizer(Optimizer.Newton()).Build();

        TrainingResult<double> result = network.Fit(new Examples<double>(rows, targets, weights), new() { Epochs = 20 });

        result.StopReason.Should().Be(StopReason.Converged);
        result.AliasedInputs.Should().Equal(Enumerable.Range(0, coefficients.Length - 1).Where(input => double.IsNaN(coefficients[input + 1])));
        double deviance = Get(name, "deviance")[0];
        double found = 2 * ((weights.Sum() * result.LossHistory[^1]) + (loss == Loss.Poisson ? Saturated(targets, weights) : 0));
        found.Should().BeApproximately(deviance, 1e-9 * deviance);
        ShouldBeCoefficients([network.Bias[0], .. network.Weights], name, 1e-9, Spreads(name));
    }

    /// <summary>
    /// Each coefficient is right to a share of its own size, and of the largest one of standardized inputs: a coefficient far below that,
    /// in units of its input, is a difference of large numbers.
    /// </summary>
    private static void ShouldBeCoefficients(ReadOnlySpan<double> found, string name, double share, double[] spreads)
    {
        double[] expected = [.. Get(name, "coefficients").Select(coefficient => double.IsNaN(coefficient) ? 0 : coefficient)];
        double largest = Enumerable.Range(0, expected.Length).Max(
            index => index % spreads.Length == 0 ? 0 : Math.Abs(expected[index]) * spreads[index % spreads.Length]);
        for (int index = 0; index < expected.Length; index++)
        {
            found[index].ShouldBeClose(expected[index], share, share * 1e-2 * largest / spreads[index % spreads.Length], $"{name} [{index}]");
        }
    }

    /// <summary>1 for the bias, and the largest distance of each input from its mean.</summary>
    private static double[] Spreads(string name)
    {
        double[] rows = Get(name, "rows");
        int inputs = rows.Length / Get(name, "targets").Length;
        return
        [
            1,
            .. Enumerable.Range(0, inputs).Select(input =>
            {
                double[] column = [.. Enumerable.Range(0, rows.Length / inputs).Select(row => rows[(row * inputs) + input])];
                double mean = column.Average();
                return column.Max(value => Math.Abs(value - mean));
            }),
        ];
    }

    private static IEnumerable<double> Differences(Perceptron<double> network, int label)
    {
        int inputs = network.Weights.Length / network.Bias.Length;
        double[] weights = [.. network.Weights];
        return [network.Bias[label] - network.Bias[0], .. Enumerable.Range(0, inputs).Select(input => weights[(label * inputs) + input] - weights[input])];
    }

    /// <summary>What the deviance of a Poisson regression leaves out of its loss.</summary>
    private static double Saturated(double[] targets, double[] weights) =>
        targets.Zip(weights, (target, weight) => target == 0 ? 0 : weight * ((target * Math.Log(target)) - target)).Sum();

    private static double[] WeightsOf(string name) =>
        _reference.TryGetValue($"{name}/weights", out double[]? weights) ? weights : [.. Get(name, "targets").Select(_ => 1.0)];

    private static double[] Get(string name, string quantity) => _reference[$"{name}/{quantity}"];

    private static TheoryData<string> Names(string loss) =>
        [.. _reference.Keys.Where(key => key.StartsWith($"{loss} ", StringComparison.Ordinal) && key.EndsWith("/rows", StringComparison.Ordinal)).Select(key => key[..^5])];
}
