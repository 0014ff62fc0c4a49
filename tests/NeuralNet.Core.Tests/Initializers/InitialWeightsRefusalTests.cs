namespace NeuralNet.Core.Tests.Initializers;

public sealed class InitialWeightsRefusalTests : RefusalTests<double>
{
    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Rejects_a_lower_end_that_is_not_finite(double low, string shown)
    {
        Refused<ArgumentOutOfRangeException>(
            () => InitialWeights.Uniform(low, 1), "low", $"low is {shown}", "must be finite");
        Refused<ArgumentOutOfRangeException>(
            () => InitialWeights.NumPyUniform(1, low, 1), "low", $"low is {shown}", "must be finite");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(0.5, "0.5")]
    [InlineData(-2, "-2")]
    public void Rejects_an_upper_end_that_is_not_finite_or_not_above_the_lower(double high, string shown)
    {
        Refused<ArgumentOutOfRangeException>(
            () => InitialWeights.Uniform(0.5, high), "high", $"high is {shown}", "finite and above low, 0.5");
        Refused<ArgumentOutOfRangeException>(
            () => InitialWeights.NumPyUniform(1, 0.5, high), "high", $"high is {shown}", "finite and above low, 0.5");
    }

    [Fact]
    public void Rejects_ends_at_an_infinite_distance()
    {
        Refused<ArgumentOutOfRangeException>(
            () => InitialWeights.Uniform(-1e308, 1e308), "high", "high is 1E+308", "above low, -1E+308", "closer");
        Refused<ArgumentOutOfRangeException>(
            () => InitialWeights.NumPyUniform(1, -1e308, 1e308), "high", "high is 1E+308", "above low, -1E+308", "closer");
    }
}
