using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Penalty factors on a real data set, against <c>penalty.factor</c> of R's glmnet.</summary>
public sealed class PenaltyFactorReferenceTests
{
    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("penalty_factors.csv");
    private static readonly Dictionary<string, double[]> _data = ReferenceFile.ByName("lasso.csv");

    [Theory]
    [InlineData("1", "coordinate-descent")]
    [InlineData("0.5", "coordinate-descent")]
    [InlineData("1", "lbfgs(10, 1E-08)")]
    [InlineData("0.5", "lbfgs(10, 1E-08)")]
    public void Weights_and_objectives_are_those_of_glmnet(string share, string optimizer)
    {
        double[] rows = _data["PimaIndiansDiabetes2/rows"];
        int[] labels = [.. _data["PimaIndiansDiabetes2/targets"].Select(label => (int)label)];
        double[] factors = _reference["all/factors"], coefficients = _reference[$"{share}/coefficients"], objectives = _reference[$"{share}/objectives"];
        double l1Ratio = share == "1" ? 1 : 0.5;
        PerceptronBuilder<double> description = Perceptron.BinaryClassifier<double>(factors.Length).WithStandardization()
            .WithOptimizer(Optimizer.Named(optimizer)!).WithPenaltyFactors(factors);

        (description.MaximumL1Strength(new Examples<double>(rows, labels)) / l1Ratio).Should().BeApproximately(_reference[$"{share}/largest"][0], 1e-6);
        foreach ((int index, double strength) in _reference[$"{share}/strengths"].Index())
        {
            TrainingResult<double> result = description.WithPenalty(Penalty.ElasticNet(strength, l1Ratio)).Build()
                .Fit(rows, labels, new() { Epochs = 1000 });

            result.StopReason.Should().Be(StopReason.Converged, result.Message);
            result.LossHistory[^1].Should().BeApproximately(objectives[index], 1e-9);
            double[] expected = coefficients[(index * (factors.Length + 1))..((index + 1) * (factors.Length + 1))];
            result.Network.Bias[0].Should().BeApproximately(expected[0], 1e-5);
            for (int input = 0; input < factors.Length; input++)
            {
                result.Network.Weights[input].Should().BeApproximately(expected[input + 1], 1e-6, $"input {input} at {strength}");
                (result.Network.Weights[input] == 0).Should().Be(expected[input + 1] == 0, $"input {input} at {strength}");
            }
        }
    }
}
