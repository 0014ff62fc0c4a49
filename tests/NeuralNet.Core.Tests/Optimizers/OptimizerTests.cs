using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Properties of every optimizer.</summary>
public abstract class OptimizerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 33;
    private const int RowCount = 30;

    private readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private readonly T[] _targets = Targets<T>(RowCount, 1);

    [Theory]
    [MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases))]
    public void Five_epochs_and_five_more_give_the_bits_of_ten(string name)
    {
        TrainingOptions options = new() { Epochs = 5, BatchSize = OptimizerCases.BatchSize(name) };
        Perceptron<T> resumed = Describe(name).Build();
        resumed.Fit(_rows, _targets, options);
        resumed.Fit(_rows, _targets, options);

        Bits(resumed).Should().Be(Bits(Describe(name).Build().Fit(_rows, _targets, options with { Epochs = 10 }).Network));
    }

    [Theory]
    [MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases))]
    public void A_single_row_online_or_as_a_batch_gives_the_same_bits(string name)
    {
        PerceptronBuilder<T> description = Describe(name).WithInitialWeights(InitialWeights.Zeros);
        Perceptron<T> alone = description.Build();
        Perceptron<T> batches = description.Build();
        for (int row = 0; row < RowCount; row++)
        {
            alone.Learn(_rows.AsSpan(row * Inputs, Inputs), _targets[row]);
            batches.Learn(_rows.AsSpan(row * Inputs, Inputs), _targets.AsSpan(row, 1));
        }

        Perceptron<T> online = description.Build()
            .Fit(_rows, _targets, new TrainingOptions { Epochs = 1, BatchSize = 1, Shuffle = false }).Network;

        Bits(alone).Should().Be(Bits(online));
        Bits(batches).Should().Be(Bits(online));
    }

    [Theory]
    [MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases))]
    public void Without_a_bias_the_bias_stays_0_and_nothing_else_changes(string name)
    {
        foreach (int outputs in new[] { 1, 3 })
        {
            T[] targets = Targets<T>(RowCount, outputs);
            PerceptronBuilder<T> description = Describe(name).WithOutputs(outputs).WithoutBias();
            if (description.Optimizer.UsesLearningRate)
            {
                description = description.WithGradientClipping(GradientClipping.ByNorm(0.5)).WithPenalty(Penalty.L2(0.01));
            }

            Perceptron<T> network = description.Build();
            for (int row = 0; row < RowCount; row++)
            {
                network.Learn(_rows.AsSpan(row * Inputs, Inputs), targets.AsSpan(row * outputs, outputs));
            }

            network.Fit(_rows, targets, new TrainingOptions { Epochs = 2, BatchSize = OptimizerCases.BatchSize(name) });

            network.Bias.ToArray().Should().Equal(new T[outputs]);
            network.Weights.ToArray().Should().NotContain(T.Zero);
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases))]
    public void SetWeights_resets_the_optimizer(string name)
    {
        Perceptron<T> network = Describe(name).Build();
        for (int row = 0; row < RowCount; row++)
        {
            network.Learn(_rows.AsSpan(row * Inputs, Inputs), _targets[row]);
        }

        network.SetWeights(new T[Inputs]);
        Perceptron<T> twin = Describe(name).Build();
        for (int row = 0; row < RowCount; row++)
        {
            network.Learn(_rows.AsSpan(row * Inputs, Inputs), _targets[row]);
            twin.Learn(_rows.AsSpan(row * Inputs, Inputs), _targets[row]);
        }

        Bits(network).Should().Be(Bits(twin));
    }

    [Theory]
    [MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases))]
    public void Each_output_is_trained_like_a_separate_network(string name)
    {
        T[] pairs = [.. _targets.SelectMany(target => new[] { target, T.One - target })];
        TrainingOptions options = new() { Epochs = 3, BatchSize = OptimizerCases.BatchSize(name) };

        Perceptron<T> both = Describe(name).WithOutputs(2).Build().Fit(_rows, pairs, options).Network;

        Perceptron<T> first = Describe(name).Build().Fit(_rows, _targets, options).Network;
        Perceptron<T> second = Describe(name).Build().Fit(_rows, [.. _targets.Select(target => T.One - target)], options).Network;
        both.Weights.ToArray().Should().Equal([.. first.Weights, .. second.Weights]);
        both.Bias.ToArray().Should().Equal([.. first.Bias, .. second.Bias]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void A_custom_heavy_ball_gives_the_same_bits_as_Momentum(double l1)
    {
        foreach (int batchSize in new[] { 1, 7, TrainingOptions.FullBatch })
        {
            PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithPenalty(Penalty.L1(l1));
            var options = new TrainingOptions { Epochs = 5, BatchSize = batchSize };

            Perceptron<T> own = description.WithOptimizer(Optimizer.From(new HeavyBall(0.8))).Build().Fit(_rows, _targets, options).Network;
            Perceptron<T> library = description.WithOptimizer(Optimizer.Momentum(0.8)).Build().Fit(_rows, _targets, options).Network;

            Bits(own).Should().Be(Bits(library));
            library.Weights.Contains(T.Zero).Should().Be(l1 > 0);
        }
    }

    [Fact]
    public void Parameters_of_0_give_the_simpler_optimizer()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs);
        var options = new TrainingOptions { Epochs = 3, BatchSize = 7 };
        string plain = Bits(description.Build().Fit(_rows, _targets, options).Network);

        Bits(description.WithOptimizer(Optimizer.Momentum(0)).Build().Fit(_rows, _targets, options).Network).Should().Be(plain);
        Bits(description.WithOptimizer(Optimizer.Nesterov(0)).Build().Fit(_rows, _targets, options).Network).Should().Be(plain);
        Bits(description.WithOptimizer(Optimizer.AdamW(0)).Build().Fit(_rows, _targets, options).Network)
            .Should().Be(Bits(description.WithOptimizer(Optimizer.Adam()).Build().Fit(_rows, _targets, options).Network));
    }

    [Fact]
    public void An_epsilon_that_rounds_to_0_in_the_network_is_rejected()
    {
        Optimizer[] optimizers =
        [
            Optimizer.AdaGrad(1e-60), Optimizer.RmsProp(epsilon: 1e-60), Optimizer.Adam(epsilon: 1e-60), Optimizer.AdamW(epsilon: 1e-60),
        ];
        foreach (Optimizer optimizer in optimizers)
        {
            if (typeof(T) == typeof(double))
            {
                // An input that is always 0 has no gradient, and divides 0 by the epsilon alone.
                Perceptron<T> network = Perceptron.Regressor<T>(2).WithOptimizer(optimizer).Build();
                network.Learn([T.One, T.Zero], T.One);
                network.Weights[1].Should().Be(T.Zero);
                continue;
            }

            FluentActions.Invoking(() => Perceptron.Regressor<T>(2).WithOptimizer(optimizer))
                .Should().ThrowExactly<InvalidOperationException>().WithMessage(
                    $"The optimizer '{optimizer}' does not fit*epsilon of 1E-60 is lost in a Single*Use a larger one, or a network of double.");
        }
    }

    private static PerceptronBuilder<T> Describe(string name)
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs)
            .WithLoss(Loss.EpsilonInsensitive(0.01))
            .WithOptimizer(OptimizerCases.All[name]);
        return description.Optimizer.UsesLearningRate ? description.WithLearningRate(0.01) : description;
    }
}

public sealed class OptimizerTestsInDouble : OptimizerTests<double>;

public sealed class OptimizerTestsInFloat : OptimizerTests<float>;

public static class OptimizerCases
{
    public static IReadOnlyDictionary<string, Optimizer> All { get; } = new Optimizer[]
    {
        Optimizer.Sgd, Optimizer.Momentum(), Optimizer.Nesterov(), Optimizer.AdaGrad(), Optimizer.RmsProp(), Optimizer.Adam(),
        Optimizer.AdamW(), Optimizer.Ftrl(l1: 0.01), Optimizer.PassiveAggressive(), Optimizer.SoftPassiveAggressive(), Optimizer.From(new HeavyBall(0.5)),
    }.ToDictionary(optimizer => optimizer.Name);

    public static TheoryData<string> Names => [.. All.Keys];

    public static int BatchSize(string name) => All[name].UsesLearningRate ? 7 : 1;
}

public sealed class OptimizerRefusalTests : RefusalTests<double>
{
    [Fact]
    public void The_text_of_an_optimizer_is_its_name_with_the_documented_defaults()
    {
        Optimizer.Sgd.ToString().Should().Be("sgd");
        Optimizer.Momentum().ToString().Should().Be("momentum(0.9)");
        Optimizer.Nesterov().ToString().Should().Be("nesterov(0.9)");
        Optimizer.AdaGrad().ToString().Should().Be("adagrad(1E-10)");
        Optimizer.RmsProp().ToString().Should().Be("rmsprop(0.99, 1E-08)");
        Optimizer.Adam().ToString().Should().Be("adam(0.9, 0.999, 1E-08)");
        Optimizer.AdamW().ToString().Should().Be("adamw(0.01, 0.9, 0.999, 1E-08)");
        Optimizer.Ftrl().ToString().Should().Be("ftrl(0.1, 1, 0, 0)");
        Optimizer.PassiveAggressive().ToString().Should().Be("passive-aggressive(1)");
        Optimizer.SoftPassiveAggressive().ToString().Should().Be("soft-passive-aggressive(1)");

        Optimizer.Momentum(0.5).Name.Should().Be("momentum(0.5)");
        Optimizer.Nesterov(0.5).Name.Should().Be("nesterov(0.5)");
        Optimizer.AdaGrad(0.5).Name.Should().Be("adagrad(0.5)");
        Optimizer.RmsProp(0.1, 0.2).Name.Should().Be("rmsprop(0.1, 0.2)");
        Optimizer.Adam(0.1, 0.2, 0.3).Name.Should().Be("adam(0.1, 0.2, 0.3)");
        Optimizer.AdamW(0.1, 0.2, 0.3, 0.4).Name.Should().Be("adamw(0.1, 0.2, 0.3, 0.4)");
        Optimizer.Ftrl(0.1, 0.2, 0.3, 0.4).Name.Should().Be("ftrl(0.1, 0.2, 0.3, 0.4)");
        Optimizer.PassiveAggressive(0.5).Name.Should().Be("passive-aggressive(0.5)");
        Optimizer.SoftPassiveAggressive(0.5).Name.Should().Be("soft-passive-aggressive(0.5)");
    }

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        Defaults.Momentum.Should().Be(0.9);
        Defaults.AdaGradEpsilon.Should().Be(1e-10);
        Defaults.RmsPropDecay.Should().Be(0.99);
        Defaults.Epsilon.Should().Be(1e-8);
        Defaults.AdamBeta1.Should().Be(0.9);
        Defaults.AdamBeta2.Should().Be(0.999);
        Defaults.WeightDecay.Should().Be(0.01);
        Defaults.Aggressiveness.Should().Be(1);
        Defaults.L1Ratio.Should().Be(0.5);
        Defaults.FirstAveragedStep.Should().Be(1);
        PerceptronBuilder<double> description = Perceptron.WithInputs<double>(1);
        description.Penalty.Should().Be(Penalty.None);
        description.Clipping.Should().Be(GradientClipping.None);
        description.FirstAveragedStep.Should().BeNull();
    }

    [Theory]
    [InlineData(-0.1, "-0.1")]
    [InlineData(1, "1")]
    [InlineData(double.NaN, "NaN")]
    public void A_momentum_or_decay_must_be_in_0_to_1(double value, string shown)
    {
        foreach ((string parameter, Action call) in new (string, Action)[]
        {
            ("momentum", () => Optimizer.Momentum(value)),
            ("momentum", () => Optimizer.Nesterov(value)),
            ("decay", () => Optimizer.RmsProp(value)),
            ("beta1", () => Optimizer.Adam(value)),
            ("beta2", () => Optimizer.Adam(beta2: value)),
            ("beta1", () => Optimizer.AdamW(beta1: value)),
            ("beta2", () => Optimizer.AdamW(beta2: value)),
        })
        {
            Refused<ArgumentOutOfRangeException>(
                call, parameter, $"{parameter} is {shown};", "[0, 1)", "0 remembers nothing, 1 never forgets");
        }
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void An_epsilon_or_aggressiveness_that_is_not_positive_and_finite_is_rejected(double value, string shown)
    {
        foreach ((string parameter, Action call) in new (string, Action)[]
        {
            ("epsilon", () => Optimizer.AdaGrad(value)),
            ("epsilon", () => Optimizer.RmsProp(epsilon: value)),
            ("epsilon", () => Optimizer.Adam(epsilon: value)),
            ("epsilon", () => Optimizer.AdamW(epsilon: value)),
            ("aggressiveness", () => Optimizer.PassiveAggressive(value)),
            ("aggressiveness", () => Optimizer.SoftPassiveAggressive(value)),
        })
        {
            Refused<ArgumentOutOfRangeException>(call, parameter, $"{parameter} is {shown};", "(0, inf)");
        }
    }

    [Theory]
    [InlineData(-0.1, "-0.1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_weight_decay_that_is_negative_or_not_finite_is_rejected(double value, string shown) =>
        Refused<ArgumentOutOfRangeException>(
            () => Optimizer.AdamW(value), "weightDecay", $"weightDecay is {shown};", "[0, inf)", "For 0 use Optimizer.Adam");

    [Fact]
    public void A_custom_optimizer_with_too_many_states_is_rejected() =>
        Refused<ArgumentException>(
            () => Optimizer.From(default(Hoarder)), "optimizer", "'hoarder'", "StatesPerWeight 3", "0, 1 and 2 are possible");

    [Fact]
    public void Only_passive_aggressive_steps_and_FTRL_need_no_learning_rate()
    {
        foreach (Optimizer optimizer in OptimizerCases.All.Values)
        {
            optimizer.UsesLearningRate.Should().Be(!optimizer.Name.Contains("passive", StringComparison.Ordinal) && !optimizer.Name.Contains("ftrl", StringComparison.Ordinal));
        }

        Describe(Optimizer.Sgd).ToString().Should().Contain("sgd at 0.01");
        Describe(Optimizer.PassiveAggressive()).ToString().Should().Contain("passive-aggressive(1), seed 0");
    }

    [Fact]
    public void A_passive_aggressive_optimizer_rejects_settings_it_cannot_use_in_either_order()
    {
        foreach (Optimizer optimizer in new[] { Optimizer.PassiveAggressive(), Optimizer.SoftPassiveAggressive() })
        {
            RefusedInEitherOrder(optimizer, description => description.WithLearningRate(0.1), "Leave out WithLearningRate");
            RefusedInEitherOrder(optimizer, description => description.WithLearningRate(LearningRate.Cosine(1, 9)), "Leave out WithLearningRate");
            RefusedInEitherOrder(
                optimizer, description => description.WithPenalty(Penalty.L2(0.1)), "Leave out WithPenalty", "lower the aggressiveness");
            RefusedInEitherOrder(
                optimizer,
                description => description.WithGradientClipping(GradientClipping.ByNorm(1)),
                "Leave out WithGradientClipping",
                "lower the aggressiveness");

            PerceptronBuilder<double> bare = Describe(optimizer)
                .WithPenalty(Penalty.None).WithGradientClipping(GradientClipping.None).WithAveraging();
            bare.Optimizer.Should().BeSameAs(optimizer);
        }
    }

    [Fact]
    public void A_passive_aggressive_optimizer_rejects_losses_without_unit_slopes_in_either_order()
    {
        Loss[] others =
        [
            Loss.HalfSquaredError, Loss.LogLoss, Loss.Perceptron, Loss.SquaredHinge, Loss.Huber(), Loss.Quantile(), Loss.Poisson,
            Loss.From(default(LogCosh), Activation.Identity), Loss.HalfSquaredErrorThrough(Activation.Sigmoid),
        ];
        foreach (Loss loss in others)
        {
            RefusedInEitherOrder(
                Optimizer.PassiveAggressive(), description => description.WithLoss(loss), $"'{loss}'", "Loss.Hinge", "Loss.EpsilonInsensitive", "WithLoss before WithOptimizer");
        }

        RefusedInEitherOrder(
            Optimizer.PassiveAggressive(),
            description => description.WithOutputs(3).WithLoss(Loss.SoftmaxCrossEntropy),
            "'softmax-cross-entropy'",
            "WithLoss before WithOptimizer");
        Describe(Optimizer.PassiveAggressive()).WithLoss(Loss.EpsilonInsensitive()).WithLoss(Loss.Hinge).Loss.Should().BeSameAs(Loss.Hinge);
    }

    private static PerceptronBuilder<double> Describe(Optimizer optimizer) =>
        Perceptron.WithInputs<double>(2).WithLoss(Loss.Hinge).WithOptimizer(optimizer);

    private static void RefusedInEitherOrder(
        Optimizer optimizer, Func<PerceptronBuilder<double>, PerceptronBuilder<double>> step, params string[] words)
    {
        string[] all = [$"The optimizer '{optimizer}' does not fit this description", .. words];
        Refused<InvalidOperationException>(() => step(Describe(optimizer)), null, all);
        Refused<InvalidOperationException>(
            () => step(Perceptron.WithInputs<double>(2).WithLoss(Loss.Hinge)).WithOptimizer(optimizer), null, all);
    }

    /// <summary>Declares too many states.</summary>
    private readonly struct Hoarder : IOptimizer
    {
        public static int StatesPerWeight => 3;

        public string Name => "hoarder";

        public void BeginStep(long stepNumber, double learningRate)
        {
        }

        public TLanes Move<TLanes>(TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
            where TLanes : struct, ILanes<TLanes>
        {
            rate = gradient;
            return weight;
        }
    }
}
