using System.Numerics;
using NeuralNet.Core.Tests.References;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Penalties lead every optimizer to the optimum of loss and penalty together.</summary>
public abstract class PenaltyTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 6;
    private const int Rows = 50;

    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("penalties.csv");

    [Theory]
    [MemberData(nameof(PenaltyCases.All), MemberType = typeof(PenaltyCases))]
    public void Every_optimizer_reaches_the_optimum_of_scikit_learn(string run, string optimizer)
    {
        bool isSquared = run.StartsWith("squared", StringComparison.Ordinal);
        double strength = isSquared ? 0.25 : 0.0625;
        Penalty penalty = run.EndsWith("L1", StringComparison.Ordinal) ? Penalty.L1(strength) : Penalty.ElasticNet(strength, 0.75);

        // Start away from 0, so weights must reach it.
        T[] start = Numbers.Of<T>(-0.5, 0.5, 0.25, -0.75, 1, 0.5);
        Perceptron<T> network = (isSquared ? Perceptron.Regressor<T>(Inputs) : Perceptron.BinaryClassifier<T>(Inputs))
            .WithOptimizer(PenaltyCases.Optimizers[optimizer].Optimizer)
            .WithLearningRate(PenaltyCases.Optimizers[optimizer].Rate)
            .WithPenalty(penalty)
            .WithInitialWeights(start)
            .Build();

        network.Fit(
            Numbers.Of<T>(_reference["data/inputs"]),
            Numbers.Of<T>(_reference[isSquared ? "data/targets" : "data/labels"]),
            new TrainingOptions { Epochs = 6000, BatchSize = TrainingOptions.FullBatch });

        double[] weights = Numbers.ToDoubles(network.Weights);
        double tolerance = Numbers.For<T>(1e-8, 2e-5);
        double[] gradient = Gradient(weights, double.CreateTruncating(network.Bias[0]), isSquared);
        for (int input = 0; input < Inputs; input++)
        {
            double smooth = gradient[input] + (penalty.L2Strength * weights[input]);
            if (weights[input] == 0)
            {
                Math.Abs(smooth).Should().BeLessThanOrEqualTo(penalty.L1Strength + tolerance, "weight {0} is 0", input);
            }
            else
            {
                smooth.Should().BeApproximately(-penalty.L1Strength * Math.Sign(weights[input]), tolerance, "of weight {0}", input);
            }
        }

        gradient[Inputs].Should().BeApproximately(0, tolerance, "the bias has no penalty");
        for (int input = 0; input < Inputs; input++)
        {
            double expected = _reference[$"{run}/weights"][input];
            weights[input].Should().BeApproximately(expected, Numbers.For<T>(1e-6, 3e-4), "scikit-learn has that weight {0}", input);
            (weights[input] == 0).Should().Be(expected == 0);
        }

        network.Bias[0].ShouldBeClose(_reference[$"{run}/bias"][0], 0, Numbers.For<T>(1e-6, 3e-4), "the bias");
        weights.Should().Contain(0);
    }

    [Fact]
    public void The_penalty_includes_all_outputs()
    {
        // A rate so small that no weight moves; one row, on which every prediction is right.
        T[] weights = Numbers.Of<T>(1, -2, 3, 0.5, -0.25, 2);
        Perceptron<T> network = Perceptron.Regressor<T>(2, 3).WithInitialWeights(weights).WithPenalty(Penalty.ElasticNet(0.5, 0.25))
            .WithLearningRate(1e-30).Build();

        double objective = network.Fit(Numbers.Of<T>(0, 0), Numbers.Of<T>(0, 0, 0), new TrainingOptions { Epochs = 1 }).LossHistory[0];

        network.Weights.ToArray().Should().Equal(weights);
        objective.Should().BeApproximately((0.125 * 8.75) + (0.375 / 2 * 18.3125), 1e-6);
    }

    [Fact]
    public void The_penalty_of_L_BFGS_includes_all_outputs()
    {
        T[] rows = Numbers.Of<T>(1, 0, 0, 1, 1, 1, -1, 0.5);
        T[] targets = Numbers.Of<T>(1, 2, 3, -1, 0, 2, 0.5, 0.25, 1, 2, 2, -2);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(2, 3).WithoutBias().WithPenalty(Penalty.L2(0.5));
        Perceptron<T> network = description.WithOptimizer(Optimizer.Lbfgs(10, Numbers.For<T>(1e-12, 1e-6))).Build();

        double objective = network.Fit(rows, targets, new TrainingOptions { Epochs = 200 }).LossHistory[^1];

        double[] weights = Numbers.ToDoubles(network.Weights);
        double[] inputs = Numbers.ToDoubles<T>(rows);
        double[] expected = Numbers.ToDoubles<T>(targets);
        double sum = 0;
        for (int row = 0; row < 4; row++)
        {
            for (int output = 0; output < 3; output++)
            {
                double error = (weights[output * 2] * inputs[row * 2]) + (weights[(output * 2) + 1] * inputs[(row * 2) + 1])
                    - expected[(row * 3) + output];
                sum += error * error / 2;
            }
        }

        objective.Should().BeApproximately((sum / 4) + (0.25 * weights.Sum(weight => weight * weight)), Numbers.For<T>(1e-12, 1e-5));
    }

    [Fact]
    public void The_loss_history_adds_the_loss_before_and_the_penalty_after_each_step()
    {
        T[] inputs = Numbers.Of<T>(_reference["data/inputs"]);
        T[] targets = Numbers.Of<T>(_reference["data/targets"]);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithPenalty(Penalty.ElasticNet(0.5, 0.25))
            .WithInitialWeights(InitialWeights.Zeros);
        Perceptron<T> network = description.Build();
        var options = new TrainingOptions { Epochs = 1, BatchSize = TrainingOptions.FullBatch };
        for (int epoch = 0; epoch < 3; epoch++)
        {
            double[] before = [.. Numbers.ToDoubles(network.Weights), double.CreateTruncating(network.Bias[0])];
            double loss = Errors(before, before[Inputs]).Average(error => error * error / 2);

            double objective = network.Fit(inputs, targets, options).LossHistory[0];

            double penalty = Numbers.ToDoubles(network.Weights).Sum(weight => (0.125 * Math.Abs(weight)) + (0.375 / 2 * weight * weight));
            objective.Should().BeApproximately(loss + penalty, Numbers.For<T>(1e-12, 1e-5));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(TrainingOptions.FullBatch)]
    public void A_penalty_of_0_changes_no_bit(int batchSize)
    {
        T[] inputs = Numbers.Of<T>(_reference["data/inputs"]);
        T[] targets = Numbers.Of<T>(_reference["data/targets"]);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithOptimizer(Optimizer.Adam());
        var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize };

        string expected = SmallData.Bits(description.Build().Fit(inputs, targets, options).Network);

        foreach (Penalty none in new[] { Penalty.None, Penalty.L1(0), Penalty.L2(0), Penalty.ElasticNet(0, 1) })
        {
            none.IsNone.Should().BeTrue();
            SmallData.Bits(description.WithPenalty(none).Build().Fit(inputs, targets, options).Network).Should().Be(expected);
        }

        // The loop with shrinkage, but nothing to shrink.
        SmallData.Bits(description.WithGradientClipping(GradientClipping.ByValue(1e30)).Build().Fit(inputs, targets, options).Network)
            .Should().Be(expected);
    }

    [Fact]
    public void A_single_row_online_or_as_a_batch_is_penalized_to_the_same_bits()
    {
        T[] inputs = Numbers.Of<T>(_reference["data/inputs"]);
        T[] targets = Numbers.Of<T>(_reference["data/targets"]);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs)
            .WithOptimizer(Optimizer.AdamW(0.5))
            .WithPenalty(Penalty.ElasticNet(0.1))
            .WithGradientClipping(GradientClipping.ByValue(0.5))
            .WithInitialWeights(InitialWeights.Zeros);
        Perceptron<T> alone = description.Build();
        Perceptron<T> batches = description.Build();
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<T> input = inputs.AsSpan(row * Inputs, Inputs);
            alone.Learn(input, targets[row]);
            batches.Learn(input, targets.AsSpan(row, 1));
        }

        Perceptron<T> online = description.Build()
            .Fit(inputs, targets, new TrainingOptions { Epochs = 1, BatchSize = 1, Shuffle = false }).Network;

        SmallData.Bits(alone).Should().Be(SmallData.Bits(online));
        SmallData.Bits(batches).Should().Be(SmallData.Bits(online));
    }

    [Fact]
    public void A_bias_has_no_penalty_and_no_decay()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(2).WithInitialWeights(Numbers.Of<T>(1, -1), Numbers.Of<T>(3));
        PerceptronBuilder<T>[] shrinking =
        [
            description.WithPenalty(Penalty.L1(1)),
            description.WithPenalty(Penalty.L2(1)),
            description.WithOptimizer(Optimizer.AdamW(1)),
        ];
        foreach (PerceptronBuilder<T> each in shrinking)
        {
            foreach (int rows in new[] { 1, 3 })
            {
                Perceptron<T> network = each.Build();

                // A row of zeros with the bias as its target: no gradient at all.
                network.Learn(new T[2 * rows], [.. Enumerable.Repeat(T.CreateTruncating(3), rows)]);

                network.Bias[0].Should().Be(T.CreateTruncating(3));
                double.CreateTruncating(network.Weights[0]).Should().BeInRange(0.5, 0.995);
                network.Weights[1].Should().Be(-network.Weights[0]);
            }
        }
    }

    private static IEnumerable<double> Errors(double[] weights, double bias)
    {
        double[] inputs = _reference["data/inputs"];
        for (int row = 0; row < Rows; row++)
        {
            double logit = bias;
            for (int input = 0; input < Inputs; input++)
            {
                logit += weights[input] * inputs[(row * Inputs) + input];
            }

            yield return logit - _reference["data/targets"][row];
        }
    }

    /// <summary>The gradient of the mean loss in double: weights, then bias.</summary>
    private static double[] Gradient(double[] weights, double bias, bool isSquared)
    {
        double[] inputs = _reference["data/inputs"];
        double[] gradient = new double[Inputs + 1];
        foreach ((int row, double error) in Errors(weights, bias).Index())
        {
            double logit = error + _reference["data/targets"][row];
            double derivative = isSquared ? error : (1 / (1 + Math.Exp(-logit))) - _reference["data/labels"][row];
            for (int input = 0; input < Inputs; input++)
            {
                gradient[input] += derivative * inputs[(row * Inputs) + input] / Rows;
            }

            gradient[Inputs] += derivative / Rows;
        }

        return gradient;
    }
}

public sealed class PenaltyTestsInDouble : PenaltyTests<double>;

public sealed class PenaltyTestsInFloat : PenaltyTests<float>;

public static class PenaltyCases
{
    internal static Dictionary<string, (Optimizer Optimizer, LearningRate Rate)> Optimizers { get; } = new()
    {
        ["sgd"] = (Optimizer.Sgd, LearningRate.Constant(0.3)),
        ["momentum"] = (Optimizer.Momentum(), LearningRate.Constant(0.05)),
        ["nesterov"] = (Optimizer.Nesterov(), LearningRate.Constant(0.05)),
        ["adagrad"] = (Optimizer.AdaGrad(), LearningRate.Constant(0.5)),

        // Where each weight has a rate of its own that does not fall, the bias comes to rest only with the rate.
        ["rmsprop"] = (Optimizer.RmsProp(), LearningRate.Exponential(0.05, 0.997)),
        ["adam"] = (Optimizer.Adam(), LearningRate.Exponential(0.1, 0.996)),
        ["user's heavy ball"] = (Optimizer.From(new HeavyBall(0.9)), LearningRate.Constant(0.05)),
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string optimizer in Optimizers.Keys)
            {
                foreach (string loss in new[] { "squared", "log-loss" })
                {
                    data.Add($"{loss}/L1", optimizer);
                    data.Add($"{loss}/elastic net", optimizer);
                }
            }

            return data;
        }
    }
}

public sealed class PenaltyRefusalTests : RefusalTests<double>
{
    [Theory]
    [InlineData(-0.1, "-0.1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_strength_that_is_negative_or_not_finite_is_rejected(double strength, string shown)
    {
        foreach (Action call in new Action[]
        {
            () => Penalty.L1(strength), () => Penalty.L2(strength), () => Penalty.ElasticNet(strength),
        })
        {
            Refused<ArgumentOutOfRangeException>(call, "strength", $"strength is {shown};", "[0, inf)", "Leave the penalty out");
        }
    }

    [Theory]
    [InlineData(-0.1, "-0.1")]
    [InlineData(1.5, "1.5")]
    [InlineData(double.NaN, "NaN")]
    public void A_share_of_L1_outside_0_to_1_is_rejected(double share, string shown) =>
        Refused<ArgumentOutOfRangeException>(
            () => Penalty.ElasticNet(1, share), "l1Ratio", $"l1Ratio is {shown};", "[0, 1]", "0 is L2 alone, 1 is L1 alone");

    [Fact]
    public void A_strength_that_the_network_cannot_represent_is_rejected() =>
        Refused<ArgumentOutOfRangeException>(
            () => Perceptron.WithInputs<float>(2).WithPenalty(Penalty.L2(1e60)),
            "penalty",
            "penalty is L2(1E+60)",
            "as a Single",
            "weaker",
            "a network of double");

    [Fact]
    public void The_elastic_net_is_by_default_half_of_each()
    {
        Penalty.ElasticNet(0.5).Should().Be(Penalty.ElasticNet(0.5, 0.5));
        Penalty.ElasticNet(0.5).L1Strength.Should().Be(0.25);
        Penalty.ElasticNet(0.5).L2Strength.Should().Be(0.25);
        Penalty.ElasticNet(0.5, 1).Should().Be(Penalty.L1(0.5));
        Penalty.ElasticNet(0.5, 0).Should().Be(Penalty.L2(0.5));
        default(Penalty).Should().Be(Penalty.None);
    }

    [Fact]
    public void The_text_of_a_penalty_names_its_kind_and_strength()
    {
        Penalty.None.ToString().Should().Be("no penalty");
        Penalty.L1(0.01).ToString().Should().Be("L1(0.01)");
        Penalty.L2(1e-5).ToString().Should().Be("L2(1E-05)");
        Penalty.ElasticNet(0.5, 0.25).ToString().Should().Be("L1(0.125) + L2(0.375)");
    }
}
