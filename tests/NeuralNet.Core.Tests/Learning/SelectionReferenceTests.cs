using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Cross-validations and paths have the scores and weights of scikit-learn.</summary>
public sealed class SelectionReferenceTests
{
    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("selection.csv");

    private static readonly TrainingOptions _toTheEnd = new() { Epochs = 10_000 };

    [Theory]
    [InlineData("two-classes", 2)]
    [InlineData("three-classes", 3)]
    public void A_ridge_classifier_matches_the_scores_of_scikit_learn_on_the_same_folds(string name, int classes)
    {
        int[] labels = Integers(name, "labels");
        double[] rows = _reference[$"{name}/inputs"];
        int inputs = rows.Length / labels.Length;
        PerceptronBuilder<double> description =
            classes == 2 ? Perceptron.BinaryClassifier<double>(inputs) : Perceptron.Classifier<double>(inputs, classes);

        CrossValidation<ClassificationMetrics> result = Optimal(description, name)
            .CrossValidateClassifier(new(rows, labels), Folds.Given(Integers(name, "folds")), _toTheEnd);

        for (int fold = 0; fold < result.Folds.Count; fold++)
        {
            ClassificationMetrics metrics = result.Folds[fold].Metrics;
            metrics.LogLoss!.Value.ShouldBeClose(_reference[$"{name}/log losses"][fold], 1e-8, 0, $"log loss of fold {fold}");
            metrics.Accuracy.ShouldBeClose(_reference[$"{name}/accuracies"][fold], 1e-14, 0, $"accuracy of fold {fold}");
        }
    }

    [Fact]
    public void A_ridge_regressor_matches_the_scores_of_scikit_learn_on_the_same_folds()
    {
        CrossValidation<RegressionMetrics> result = Optimal(Perceptron.Regressor<double>(5), "ridge").CrossValidateRegressor(
            new(_reference["ridge/inputs"], _reference["ridge/targets"]), Folds.Given(Integers("ridge", "folds")), _toTheEnd);

        for (int fold = 0; fold < result.Folds.Count; fold++)
        {
            result.Folds[fold].Metrics.RootMeanSquaredError
                .ShouldBeClose(_reference["ridge/rmses"][fold], 1e-8, 0, $"error of fold {fold}");
        }
    }

    [Fact]
    public void A_lasso_path_matches_the_weights_of_scikit_learn()
    {
        const int inputs = 8;
        double[] rows = _reference["lasso/inputs"];
        double[] targets = _reference["lasso/targets"];
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(inputs).WithStandardization()
            .WithOptimizer(Optimizer.Lbfgs(gradientTolerance: 1e-10));
        Perceptron<double> scaled = description.Build();
        scaled.Fit(rows, targets, new() { Epochs = 1 });

        PenaltyPath<double, RegressionMetrics> path = description.FitRegressorPath(
            new(rows, targets), _reference["lasso/strengths"], Penalty.L1, options: _toTheEnd);

        description.MaximumL1Strength(new(rows, targets)).ShouldBeClose(_reference["lasso/largest"][0], 1e-12, 0, "largest strength");
        for (int index = 0; index < path.Points.Count; index++)
        {
            double[] expected = _reference["lasso/coefficients"][(index * inputs)..((index + 1) * inputs)];
            ReadOnlySpan<double> weights = path.Points[index].Network.Weights;
            for (int input = 0; input < inputs; input++)
            {
                (weights[input] * scaled.InputScales[input]).ShouldBeClose(expected[input], 0, 1e-6, $"weight {input} of {path.Points[index]}");
            }

            path.Points[index].NonZeroWeights.Should().Be(expected.Count(weight => weight != 0));
        }
    }

    private static PerceptronBuilder<double> Optimal(PerceptronBuilder<double> description, string name) =>
        description.WithStandardization()
            .WithPenalty(Penalty.L2(_reference[$"{name}/strength"][0]))
            .WithOptimizer(Optimizer.Lbfgs(gradientTolerance: 1e-10));

    private static int[] Integers(string name, string quantity) =>
        [.. _reference[$"{name}/{quantity}"].Select(number => (int)number)];
}
