using System.Numerics;
using NeuralNet.Core.Tests.Optimizers;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronSetWeightsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 25;
    private const int Inputs = 4;

    private readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private readonly T[] _weights = Numbers.Of<T>(1.5, -2, 0.25, 3, -1, 0.5, 2, -0.75);
    private readonly T[] _bias = Numbers.Of<T>(0.5, -4);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_returns_the_values_set_and_predictions_use_them(bool isStandardized)
    {
        Perceptron<T> network = Fitted(isStandardized);

        network.SetWeights(_weights, _bias);

        network.Weights.ToArray().Should().Equal(_weights);
        network.Bias.ToArray().Should().Equal(_bias);
        T[] predictions = new T[RowCount * 2];
        network.Predict(_rows, predictions);
        T[] expected = new T[RowCount * 2];
        Perceptron.Regressor<T>(Inputs, 2).WithInitialWeights(_weights, _bias).Build().Predict(_rows, expected);
        Bits<T>(predictions).Should().Be(Bits<T>(expected));
    }

    [Fact]
    public void Training_a_standardized_network_continues_from_the_weights_set()
    {
        // The rate is too small to change a weight: after the step, the weights are those set, converted to the other scale and back.
        Perceptron<T> network = Fitted(isStandardized: true, learningRate: 1e-30);
        network.SetWeights(_weights, _bias);

        network.Learn(_rows, Targets<T>(RowCount, 2));

        double tolerance = typeof(T) == typeof(float) ? 1e-5 : 1e-14;
        for (int index = 0; index < _weights.Length; index++)
        {
            double.CreateTruncating(network.Weights[index])
                .Should().BeApproximately(double.CreateTruncating(_weights[index]), tolerance);
        }

        for (int output = 0; output < 2; output++)
        {
            double.CreateTruncating(network.Bias[output])
                .Should().BeApproximately(double.CreateTruncating(_bias[output]), tolerance);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Setting_the_current_weights_changes_no_prediction(bool isStandardized)
    {
        Perceptron<T> network = Fitted(isStandardized);
        T[] before = new T[RowCount * 2];
        network.Predict(_rows, before);

        network.SetWeights(network.Weights, network.Bias);

        T[] after = new T[RowCount * 2];
        network.Predict(_rows, after);
        Bits<T>(after).Should().Be(Bits<T>(before));
    }

    [Fact]
    public void An_empty_bias_sets_it_to_zero()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(Inputs, 2).WithInitialWeights(_weights, _bias).Build();

        network.SetWeights(_weights);

        network.Bias.ToArray().Should().Equal(Numbers.Of<T>(0, 0));
    }

    [Fact]
    public void An_empty_bias_sets_it_to_zero_on_the_scale_of_the_raw_inputs()
    {
        Perceptron<T> network = Fitted(isStandardized: true);

        network.SetWeights(_weights);

        network.Bias.ToArray().Should().Equal(Numbers.Of<T>(0, 0));
        T[] atZero = new T[2];
        network.Predict(new T[Inputs], atZero);
        atZero.Should().Equal(Numbers.Of<T>(0, 0));
    }

    [Fact]
    public void Standardized_training_from_an_empty_bias_does_not_depend_on_the_previous_bias()
    {
        Perceptron<T> fresh = Fitted(isStandardized: true);
        Perceptron<T> used = Fitted(isStandardized: true);
        used.SetWeights(_weights, _bias);

        fresh.SetWeights(_weights);
        used.SetWeights(_weights);
        fresh.Learn(_rows, Targets<T>(RowCount, 2));
        used.Learn(_rows, Targets<T>(RowCount, 2));

        Bits(used).Should().Be(Bits(fresh));
    }

    [Theory]
    [MemberData(nameof(OptimizerCatalog.Names), MemberType = typeof(OptimizerCatalog))]
    public void The_optimizer_is_reset(string optimizer)
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs)
            .WithLoss(optimizer.Contains("passive", StringComparison.Ordinal) ? Loss.Hinge : Loss.LogLoss)
            .WithOptimizerOf(OptimizerCatalog.All.Single(each => each.Name == optimizer))
            .WithInitialWeights(InitialWeights.Zeros);
        var options = new TrainingOptions { Epochs = 3, Shuffle = false };
        Perceptron<T> fresh = description.Build();
        Perceptron<T> used = description.Build().Fit(_rows, Labels(RowCount, 2), options).Network;
        used.Weights.ToArray().Should().NotEqual(fresh.Weights.ToArray());

        used.SetWeights(fresh.Weights.ToArray(), fresh.Bias.ToArray());
        fresh.Fit(_rows, Labels(RowCount, 2), options);
        used.Fit(_rows, Labels(RowCount, 2), options);

        Bits(used).Should().Be(Bits(fresh));
    }

    private Perceptron<T> Fitted(bool isStandardized, double learningRate = 0.01)
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs, 2).WithLearningRate(learningRate);
        return (isStandardized ? description.WithStandardization() : description).Build()
            .Fit(_rows, Targets<T>(RowCount, 2), new TrainingOptions { Epochs = 3 }).Network;
    }
}

public sealed class PerceptronSetWeightsTestsInFloat : PerceptronSetWeightsTests<float>;

public sealed class PerceptronSetWeightsTestsInDouble : PerceptronSetWeightsTests<double>;
