using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Weights within bounds on a real data set, against <c>lower.limits</c> and <c>upper.limits</c> of R's glmnet.</summary>
public sealed class WeightBoundReferenceTests
{
    private const int Columns = 8;

    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("weight_bounds.csv");
    private static readonly Dictionary<string, double[]> _data = ReferenceFile.ByName("lasso.csv");

    [Theory]
    [InlineData("binomial", 1)]
    [InlineData("binomial", 0.5)]
    [InlineData("gaussian", 1)]
    [InlineData("gaussian", 0.5)]
    [InlineData("poisson", 1)]
    [InlineData("poisson", 0.5)]
    public void Weights_are_those_of_glmnet(string family, double share)
    {
        string name = FormattableString.Invariant($"{family} {share}");
        double[] low = _reference[$"{name}/low"], high = _reference[$"{name}/high"], coefficients = _reference[$"{name}/coefficients"];
        Examples<double> rows = Rows(family);

        // glmnet fits a normal target divided by its standard deviation, which leaves an L2 penalty its strength.
        double spread = family == "gaussian" ? Spread([.. _data["PimaIndiansDiabetes2/rows"].Where((_, index) => index % Columns == 1)]) : 1;
        PerceptronBuilder<double> description = (family switch
        {
            "binomial" => Perceptron.BinaryClassifier<double>(low.Length),
            "gaussian" => Perceptron.Regressor<double>(low.Length),
            _ => Perceptron.WithInputs<double>(low.Length).WithLoss(Loss.Poisson),
        }).WithStandardization();
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.CoordinateDescent, Optimizer.Lbfgs()])
        {
            foreach ((int index, double strength) in _reference[$"{name}/strengths"].Index())
            {
                TrainingResult<double> result = description.WithOptimizer(optimizer).WithWeightBounds(low, high)
                    .WithPenalty(Penalty.FromStrengths(strength * share, strength * (1 - share) / spread)).Build().Fit(rows, new() { Epochs = 5000 });

                result.StopReason.Should().Be(StopReason.Converged, result.Message);
                double[] expected = coefficients[(index * (low.Length + 1))..((index + 1) * (low.Length + 1))];
                result.Network.Bias[0].Should().BeApproximately(expected[0], 2e-5 * Math.Abs(expected[0]), $"{optimizer} at {strength}");
                for (int input = 0; input < low.Length; input++)
                {
                    double own = expected[input + 1];
                    result.Network.Weights[input].Should().BeApproximately(own, 1e-6, $"{optimizer}, input {input} at {strength}");
                    bool isAtBound = own == low[input] || own == high[input];
                    if (isAtBound)
                    {
                        result.Network.Weights[input].Should().Be(own, $"{optimizer}, input {input} at {strength}");
                    }
                }
            }
        }
    }

    private static double Spread(double[] values) => Math.Sqrt(values.Average(value => value * value) - (values.Average() * values.Average()));

    /// <summary>The classes of the data set, or one of its columns as the target of the others.</summary>
    private static Examples<double> Rows(string family)
    {
        double[] rows = _data["PimaIndiansDiabetes2/rows"];
        if (family == "binomial")
        {
            return new(rows, (int[])[.. _data["PimaIndiansDiabetes2/targets"].Select(label => (int)label)]);
        }

        int target = family == "gaussian" ? 1 : 0;
        return new(
            (double[])[.. rows.Where((_, index) => index % Columns != target)],
            (double[])[.. rows.Where((_, index) => index % Columns == target)]);
    }
}
