using System.Numerics;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Limits to gradients; against PyTorch they are tested as trajectories.</summary>
public abstract class GradientClippingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double _relative = Numbers.For<T>(1e-14, 1e-6);

    private static PerceptronBuilder<T> Plain => Perceptron.Regressor<T>(2).WithLearningRate(1);

    [Fact]
    public void Clipping_by_value_clips_each_element_and_the_bias()
    {
        Perceptron<T> network = Plain.WithGradientClipping(GradientClipping.ByValue(1)).Build();

        // The gradient is -0.75 (1, -4), of the bias -0.75.
        network.Learn(Numbers.Of<T>(1, -4), T.CreateTruncating(0.75));
        network.Weights.ToArray().Should().Equal(Numbers.Of<T>(0.75, -1));
        network.Bias[0].Should().Be(T.CreateTruncating(0.75));

        network.SetWeights(new T[2]);
        network.Learn(Numbers.Of<T>(0, 0), T.CreateTruncating(-20));
        network.Bias[0].Should().Be(-T.One);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_norm_includes_weights_and_bias(bool hasBias)
    {
        PerceptronBuilder<T> clipped = Plain.WithGradientClipping(GradientClipping.ByNorm(0.5));
        Perceptron<T> network = (hasBias ? clipped : clipped.WithoutBias()).Build();

        // The gradient is -2 (2, 2), of the bias -2: a norm of 2 * 3 with the bias, 2 * sqrt(8) without.
        network.Learn(Numbers.Of<T>(2, 2), T.CreateTruncating(2));

        double scale = 0.5 / (hasBias ? 3 : Math.Sqrt(8));
        network.Weights.ShouldBeClose([2 * scale, 2 * scale], _relative, 0, "the weights");
        network.Bias.ShouldBeClose([hasBias ? scale : 0], _relative, 0, "the bias");
    }

    [Fact]
    public void A_gradient_within_the_limit_keeps_its_bits()
    {
        T[] rows = SmallData.Rows<T>(20, 2);
        T[] targets = SmallData.Targets<T>(20, 1);
        foreach (int batchSize in new[] { 1, 7, TrainingOptions.FullBatch })
        {
            var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize };
            string expected = SmallData.Bits(Plain.WithLearningRate(0.1).Build().Fit(rows, targets, options).Network);
            foreach (GradientClipping clipping in new[] { GradientClipping.None, GradientClipping.ByNorm(100), GradientClipping.ByValue(100) })
            {
                SmallData.Bits(Plain.WithLearningRate(0.1).WithGradientClipping(clipping).Build().Fit(rows, targets, options).Network)
                    .Should().Be(expected);
            }
        }
    }

    [Theory]
    [InlineData(true, Reduction.Mean)]
    [InlineData(true, Reduction.Sum)]
    [InlineData(false, Reduction.Mean)]
    public void A_single_row_online_or_as_a_batch_is_clipped_to_the_same_bits(bool byNorm, Reduction reduction)
    {
        const int Inputs = 37;
        T[] rows = SmallData.Rows<T>(30, Inputs);
        T[] targets = SmallData.Targets<T>(30, 1);
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs)
            .WithLoss(Loss.LogLoss, reduction)
            .WithOptimizer(Optimizer.Momentum())
            .WithGradientClipping(byNorm ? GradientClipping.ByNorm(0.5) : GradientClipping.ByValue(0.1))
            .WithInitialWeights(InitialWeights.Zeros);
        Perceptron<T> alone = description.Build();
        Perceptron<T> batches = description.Build();
        for (int row = 0; row < targets.Length; row++)
        {
            ReadOnlySpan<T> input = rows.AsSpan(row * Inputs, Inputs);
            alone.Learn(input, targets[row]);
            batches.Learn(input, targets.AsSpan(row, 1));
        }

        Perceptron<T> online = description.Build()
            .Fit(rows, targets, new TrainingOptions { Epochs = 1, BatchSize = 1, Shuffle = false }).Network;

        SmallData.Bits(alone).Should().Be(SmallData.Bits(online));
        SmallData.Bits(batches).Should().Be(SmallData.Bits(online));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_step_of_a_huge_gradient_has_the_size_of_the_limit(int rows)
    {
        T[] inputs = [.. Enumerable.Repeat(Numbers.Of<T>(3, 4), rows).SelectMany(row => row)];
        double far = typeof(T) == typeof(float) ? 1e37 : 1e306;
        foreach (double largest in new[] { 1e-12, 1 })
        {
            Perceptron<T> network = Plain.WithGradientClipping(GradientClipping.ByNorm(largest)).Build();

            network.Learn(inputs, [.. Enumerable.Repeat(T.CreateTruncating(far), rows)]);

            double scale = largest / Math.Sqrt(26);
            network.Weights.ShouldBeClose([3 * scale, 4 * scale], _relative, 0, "the weights");
            network.Bias.ShouldBeClose([scale], _relative, 0, "the bias");
        }
    }

    [Fact]
    public void A_step_of_several_outputs_has_one_norm()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(1, 2).WithLearningRate(1)
            .WithGradientClipping(GradientClipping.ByNorm(1)).Build();

        // Of the weights (-1.5, 2), of the biases the same: a norm of 2.5 sqrt(2).
        network.Learn([T.One], Numbers.Of<T>(1.5, -2));

        double scale = 1 / (2.5 * Math.Sqrt(2));
        network.Weights.ShouldBeClose([1.5 * scale, -2 * scale], _relative, 0, "the weights");
        network.Bias.ShouldBeClose([1.5 * scale, -2 * scale], _relative, 0, "the bias");
    }

    [Fact]
    public void A_penalty_is_not_clipped()
    {
        foreach (GradientClipping clipping in new[] { GradientClipping.ByValue(0.25), GradientClipping.ByNorm(0.25) })
        {
            Perceptron<T> network = Perceptron.Regressor<T>(1).WithoutBias().WithLearningRate(0.5)
                .WithInitialWeights(Numbers.Of<T>(8))
                .WithPenalty(Penalty.L2(1))
                .WithGradientClipping(clipping)
                .Build();

            network.Learn([T.One], T.Zero);

            network.Weights[0].Should().Be(T.CreateTruncating(8 - (0.5 * (8 + 0.25))));
        }
    }

    [Fact]
    public void A_limit_that_rounds_to_0_in_the_network_is_rejected()
    {
        foreach (GradientClipping clipping in new[] { GradientClipping.ByValue(1e-60), GradientClipping.ByNorm(1e-60) })
        {
            if (typeof(T) == typeof(double))
            {
                Plain.WithGradientClipping(clipping).Clipping.Should().Be(clipping);
                continue;
            }

            FluentActions.Invoking(() => Plain.WithGradientClipping(clipping))
                .Should().ThrowExactly<ArgumentOutOfRangeException>()
                .WithMessage("clipping is clipped by *(1E-60), which is 0 as a Single. Use a larger limit*")
                .Which.ParamName.Should().Be("clipping");
        }
    }
}

public sealed class GradientClippingTestsInDouble : GradientClippingTests<double>;

public sealed class GradientClippingTestsInFloat : GradientClippingTests<float>;

public sealed class GradientClippingRefusalTests : RefusalTests<double>
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_limit_that_is_not_positive_and_finite_is_rejected(double largest, string shown)
    {
        Refused<ArgumentOutOfRangeException>(
            () => GradientClipping.ByValue(largest), "largest", $"largest is {shown};", "(0, inf)", "Leave clipping out");
        Refused<ArgumentOutOfRangeException>(
            () => GradientClipping.ByNorm(largest), "largest", $"largest is {shown};", "(0, inf)", "Leave clipping out");
    }

    [Fact]
    public void The_text_of_a_limit_says_what_it_limits()
    {
        GradientClipping.ByValue(0.5).Should().Match<GradientClipping>(
            clipping => clipping.LargestValue == 0.5 && double.IsInfinity(clipping.LargestNorm) && !clipping.IsNone);
        GradientClipping.ByNorm(0.5).Should().Match<GradientClipping>(
            clipping => clipping.LargestNorm == 0.5 && double.IsInfinity(clipping.LargestValue) && !clipping.IsNone);
        GradientClipping.None.Should().Be(default(GradientClipping));
        GradientClipping.None.IsNone.Should().BeTrue();
        GradientClipping.None.ToString().Should().Be("no clipping");
        GradientClipping.ByValue(0.5).ToString().Should().Be("clipped by value(0.5)");
        GradientClipping.ByNorm(1).ToString().Should().Be("clipped by norm(1)");
    }
}
