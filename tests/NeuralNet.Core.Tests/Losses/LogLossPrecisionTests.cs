using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Tests.Kernels;

namespace NeuralNet.Core.Tests.Losses;

/// <summary>Log loss and its derivative as functions of the logit, with full precision even for nearly certain predictions.</summary>
public sealed class LogLossPrecisionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_loss_of_a_class_is_within_two_units_of_the_last_place(float target)
    {
        (double error, float at) = Sweep.Furthest(
            logit => float.IsFinite(logit) ? Loss(logit, target, out _) : 0,
            logit => double.IsFinite(logit) ? ExactFunctions.Softplus(target == 0 ? logit : -logit) : 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"at most {error:F3} ulp, at {at:R}");

        error.Should().BeInRange(0.5, 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_derivative_of_a_class_is_within_two_units_of_the_last_place(float target)
    {
        (double error, float at) = Sweep.Furthest(
            logit =>
            {
                Loss(logit, target, out float derivative);
                return derivative;
            },
            logit => target == 0 ? ExactFunctions.Sigmoid(logit) : -ExactFunctions.Sigmoid(-logit));
        TestContext.Current.TestOutputHelper?.WriteLine($"at most {error:F3} ulp, at {at:R}");

        error.Should().BeInRange(0.5, 1.75);
    }

    private static float Loss(float logit, float target, out float derivative)
    {
        Scalar<float> loss = default(LogLoss).Evaluate(
            new Scalar<float>(logit), new Scalar<float>(target), out Scalar<float> slope);
        derivative = slope.Value;
        return loss.Value;
    }
}
