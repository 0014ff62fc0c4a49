using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Regression finds the coefficients that made the data.</summary>
public abstract class LeastSquaresTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 60;

    private static readonly double[] Data = new Random(18).Values(Rows * 3, -2, 2);
    private static readonly double Tolerance = Numbers.For<T>(1e-10, 1e-5);

    [Theory]
    [InlineData(TrainingOptions.FullBatch, 2000)]
    [InlineData(8, 400)]
    [InlineData(1, 200)]
    public void Least_squares_recovers_the_coefficients_of_data_without_noise(int batchSize, int epochs) =>
        Recovers(Perceptron.Regressor<T>(3).WithLearningRate(0.1), [[1.5, -2, 0.25]], [0.75], batchSize, epochs);

    [Fact]
    public void Least_squares_recovers_the_coefficients_of_several_outputs() =>
        Recovers(
            Perceptron.Regressor<T>(3, 2).WithLearningRate(0.1), [[1.5, -2, 0.25], [-0.5, 1, 3]], [0.75, -1], 8, 400);

    [Fact]
    public void Least_squares_recovers_the_coefficients_on_standardized_inputs() =>
        Recovers(Perceptron.Regressor<T>(3).WithStandardization().WithLearningRate(0.1), [[1.5, -2, 0.25]], [0.75], 8, 400);

    [Fact]
    public void Least_squares_without_a_bias_goes_through_the_origin() =>
        Recovers(Perceptron.Regressor<T>(3).WithoutBias().WithLearningRate(0.1), [[1.5, -2, 0.25]], [0], 8, 400);

    [Fact]
    public void A_custom_loss_recovers_the_coefficients_too() =>
        Recovers(
            Perceptron.WithInputs<T>(3).WithLoss(Loss.From(default(LogCosh), Activation.Identity)).WithLearningRate(0.1),
            [[1.5, -2, 0.25]],
            [0.75],
            8,
            800);

    private static void Recovers(
        PerceptronBuilder<T> description, double[][] coefficients, double[] constants, int batchSize, int epochs)
    {
        var targets = new double[Rows * constants.Length];
        for (int index = 0; index < targets.Length; index++)
        {
            (int row, int output) = Math.DivRem(index, constants.Length);
            targets[index] = constants[output];
            for (int input = 0; input < 3; input++)
            {
                targets[index] += coefficients[output][input] * Data[(row * 3) + input];
            }
        }

        TrainingResult<T> result = description.Build().Fit(
            Numbers.Of<T>(Data), Numbers.Of<T>(targets), new() { Epochs = epochs, BatchSize = batchSize });

        result.Network.Weights.ShouldBeClose(
            [.. coefficients.SelectMany(row => row)], Tolerance, Tolerance, "the coefficients");
        result.Network.Bias.ShouldBeClose(constants, Tolerance, Tolerance, "the constants");
        result.LossHistory[^1].Should().BeLessThan(Numbers.Epsilon<T>());
        result.Network.Evaluate(Numbers.Of<T>(Data), Numbers.Of<T>(targets)).RSquared.Should().BeApproximately(1, Tolerance);
    }
}

public sealed class LeastSquaresTestsInDouble : LeastSquaresTests<double>;

public sealed class LeastSquaresTestsInFloat : LeastSquaresTests<float>;
