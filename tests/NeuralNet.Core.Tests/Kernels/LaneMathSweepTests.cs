namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Floats of every size and sign, a million and a half of the four billion.</summary>
public sealed class LaneMathSweepTests
{
    [Theory]
    [InlineData(LaneOperation.Exp, 1.1)]
    [InlineData(LaneOperation.Sigmoid, 1.75)]
    [InlineData(LaneOperation.Tanh, 1.6)]
    [InlineData(LaneOperation.Log, 0.9)]
    [InlineData(LaneOperation.Log1p, 1.5)]
    [InlineData(LaneOperation.Softplus, 1.9)]
    public void A_function_is_within_two_units_of_the_last_place(LaneOperation function, double allowed)
    {
        (double error, float at) = Sweep.Furthest(
            x => LaneOperations.Scalar(function, x),
            x => function is LaneOperation.Log or LaneOperation.Log1p && x < 0
                ? LaneOperations.Scalar(function, (float)x)
                : ExactFunctions.Of(function, x));
        TestContext.Current.TestOutputHelper?.WriteLine($"{function}: at most {error:F3} ulp, at {at:R}");

        error.Should().BeInRange(0.5, allowed);
    }
}
