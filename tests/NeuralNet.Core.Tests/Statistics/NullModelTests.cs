using NeuralNet.Core.Statistics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Statistics;

/// <summary>The best constant beside offsets has the least loss that a search finds, however far the offsets are.</summary>
public sealed class NullModelTests
{
    private const int RowCount = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(60)]
    [InlineData(400)]
    public void The_constant_of_one_logit_has_the_least_loss(double reach)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            double[] offsets = new Random(seed).Values(RowCount, -reach, reach / 2);
            double[] weights = [.. new Random(seed + 10).Values(RowCount, 0, 2).Select((value, row) => row % 4 == 0 ? 0 : value)];
            double[] counts = [.. new Random(seed + 20).Values(RowCount, 0, 6).Select(Math.Floor)];
            double[] classes = [.. counts.Select(count => count > 2 ? 1.0 : 0)];
            Check(ModelFamily.Gaussian, Loss.HalfSquaredError, counts, (z, y) => 0.5 * (z - y) * (z - y));
            Check(ModelFamily.Binomial, Loss.LogLoss, classes, (z, y) => Math.Log(1 + Math.Exp(-Math.Abs(z))) + Math.Max(z, 0) - (y * z));
            Check(ModelFamily.Poisson, Loss.Poisson, counts, (z, y) => Math.Exp(z) - (y * z));

            void Check(ModelFamily family, Loss loss, double[] targets, Func<double, double, double> of)
            {
                double At(double constant) => Enumerable.Range(0, RowCount).Sum(row => weights[row] * of(constant + offsets[row], targets[row]));
                double expected = At(Least(At, (-reach / 2) - 10, reach + 10));
                var rows = new ExampleSpan<double>(new double[RowCount], targets, [], RowCount) { Weights = weights, Offsets = offsets };
                var model = new NullModel<double>(rows, loss.Curvature!, 1, family);

                model.Loss(hasBias: true).Should().BeApproximately(expected, 1e-10 * Math.Abs(expected), $"{family} {reach} {seed}");
                model.Loss(hasBias: false).Should().BeApproximately(At(0), 1e-12 * Math.Abs(At(0)), $"{family} {reach} {seed}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void The_constants_of_three_classes_have_the_least_loss(double reach)
    {
        for (int seed = 0; seed < 2; seed++)
        {
            double[] offsets = new Random(seed).Values(3 * RowCount, -reach, reach);
            double[] weights = [.. new Random(seed + 10).Values(RowCount, 0, 2).Select((value, row) => row % 4 == 0 ? 0 : value)];
            int[] labels = [.. Enumerable.Range(0, RowCount).Select(row => row * 7 % 3)];
            double At(double second, double third) => Enumerable.Range(0, RowCount).Sum(row =>
            {
                double[] logits = [offsets[3 * row], second + offsets[(3 * row) + 1], third + offsets[(3 * row) + 2]];
                double largest = logits.Max();
                return weights[row] * (Math.Log(logits.Sum(logit => Math.Exp(logit - largest))) + largest - logits[labels[row]]);
            });
            double LeastOf(double second) => Least(third => At(second, third), -3 * reach, 3 * reach);
            double best = Least(second => At(second, LeastOf(second)), -3 * reach, 3 * reach);
            double expected = At(best, LeastOf(best));
            var rows = new ExampleSpan<double>(new double[RowCount], [], labels, RowCount) { Weights = weights, Offsets = offsets };

            var model = new NullModel<double>(rows, Loss.SoftmaxCrossEntropy.Curvature!, 3, ModelFamily.Multinomial);

            model.Loss(hasBias: true).Should().BeApproximately(expected, 1e-9 * expected, $"{reach} {seed}");
            model.Loss(hasBias: false).Should().BeApproximately(At(0, 0), 1e-12 * expected, $"{reach} {seed}");
        }
    }

    [Fact]
    public void Without_counts_the_constant_of_Poisson_regression_has_no_end_and_the_loss_is_almost_0()
    {
        var rows = new ExampleSpan<double>(new double[3], new double[3], [], 3) { Offsets = new double[] { 700, -5, 2 } };

        new NullModel<double>(rows, Loss.Poisson.Curvature!, 1, ModelFamily.Poisson).Loss(hasBias: true).Should().BeInRange(0, 1e-6);
    }

    /// <summary>Finds the minimum of a function with one, by golden sections.</summary>
    private static double Least(Func<double, double> function, double low, double high)
    {
        double share = (Math.Sqrt(5) - 1) / 2;
        for (int step = 0; step < 60; step++)
        {
            double left = high - (share * (high - low));
            double right = low + (share * (high - low));
            (low, high) = function(left) < function(right) ? (low, right) : (left, high);
        }

        return (low + high) / 2;
    }
}
