using System.Numerics;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronSetWeightsRefusalTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    public void SetWeights_rejects_another_number_of_weights(int length) =>
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.SetWeights(new T[length], new T[2]),
            "weights",
            $"{length} value",
            "6 are needed",
            "[2 outputs x 3 inputs]");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void SetWeights_rejects_another_number_of_biases(int length) =>
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.SetWeights(new T[6], new T[length]),
            "bias",
            $"{length} value",
            "2 are needed",
            "one for each output");

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void SetWeights_rejects_a_value_that_is_not_finite_by_row_and_column(double value, string shown)
    {
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.SetWeights(Numbers.Of<T>(0, 0, 0, 0, value, 0)),
            "weights",
            $"weights has {shown} at row 1, column 1",
            "must be finite");
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.SetWeights(new T[6], Numbers.Of<T>(0, value)),
            "bias",
            $"bias has {shown} at row 0, column 1",
            "must be finite");
    }

    [Fact]
    public void SetWeights_rejects_weights_that_overflow_on_the_standardized_scale()
    {
        double large = typeof(T) == typeof(float) ? 1e30 : 1e300;
        double wide = typeof(T) == typeof(float) ? 1e15 : 1e100;
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithStandardization().Build();
        network.Fit(Numbers.Of<T>(-wide, wide), Numbers.Of<T>(0, 1));
        T[] before = network.Weights.ToArray();

        Refused<ArgumentException>(
            () => network.SetWeights(Numbers.Of<T>(large)), "weights", "multiplied by the scales", "Use smaller ones");

        network.Weights.ToArray().Should().Equal(before);
    }

    [Fact]
    public void SetWeights_rejects_a_bias_for_a_network_without_one() =>
        Refused<ArgumentException>(
            Regressor(3).WithoutBias(),
            network => network.SetWeights(Numbers.Of<T>(1, 2, 3), Numbers.Of<T>(4)),
            "bias",
            "bias is not 0",
            "this network has none",
            "Leave it empty");

    [Fact]
    public void SetWeights_is_rejected_before_the_first_fit_of_a_network_that_standardizes() =>
        RefusedBeforeTheFirstFit<InvalidOperationException>(
            Regressor(3),
            network => network.SetWeights(Numbers.Of<T>(1, 2, 3)),
            null,
            "standardizes its inputs",
            "Call Fit first",
            "WithInitialWeights");
}

public sealed class PerceptronSetWeightsRefusalTestsInFloat : PerceptronSetWeightsRefusalTests<float>;

public sealed class PerceptronSetWeightsRefusalTestsInDouble : PerceptronSetWeightsRefusalTests<double>;
