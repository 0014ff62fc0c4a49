using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>L-BFGS reaches the optimum that scikit-learn and LIBLINEAR reach.</summary>
public sealed class OptimumTests
{
    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("optimum.csv");

    private static readonly TrainingOptions _toTheEnd = new() { Epochs = 10_000 };

    [Theory]
    [InlineData("breast cancer")]
    [InlineData("breast cancer weak")]
    public void Ridge_logistic_regression_reaches_the_optimum_of_scikit_learn(string problem)
    {
        (double[] rows, int[] labels) = LabelledData.Read("breast_cancer_wisconsin.csv").All();

        TrainingResult<double> result = Perceptron.BinaryClassifier<double>(30).WithStandardization()
            .WithPenalty(Penalty.L2(Strength(problem)))
            .WithOptimizer(Optimizer.Lbfgs(gradientTolerance: 1e-10))
            .Build().Fit(rows, labels, _toTheEnd);

        result.StopReason.Should().Be(StopReason.Converged);
        double[] weights = Standardized(result.Network);
        ShouldBeClose(weights, _reference[$"{problem}/weights"]);
        LogitOfTheMean(result.Network, 0).ShouldBeClose(_reference[$"{problem}/bias"][0], 0, 1e-5, "the bias");
        result.LossHistory[^1].ShouldBeClose(_reference[$"{problem}/objective"][0], 1e-9, 0, "the objective");
    }

    [Theory]
    [InlineData("iris")]
    [InlineData("iris weak")]
    public void Ridge_softmax_regression_reaches_the_optimum_of_scikit_learn(string problem)
    {
        (double[] rows, int[] labels) = LabelledData.Read("iris.csv").All();

        TrainingResult<double> result = Perceptron.Classifier<double>(4, 3).WithStandardization()
            .WithPenalty(Penalty.L2(Strength(problem)))
            .WithOptimizer(Optimizer.Lbfgs(gradientTolerance: 1e-10))
            .Build().Fit(rows, labels, _toTheEnd);

        result.StopReason.Should().Be(StopReason.Converged);
        ShouldBeClose(Standardized(result.Network), _reference[$"{problem}/weights"]);

        // Softmax does not change if all biases grow by the same number, so they are compared relative to their mean.
        double[] biases = [.. Enumerable.Range(0, 3).Select(output => LogitOfTheMean(result.Network, output))];
        double[] expected = _reference[$"{problem}/bias"];
        ShouldBeClose(Centerd(biases), Centerd(expected));
        result.LossHistory[^1].ShouldBeClose(_reference[$"{problem}/objective"][0], 1e-9, 0, "the objective");
    }

    [Theory]
    [InlineData("lasso 0.03")]
    [InlineData("lasso 0.1")]
    [InlineData("lasso 1.0")]
    [InlineData("lasso 10.0")]
    public void Lasso_logistic_regression_has_the_zeros_of_LIBLINEAR(string problem)
    {
        (double[] raw, int[] labels) = LabelledData.Read("breast_cancer_wisconsin.csv").All();
        double[] rows = ZScores(raw, 30);
        double strength = 1 / (_reference[$"{problem}/c"][0] * labels.Length);

        TrainingResult<double> result = Perceptron.BinaryClassifier<double>(30).WithoutBias()
            .WithPenalty(Penalty.L1(strength))
            .WithOptimizer(Optimizer.Lbfgs(gradientTolerance: 1e-10))
            .Build().Fit(rows, labels, _toTheEnd);

        double[] expected = _reference[$"{problem}/weights"];
        result.StopReason.Should().Be(StopReason.Converged);
        result.Network.Weights.ToArray().Select(weight => weight == 0)
            .Should().Equal(expected.Select(weight => weight == 0));
        result.LossHistory[^1].Should().BeLessThanOrEqualTo(_reference[$"{problem}/objective"][0] * (1 + 1e-9));
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    public void Separable_classes_without_a_penalty_end_with_a_reason_and_moderate_weights(Reduction reduction)
    {
        double[] rows = [-3, -1, -2, 1, 2, -1, 3, 2];
        int[] labels = [0, 0, 1, 1];

        TrainingResult<double> result = Perceptron.BinaryClassifier<double>(2).WithLoss(Loss.LogLoss, reduction)
            .WithOptimizer(Optimizer.Lbfgs()).Build().Fit(rows, labels, _toTheEnd);

        result.StopReason.Should().Be(StopReason.Separable);
        result.Message.Should().Contain("there is no finite optimum").And.Contain("WithPenalty");
        result.Network.Evaluate(rows, labels).Accuracy.Should().Be(1);
        result.Network.Weights.ToArray().Should().OnlyContain(weight => Math.Abs(weight) < 20);
        result.Epochs.Should().BeLessThan(50);
    }

    [Fact]
    public void Separable_flowers_without_a_penalty_end_with_a_reason()
    {
        (double[] rows, int[] labels) = LabelledData.Read("iris.csv").All();
        int[] isSetosa = [.. labels.Select(label => label == 0 ? 1 : 0)];

        TrainingResult<double> result = Perceptron.Classifier<double>(4, 2).WithStandardization()
            .WithOptimizer(Optimizer.Lbfgs(gradientTolerance: 0)).Build().Fit(rows, isSetosa, _toTheEnd);

        result.StopReason.Should().Be(StopReason.Separable);
        result.Network.Evaluate(rows, isSetosa).Accuracy.Should().Be(1);
    }

    [Fact]
    public void Separable_classes_with_a_penalty_converge()
    {
        double[] rows = [-3, -1, -2, 1, 2, -1, 3, 2];

        TrainingResult<double> result = Perceptron.BinaryClassifier<double>(2).WithPenalty(Penalty.L2(1e-3))
            .WithOptimizer(Optimizer.Lbfgs()).Build().Fit(rows, [0, 0, 1, 1], _toTheEnd);

        result.StopReason.Should().Be(StopReason.Converged);
    }

    private static void ShouldBeClose(double[] actual, double[] expected) =>
        ((ReadOnlySpan<double>)actual).ShouldBeClose(expected, 1e-5, 1e-5, "the coefficients");

    private static double Strength(string problem) => _reference[$"{problem}/strength"][0];

    /// <summary>The weights on the standardized scale.</summary>
    private static double[] Standardized(Perceptron<double> network)
    {
        double[] weights = network.Weights.ToArray();
        for (int index = 0; index < weights.Length; index++)
        {
            weights[index] *= network.InputScales[index % network.InputCount];
        }

        return weights;
    }

    /// <summary>The bias on the standardized scale: the logit of the mean row.</summary>
    private static double LogitOfTheMean(Perceptron<double> network, int output)
    {
        var logits = new double[network.OutputCount];
        network.Logits(network.InputMeans, logits);
        return logits[output];
    }

    private static double[] Centerd(double[] values) => [.. values.Select(value => value - values.Average())];

    private static double[] ZScores(double[] rows, int inputs)
    {
        var result = new double[rows.Length];
        for (int input = 0; input < inputs; input++)
        {
            double[] column = [.. rows.Where((_, index) => index % inputs == input)];
            double mean = column.Average();
            double scale = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
            for (int index = input; index < rows.Length; index += inputs)
            {
                result[index] = (rows[index] - mean) / scale;
            }
        }

        return result;
    }
}
