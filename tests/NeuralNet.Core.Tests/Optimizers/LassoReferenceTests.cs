using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Paths of the lasso and the elastic net over real data sets, against R's glmnet.</summary>
public sealed class LassoReferenceTests
{
    /// <summary>A weight or a slack below this may be 0 in one program and not in the other.</summary>
    private const double Least = 1e-6;

    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("lasso.csv");

    [Theory]
    [InlineData("Sonar", 1)]
    [InlineData("Sonar", 0.5)]
    [InlineData("Ionosphere", 1)]
    [InlineData("Vehicle", 1)]
    [InlineData("PimaIndiansDiabetes2", 1)]
    public void A_path_has_the_optimum_the_zeros_and_the_choice_of_glmnet(string name, double share)
    {
        double[] Get(string quantity) => _reference[$"{name} {(share == 1 ? "1" : "0.5")}/{quantity}"];
        double[] rows = _reference[$"{name}/rows"];
        int[] labels = [.. _reference[$"{name}/targets"].Select(label => (int)label)];
        int inputs = rows.Length / labels.Length;
        PerceptronBuilder<double> description = (labels.Max() == 1 ? Perceptron.BinaryClassifier<double>(inputs) : Perceptron.Classifier<double>(inputs, labels.Max() + 1))
            .WithStandardization().WithOptimizer(Optimizer.CoordinateDescent);

        PenaltyPath<double, ClassificationMetrics> path = description.FitClassifierPath(
            new(rows, labels),
            Get("strengths"),
            strength => Penalty.ElasticNet(strength, share),
            Folds.Given([.. Enumerable.Range(0, labels.Length).Select(row => row % 5)]));

        double[] objectives = Get("objectives"), counts = Get("counts"), least = Get("least");
        for (int index = 0; index < objectives.Length; index++)
        {
            PenaltyPathPoint<double, ClassificationMetrics> point = path.Points[index];
            point.StopReason.Should().Be(StopReason.Converged, $"{point}");
            point.Objective.Should().BeLessThanOrEqualTo(objectives[index] * (1 + 1e-13), $"no point is below the optimum: {point}");
            point.Objective.Should().BeApproximately(objectives[index], 1e-7 * objectives[index], $"{point}");
            if (least[index] > Least)
            {
                point.NonZeroWeights.Should().Be((int)counts[index], $"{point}, {least[index]}");
            }
        }

        path.Best().Strength.Should().Be(Get("chosen")[0]);
        path.StrongestWithinOneError().Strength.Should().Be(Get("chosen")[1]);
    }
}
