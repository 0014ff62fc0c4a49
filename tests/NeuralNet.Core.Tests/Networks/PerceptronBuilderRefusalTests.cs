using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronBuilderRefusalTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly PerceptronBuilder<T> _plain = Perceptron.WithInputs<T>(2);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void WithOutputs_rejects_fewer_than_one(int outputs) =>
        Refused<ArgumentOutOfRangeException>(
            () => _plain.WithOutputs(outputs), "outputs", $"outputs is {outputs}", "1 or more");

    [Fact]
    public void WithOutputs_rejects_more_weights_than_an_array_holds() =>
        Refused<ArgumentOutOfRangeException>(
            () => Perceptron.WithInputs<T>(50_000).WithOutputs(50_000),
            "outputs",
            "50000 inputs x 50000 outputs",
            "2500000000 weights",
            $"at most {Array.MaxLength / 3}",
            "Use fewer");

    [Fact]
    public void WithOutputs_rejects_a_number_that_does_not_fit_the_given_weights() =>
        Refused<InvalidOperationException>(
            () => _plain.WithInitialWeights(Numbers.Of<T>(1, 2)).WithOutputs(3),
            null,
            "given for 1 output",
            "do not fit 3",
            "Call WithOutputs before WithInitialWeights");

    [Fact]
    public void WithOutputs_rejects_one_output_for_softmax() =>
        Refused<ArgumentOutOfRangeException>(
            () => Perceptron.Classifier<T>(2, 3).WithOutputs(1),
            "outputs",
            "outputs is 1",
            "softmax-cross-entropy",
            "2 or more",
            "Loss.LogLoss");

    [Fact]
    public void WithLoss_rejects_softmax_for_one_output() =>
        Refused<ArgumentException>(
            () => _plain.WithLoss(Loss.SoftmaxCrossEntropy),
            "loss",
            "softmax-cross-entropy",
            "has 1",
            "Call WithOutputs",
            "2 or more",
            "Loss.LogLoss");

    [Fact]
    public void WithLoss_rejects_null() => Refused<ArgumentNullException>(() => _plain.WithLoss(null!), "loss", "cannot be null");

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void WithLoss_rejects_a_reduction_that_does_not_exist(int reduction) =>
        Refused<ArgumentOutOfRangeException>(
            () => _plain.WithLoss(Loss.LogLoss, (Reduction)reduction),
            "reduction",
            $"reduction is {reduction}",
            "Reduction.Mean or Reduction.Sum");

    [Fact]
    public void WithOptimizer_rejects_null() =>
        Refused<ArgumentNullException>(() => _plain.WithOptimizer(null!), "optimizer", "cannot be null");

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void WithLearningRate_rejects_a_rate_that_is_not_positive_and_finite(double learningRate, string shown) =>
        Refused<ArgumentOutOfRangeException>(
            () => _plain.WithLearningRate(learningRate), "learningRate", "learningRate is ", shown, "must lie in (0, inf)");

    [Fact]
    public void WithLearningRate_rejects_a_rate_that_rounds_to_0_or_infinity()
    {
        double tiny = typeof(T) == typeof(float) ? 1e-60 : double.Epsilon;
        if (typeof(T) == typeof(double))
        {
            _plain.WithLearningRate(tiny).LearningRate.Name.Should().Be("constant(5E-324)");
            return;
        }

        Refused<ArgumentOutOfRangeException>(
            () => _plain.WithLearningRate(tiny), "learningRate", "learningRate is 1E-60", "which is 0 as a Single", "nearer to 1");
        Refused<ArgumentOutOfRangeException>(
            () => _plain.WithLearningRate(1e60), "learningRate", "learningRate is 1E+60", "a network of double");
    }

    [Fact]
    public void WithLearningRate_rejects_a_schedule_whose_first_rate_rounds_to_0_or_infinity()
    {
        LearningRate[] rates =
        [
            LearningRate.Constant(1e60), LearningRate.Cosine(1e60, 5), LearningRate.Step(1e60, 0.5, 5).WithWarmUp(9),
            LearningRate.Exponential(1e60, 0.5).LoweredOnPlateau(), LearningRate.InverseScaling(1e60),
        ];
        foreach (LearningRate rate in rates)
        {
            if (typeof(T) == typeof(double))
            {
                _plain.WithLearningRate(rate).LearningRate.Should().BeSameAs(rate);
                continue;
            }

            Refused<ArgumentOutOfRangeException>(
                () => _plain.WithLearningRate(rate), "learningRate", "learningRate is 1E+60", "as a Single", "nearer to 1");
        }

        _plain.WithLearningRate(LearningRate.From(_ => 1e60, "mine")).LearningRate.Name.Should().Be("mine");
        Refused<ArgumentNullException>(() => _plain.WithLearningRate((LearningRate)null!), "learningRate", "cannot be null");
    }

    [Fact]
    public void WithInitialWeights_rejects_an_interval_beyond_the_precision_of_the_network()
    {
        InitialWeights wide = InitialWeights.Uniform(-1e300, 1e300);
        if (typeof(T) == typeof(double))
        {
            _plain.WithInitialWeights(wide).InitialWeights.Should().BeSameAs(wide);
            return;
        }

        Refused<ArgumentException>(
            () => _plain.WithInitialWeights(wide), "initialWeights", "between -1E+300 and 1E+300", "a Single holds", "of double");
    }

    [Fact]
    public void WithStandardization_rejects_a_network_without_bias() =>
        Refused<InvalidOperationException>(
            () => _plain.WithoutBias().WithStandardization(), null, "amounts to a bias", "Leave out WithoutBias, or use WithStandardization(center: false)");

    [Fact]
    public void WithoutBias_rejects_a_network_that_standardizes() =>
        Refused<InvalidOperationException>(
            () => _plain.WithStandardization().WithoutBias(), null, "amounts to a bias", "Leave out WithoutBias, or use WithStandardization(center: false)");

    [Fact]
    public void WithoutBias_rejects_a_network_with_a_given_bias() =>
        Refused<InvalidOperationException>(
            () => _plain.WithInitialWeights(Numbers.Of<T>(1, 2), Numbers.Of<T>(3)).WithoutBias(),
            null,
            "An initial bias was given",
            "Leave out WithoutBias");

    [Fact]
    public void WithInitialWeights_rejects_null() =>
        Refused<ArgumentNullException>(
            () => _plain.WithInitialWeights((InitialWeights)null!), "initialWeights", "cannot be null");

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    public void WithInitialWeights_rejects_another_number_of_weights(int length) =>
        Refused<ArgumentException>(
            () => _plain.WithOutputs(3).WithInitialWeights(new T[length]),
            "weights",
            $"{length} value",
            "6 are needed",
            "[3 outputs x 2 inputs]");

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void WithInitialWeights_rejects_another_number_of_biases(int length) =>
        Refused<ArgumentException>(
            () => _plain.WithOutputs(3).WithInitialWeights(new T[6], new T[length]),
            "bias",
            $"{length} value",
            "3 are needed",
            "one for each output");

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void WithInitialWeights_rejects_a_weight_that_is_not_finite(double value, string shown) =>
        Refused<ArgumentException>(
            () => _plain.WithOutputs(3).WithInitialWeights(Numbers.Of<T>(0, 0, 0, 0, 0, value)),
            "weights",
            $"has {shown} at row 2, column 1",
            "must be finite");

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void WithInitialWeights_rejects_a_bias_that_is_not_finite(double value, string shown) =>
        Refused<ArgumentException>(
            () => _plain.WithOutputs(3).WithInitialWeights(new T[6], Numbers.Of<T>(0, value, 0)),
            "bias",
            $"has {shown} at row 0, column 1",
            "must be finite");

    [Fact]
    public void WithInitialWeights_rejects_a_bias_for_a_network_without_one() =>
        Refused<ArgumentException>(
            () => _plain.WithoutBias().WithInitialWeights(Numbers.Of<T>(1, 2), Numbers.Of<T>(3)),
            "bias",
            "bias is not 0",
            "this network has none",
            "leave out WithoutBias");
}

public sealed class PerceptronBuilderRefusalTestsInFloat : PerceptronBuilderRefusalTests<float>;

public sealed class PerceptronBuilderRefusalTestsInDouble : PerceptronBuilderRefusalTests<double>;

public sealed class LossRefusalTests : RefusalTests<double>
{
    [Fact]
    public void The_delta_rule_rejects_null() =>
        Refused<ArgumentNullException>(() => Loss.HalfSquaredErrorThrough(null!), "activation", "cannot be null");

    [Fact]
    public void The_delta_rule_rejects_softmax() =>
        Refused<ArgumentException>(
            () => Loss.HalfSquaredErrorThrough(Activation.Softmax), "activation", "'softmax'", "Use Loss.SoftmaxCrossEntropy");

    [Fact]
    public void A_custom_loss_without_an_output_activation_is_rejected() =>
        Refused<ArgumentNullException>(() => Loss.From(default(LogCosh), null!), "outputActivation", "cannot be null");

    [Fact]
    public void A_custom_loss_with_softmax_is_rejected() =>
        Refused<ArgumentException>(
            () => Loss.From(default(LogCosh), Activation.Softmax), "outputActivation", "'log-cosh'", "'softmax'", "Use another output activation");

    [Fact]
    public void Evaluate_rejects_empty_logits() =>
        Refused<ArgumentException>(() => Loss.LogLoss.Evaluate<double>([], [], []), "logits", "logits is empty");

    [Fact]
    public void Evaluate_rejects_another_number_of_targets() =>
        Refused<ArgumentException>(
            () => Loss.LogLoss.Evaluate<double>([1, 2], [1], [0, 0]),
            "targets",
            "1 value",
            "2 are needed",
            "one for each logit");

    [Fact]
    public void Evaluate_rejects_a_short_destination() =>
        Refused<ArgumentException>(
            () => Loss.LogLoss.Evaluate<double>([1, 2], [1, 0], new double[1]), "derivatives", "room for 1", "2 are needed");
}
