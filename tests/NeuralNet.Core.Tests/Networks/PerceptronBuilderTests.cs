using System.Numerics;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronBuilderTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Optimizer _heavyBall = Optimizer.From(new HeavyBall(0.9));

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(7);

        description.InputCount.Should().Be(7);
        description.OutputCount.Should().Be(1);
        description.HasBias.Should().BeTrue();
        description.Loss.Name.Should().Be("half-squared-error");
        description.Loss.OutputActivation.Should().BeSameAs(Activation.Identity);
        description.Reduction.Should().Be(Reduction.Mean);
        description.Optimizer.Name.Should().Be("sgd");
        description.LearningRate.Name.Should().Be("constant(0.01)");
        description.IsStandardized.Should().BeFalse();
        description.Seed.Should().Be(0);
        description.InitialWeights.Should().BeSameAs(InitialWeights.Zeros);
        description.FeatureNames.Should().BeNull();
        description.ClassNames.Should().BeNull();
    }

    [Fact]
    public void The_presets_change_only_loss_and_outputs()
    {
        AssertPreset(Perceptron.BinaryClassifier<T>(7), outputs: 1, "log-loss", Activation.Sigmoid, classes: 2);
        AssertPreset(Perceptron.Classifier<T>(7, 4), outputs: 4, "softmax-cross-entropy", Activation.Softmax, classes: 4);
        AssertPreset(Perceptron.MultiLabelClassifier<T>(7, 4), outputs: 4, "log-loss", Activation.Sigmoid, classes: 4);
        AssertPreset(Perceptron.Regressor<T>(7), outputs: 1, "half-squared-error", Activation.Identity, classes: 0);
        AssertPreset(Perceptron.Regressor<T>(7, 4), outputs: 4, "half-squared-error", Activation.Identity, classes: 0);
    }

    [Fact]
    public void A_new_network_has_zero_weights_and_no_epochs()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(3, 2).Build();

        network.Weights.ToArray().Should().Equal(new T[6]);
        network.Bias.ToArray().Should().Equal(new T[2]);
        network.CompletedEpochs.Should().Be(0);
        network.InputMeans.IsEmpty.Should().BeTrue();
        network.InputScales.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Uniform_initial_weights_are_by_default_within_0_05()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(200);

        T[] weights = description.WithInitialWeights(InitialWeights.Uniform()).Build().Weights.ToArray();

        weights.Should().OnlyContain(weight => double.Abs(double.CreateTruncating(weight)) <= 0.05);
        weights.Should().Contain(weight => double.CreateTruncating(weight) < -0.04);
        weights.Should().Contain(weight => double.CreateTruncating(weight) > 0.04);
    }

    [Fact]
    public void NumPy_weights_are_by_default_between_minus_one_and_one()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(20);

        Bits(description.WithInitialWeights(InitialWeights.NumPyUniform(1)).Build())
            .Should().Be(Bits(description.WithInitialWeights(InitialWeights.NumPyUniform(1, -1, 1)).Build()));
    }

    [Fact]
    public void Every_method_returns_a_new_description_and_leaves_the_old_one_unchanged()
    {
        AssertStep(Perceptron.WithInputs<T>(2), before => before.WithOutputs(3), description => description.OutputCount, 1, 3);
        AssertStep(Perceptron.WithInputs<T>(2), before => before.WithoutBias(), description => description.HasBias, true, false);
        AssertStep(
            Perceptron.WithInputs<T>(2).WithoutBias(),
            before => before.WithBias(),
            description => description.HasBias,
            false,
            true);
        AssertStep(
            Perceptron.WithInputs<T>(2),
            before => before.WithLoss(Loss.LogLoss, Reduction.Sum),
            description => (description.Loss.Name, description.Reduction),
            ("half-squared-error", Reduction.Mean),
            ("log-loss", Reduction.Sum));
        AssertStep(
            Perceptron.WithInputs<T>(2),
            before => before.WithOptimizer(_heavyBall),
            description => description.Optimizer.Name,
            "sgd",
            "heavy-ball");
        AssertStep(
            Perceptron.WithInputs<T>(2),
            before => before.WithLearningRate(0.5),
            description => description.LearningRate.Name,
            "constant(0.01)",
            "constant(0.5)");
        AssertStep(
            Perceptron.WithInputs<T>(2),
            before => before.WithPenalty(Penalty.L1(0.5)),
            description => description.Penalty,
            Penalty.None,
            Penalty.L1(0.5));
        AssertStep(
            Perceptron.WithInputs<T>(2),
            before => before.WithGradientClipping(GradientClipping.ByNorm(1)),
            description => description.Clipping,
            GradientClipping.None,
            GradientClipping.ByNorm(1));
        AssertStep(
            Perceptron.WithInputs<T>(2), before => before.WithAveraging(7), description => description.FirstAveragedStep, null, 7);
        AssertStep(
            Perceptron.WithInputs<T>(2), before => before.WithStandardization(), description => description.IsStandardized, false, true);
        AssertStep(Perceptron.WithInputs<T>(2), before => before.WithSeed(5), description => description.Seed, 0, 5);
        AssertStep(
            Perceptron.WithInputs<T>(2),
            before => before.WithInitialWeights(InitialWeights.GlorotUniform),
            description => description.InitialWeights,
            InitialWeights.Zeros,
            InitialWeights.GlorotUniform);
        AssertStep(
            Perceptron.WithInputs<T>(2),
            before => before.WithInitialWeights(Numbers.Of<T>(3, 4)),
            description => Bits(description.Build()),
            Bits(Perceptron.WithInputs<T>(2).Build()),
            $"{Bits<T>(Numbers.Of<T>(3, 4))}|{Bits<T>(Numbers.Of<T>(0))}");
    }

    [Fact]
    public void WithLoss_resets_the_reduction_to_the_mean_by_default() =>
        Perceptron.WithInputs<T>(2).WithLoss(Loss.LogLoss, Reduction.Sum).WithLoss(Loss.LogLoss)
            .Reduction.Should().Be(Reduction.Mean);

    [Fact]
    public void Given_weights_are_copied()
    {
        T[] weights = Numbers.Of<T>(1, 2);
        T[] bias = Numbers.Of<T>(3);
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(2).WithInitialWeights(weights, bias);
        weights[0] = T.NaN;
        bias[0] = T.NaN;

        Perceptron<T> network = description.Build();

        network.Weights.ToArray().Should().Equal(Numbers.Of<T>(1, 2));
        network.Bias.ToArray().Should().Equal(Numbers.Of<T>(3));
        description.InitialWeights.Should().BeNull();
    }

    [Fact]
    public void A_rule_for_initial_weights_replaces_given_ones_and_their_bias()
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(2)
            .WithInitialWeights(Numbers.Of<T>(1, 2), Numbers.Of<T>(3))
            .WithInitialWeights(InitialWeights.Zeros)
            .Build();

        network.Weights.ToArray().Should().Equal(Numbers.Of<T>(0, 0));
        network.Bias.ToArray().Should().Equal(Numbers.Of<T>(0));
    }

    [Fact]
    public void Two_networks_from_one_description_are_equal_and_independent()
    {
        PerceptronBuilder<T> description = Perceptron.Classifier<T>(4, 3)
            .WithInitialWeights(InitialWeights.GlorotUniform)
            .WithOptimizer(_heavyBall)
            .WithSeed(9)
            .WithStandardization();
        T[] rows = Rows<T>(20, 4);
        Perceptron<T> first = description.Build();
        Perceptron<T> second = description.Build();
        string untrained = Bits(second);

        Bits(first).Should().Be(untrained);
        first.Fit(rows, Labels(20, 3));
        Bits(first).Should().NotBe(untrained);
        Bits(second).Should().Be(untrained);
        second.Fit(rows, Labels(20, 3));
        Bits(second).Should().Be(Bits(first));
    }

    [Fact]
    public void Training_does_not_change_the_given_weights_of_the_description()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(2).WithInitialWeights(Numbers.Of<T>(1, 2), Numbers.Of<T>(3));

        description.Build().Learn(Numbers.Of<T>(1, 1), T.Zero);

        description.Build().Weights.ToArray().Should().Equal(Numbers.Of<T>(1, 2));
        description.Build().Bias.ToArray().Should().Equal(Numbers.Of<T>(3));
    }

    [Fact]
    public void A_network_returns_its_description()
    {
        PerceptronBuilder<T> description = Perceptron.Classifier<T>(4, 3).WithSeed(2);

        Perceptron<T> network = description.Build();

        network.Description.Should().BeSameAs(description);
        network.InputCount.Should().Be(4);
        network.OutputCount.Should().Be(3);
        network.ClassCount.Should().Be(3);
        network.OutputActivation.Should().BeSameAs(Activation.Softmax);
    }

    [Fact]
    public void The_text_of_a_description_contains_its_settings()
    {
        Perceptron.BinaryClassifier<T>(30).WithLearningRate(0.5).WithSeed(3).WithStandardization().ToString()
            .Should().Be("30 inputs, 1 output, log-loss (Mean), sgd at 0.5, standardized, seed 3");
        Perceptron.BinaryClassifier<T>(30)
            .WithOptimizer(Optimizer.Adam())
            .WithLearningRate(LearningRate.Cosine(0.1, 50))
            .WithPenalty(Penalty.L2(0.01))
            .WithGradientClipping(GradientClipping.ByNorm(1))
            .WithAveraging()
            .ToString()
            .Should().Be(
                "30 inputs, 1 output, log-loss (Mean), adam(0.9, 0.999, 1E-08) at cosine(0.1, 50 epochs), L2(0.01), clipped by norm(1), averaged from step 1, seed 0");
        Perceptron.Regressor<T>(3, 2).WithoutBias().ToString()
            .Should().Be("3 inputs, 2 outputs, no bias, half-squared-error (Mean), sgd at 0.01, seed 0");
    }

    [Fact]
    public void A_loss_that_can_not_move_zeros_starts_with_random_weights_and_learns()
    {
        PerceptronBuilder<T> description =
            Perceptron.WithInputs<T>(2).WithLoss(Loss.HalfSquaredErrorThrough(Activation.ReLU)).WithLearningRate(0.1).WithSeed(3);
        T[] rows = Numbers.Of<T>(0, 1, 1, 0, 1, 1, 2, 1);
        T[] targets = Numbers.Of<T>(1, 2, 3, 5);

        description.InitialWeights.Should().BeSameAs(InitialWeights.GlorotUniform);
        description.WithLoss(Loss.HalfSquaredError).InitialWeights.Should().BeSameAs(InitialWeights.Zeros);
        TrainingResult<T> result = description.Build().Fit(rows, targets, new() { Epochs = 500, BatchSize = 1 });
        result.Network.Evaluate(rows, targets).RSquared.Should().BeGreaterThan(0.99);
    }

    [Fact]
    public void Zeros_are_rejected_for_a_loss_that_can_not_move_them()
    {
        Loss flat = Loss.HalfSquaredErrorThrough(Activation.ReLU);

        Action lossFirst = () => Perceptron.WithInputs<T>(2).WithLoss(flat).WithInitialWeights(InitialWeights.Zeros);
        Action zerosFirst = () => Perceptron.WithInputs<T>(2).WithInitialWeights(InitialWeights.Zeros).WithLoss(flat);

        lossFirst.Should().Throw<InvalidOperationException>().WithMessage("*through-relu*never move*GlorotUniform*");
        zerosFirst.Should().Throw<InvalidOperationException>().WithMessage("*through-relu*never move*GlorotUniform*");
    }

    private static void AssertPreset(PerceptronBuilder<T> preset, int outputs, string loss, Activation link, int classes)
    {
        preset.InputCount.Should().Be(7);
        preset.OutputCount.Should().Be(outputs);
        preset.Loss.Name.Should().Be(loss);
        preset.Loss.OutputActivation.Should().BeSameAs(link);
        preset.Build().ClassCount.Should().Be(classes);
        preset.HasBias.Should().BeTrue();
        preset.Reduction.Should().Be(Reduction.Mean);
        preset.Optimizer.Name.Should().Be("sgd");
        preset.LearningRate.Name.Should().Be("constant(0.01)");
        preset.IsStandardized.Should().BeFalse();
        preset.Seed.Should().Be(0);
        preset.InitialWeights.Should().BeSameAs(InitialWeights.Zeros);
    }

    private static void AssertStep<TValue>(
        PerceptronBuilder<T> before,
        Func<PerceptronBuilder<T>, PerceptronBuilder<T>> step,
        Func<PerceptronBuilder<T>, TValue> setting,
        TValue old,
        TValue changed)
    {
        PerceptronBuilder<T> after = step(before);

        after.Should().NotBeSameAs(before);
        setting(before).Should().Be(old);
        setting(after).Should().Be(changed);
    }
}

public sealed class PerceptronBuilderTestsInFloat : PerceptronBuilderTests<float>;

public sealed class PerceptronBuilderTestsInDouble : PerceptronBuilderTests<double>;
