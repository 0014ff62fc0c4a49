using System.Numerics;
using NeuralNet.Core.Tests.References;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Optimizers;

public abstract class PassiveAggressiveTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 3;

    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("passive_aggressive.csv");

    private static readonly double _relative = Numbers.For<T>(1e-12, 1e-5);

    [Theory]
    [InlineData("passive-aggressive", 0.05)]
    [InlineData("passive-aggressive", 1)]
    [InlineData("soft-passive-aggressive", 0.05)]
    [InlineData("soft-passive-aggressive", 1)]
    public void The_weights_of_every_epoch_match_scikit_learn(string name, double aggressiveness)
    {
        Optimizer optimizer = name == "passive-aggressive"
            ? Optimizer.PassiveAggressive(aggressiveness)
            : Optimizer.SoftPassiveAggressive(aggressiveness);
        foreach ((Loss loss, string run, string targets) in new[]
        {
            (Loss.Hinge, "hinge", "labels"), (Loss.EpsilonInsensitive(0.25), "epsilon-insensitive", "targets"),
        })
        {
            Perceptron<T> network = Perceptron.WithInputs<T>(Inputs).WithoutBias().WithLoss(loss).WithOptimizer(optimizer).Build();
            double[][] epochs = [.. _reference[FormattableString.Invariant($"{name}({aggressiveness:0.0#})/{run}/weights")].Chunk(Inputs)];
            foreach ((int epoch, double[] expected) in epochs.Index())
            {
                network.Fit(
                    Numbers.Of<T>(_reference["data/inputs"]),
                    Numbers.Of<T>(_reference[$"data/{targets}"]),
                    new TrainingOptions { Epochs = 1, Shuffle = false });

                network.Weights.ShouldBeClose(expected, _relative, _relative, $"the weights after epoch {epoch} of {run}");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_an_uncut_step_the_row_has_no_loss(bool hasBias)
    {
        foreach (Loss loss in new[] { Loss.Hinge, Loss.EpsilonInsensitive(0.25) })
        {
            PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithLoss(loss).WithOptimizer(Optimizer.PassiveAggressive(1e6));
            Perceptron<T> network = (hasBias ? description : description.WithoutBias()).Build();
            T[] rows = Numbers.Of<T>(_reference["data/inputs"]);
            double[] targets = _reference[loss == Loss.Hinge ? "data/labels" : "data/targets"];
            int steps = 0;
            for (int row = 0; row < targets.Length; row++)
            {
                ReadOnlySpan<T> input = rows.AsSpan(row * Inputs, Inputs);
                double before = LossOf(network, loss, input, targets[row]);
                string bits = Bits(network);

                network.Learn(input, T.CreateTruncating(targets[row]));

                LossOf(network, loss, input, targets[row]).Should().BeLessThan(Numbers.For<T>(1e-13, 1e-4));
                if (before > 0)
                {
                    steps++;
                }
                else
                {
                    Bits(network).Should().Be(bits, "it is passive without a loss");
                }
            }

            steps.Should().BeInRange(10, targets.Length);
            (network.Bias[0] == T.Zero).Should().Be(!hasBias);
        }
    }

    [Fact]
    public void A_step_has_the_length_of_the_formula()
    {
        // |x|^2 = 4 with the bias, the loss 2: 2 / 4, cut to C = 0.25, or 2 / (4 + 1 / (2 C)) = 2 / 6.
        T[] row = Numbers.Of<T>(1, 1, -1);
        foreach ((Optimizer optimizer, double step) in new[]
        {
            (Optimizer.PassiveAggressive(0.5), 0.5), (Optimizer.PassiveAggressive(0.25), 0.25),
            (Optimizer.SoftPassiveAggressive(0.25), 1.0 / 3),
        })
        {
            Perceptron<T> network = Describe(optimizer).Build();

            network.Learn(row, T.CreateTruncating(-2)).Should().Be(T.Zero);

            network.Weights.ShouldBeClose([-step, -step, step], _relative, 0, "the weights");
            network.Bias[0].ShouldBeClose(-step, _relative, 0, "the bias");
        }
    }

    [Fact]
    public void A_weight_multiplies_the_step()
    {
        Perceptron<T> network = Describe(Optimizer.PassiveAggressive()).Build();

        network.Learn(Numbers.Of<T>(1, 1, -1), T.CreateTruncating(2), sampleWeight: 0.5);

        network.Weights.ToArray().Should().Equal(Numbers.Of<T>(0.25, 0.25, -0.25));
    }

    [Fact]
    public void A_row_takes_the_same_step_alone_as_a_batch_and_in_a_Fit()
    {
        T[] rows = Numbers.Of<T>(_reference["data/inputs"]);
        T[] targets = Numbers.Of<T>(_reference["data/targets"]);
        PerceptronBuilder<T> description = Describe(Optimizer.SoftPassiveAggressive()).WithInitialWeights(InitialWeights.Zeros);
        Perceptron<T> alone = description.Build();
        Perceptron<T> batches = description.Build();
        var predictions = new T[1];
        double loss = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            T[] input = rows[(row * Inputs)..((row + 1) * Inputs)];
            T prediction = alone.Learn(input, targets[row]);
            batches.Learn(input, targets.AsSpan(row, 1), predictions);
            predictions[0].Should().Be(prediction);
            loss += Math.Max(0, double.CreateTruncating(T.Abs(prediction - targets[row]))) / targets.Length;
        }

        TrainingResult<T> result = description.Build().Fit(rows, targets, new TrainingOptions { Epochs = 1, Shuffle = false });

        Bits(alone).Should().Be(Bits(result.Network));
        Bits(batches).Should().Be(Bits(result.Network));
        result.LossHistory[0].Should().BeApproximately(loss, Numbers.For<T>(1e-12, 1e-5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_row_that_overflows_one_output_moves_no_output(int tooLarge)
    {
        T huge = T.CreateTruncating(Numbers.For<T>(1e300, 1e30));
        T[] weights = [T.One, T.One, T.One, T.One, T.One, T.One];
        weights.AsSpan(tooLarge * Inputs, Inputs).Fill(huge);
        Perceptron<T> network = Perceptron.WithInputs<T>(Inputs).WithOutputs(2).WithLoss(Loss.EpsilonInsensitive(0.1))
            .WithOptimizer(Optimizer.PassiveAggressive()).WithInitialWeights(weights).Build();
        string before = Bits(network);

        network.Invoking(that => that.Learn([huge, huge, huge], [T.One, T.One])).Should().Throw<ArgumentException>();
        network.Invoking(that => that.Learn([huge, huge, huge], [T.One, T.One], new T[2])).Should().Throw<ArgumentException>();

        Bits(network).Should().Be(before);
    }

    [Fact]
    public void Each_output_takes_its_own_step()
    {
        T[] rows = Numbers.Of<T>(_reference["data/inputs"]);
        T[] targets = Numbers.Of<T>(_reference["data/targets"]);
        T[] pairs = [.. targets.SelectMany(target => new[] { target, T.One - target })];
        var options = new TrainingOptions { Epochs = 2 };

        Perceptron<T> both = Describe(Optimizer.PassiveAggressive()).WithOutputs(2).Build().Fit(rows, pairs, options).Network;

        Perceptron<T> first = Describe(Optimizer.PassiveAggressive()).Build().Fit(rows, targets, options).Network;
        Perceptron<T> second = Describe(Optimizer.PassiveAggressive()).Build()
            .Fit(rows, [.. targets.Select(target => T.One - target)], options).Network;
        both.Weights.ToArray().Should().Equal([.. first.Weights, .. second.Weights]);
        both.Bias.ToArray().Should().Equal([.. first.Bias, .. second.Bias]);
    }

    [Fact]
    public void Standardized_inputs_take_the_steps_of_standardized_rows()
    {
        T[] rows = [.. Numbers.Of<T>(_reference["data/inputs"]).Select((value, index) => (value * T.CreateTruncating(1 + (index % Inputs))) + T.One)];
        T[] targets = Numbers.Of<T>(_reference["data/targets"]);
        var options = new TrainingOptions { Epochs = 3 };
        Perceptron<T> folded = Describe(Optimizer.PassiveAggressive()).WithStandardization().Build().Fit(rows, targets, options).Network;
        T[] standardized =
            [.. rows.Select((value, index) => (value - folded.InputMeans[index % Inputs]) / folded.InputScales[index % Inputs])];
        Perceptron<T> plain = Describe(Optimizer.PassiveAggressive()).Build().Fit(standardized, targets, options).Network;

        for (int input = 0; input < Inputs; input++)
        {
            (folded.Weights[input] * folded.InputScales[input]).ShouldBeClose(
                double.CreateTruncating(plain.Weights[input]), Numbers.For<T>(1e-12, 1e-4), 0, $"weight {input}");
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_row_whose_square_overflows_or_vanishes_is_learned_too(int sign)
    {
        T far = T.ScaleB(T.One, sign * (typeof(T) == typeof(float) ? 80 : 500));
        Perceptron<T> network = Perceptron.WithInputs<T>(2).WithoutBias().WithLoss(Loss.EpsilonInsensitive(0))
            .WithOptimizer(Optimizer.PassiveAggressive(double.MaxValue)).Build();

        network.Learn([far, T.Zero], far);

        network.Weights[0].ShouldBeClose(1, Numbers.Epsilon<T>(), 0, "the weight");
        network.Weights[1].Should().Be(T.Zero);
    }

    [Fact]
    public void A_row_of_zeros_without_a_bias_moves_nothing()
    {
        foreach (Optimizer optimizer in new[] { Optimizer.PassiveAggressive(), Optimizer.SoftPassiveAggressive() })
        {
            Perceptron<T> network = Describe(optimizer).WithoutBias().Build();

            network.Learn(new T[Inputs], T.One).Should().Be(T.Zero);

            network.Weights.ToArray().Should().Equal(new T[Inputs]);
        }
    }

    [Fact]
    public void More_than_one_row_at_a_time_is_rejected()
    {
        Perceptron<T> network = Describe(Optimizer.PassiveAggressive()).Build();
        T[] rows = Numbers.Of<T>(_reference["data/inputs"]);
        T[] targets = Numbers.Of<T>(_reference["data/targets"]);

        network.Invoking(each => each.Learn(rows, targets)).Should().ThrowExactly<InvalidOperationException>()
            .WithMessage("The batch has 40 rows, and the optimizer 'passive-aggressive(1)' steps row by row. Call Learn for each row, or Fit.");
        foreach (int batchSize in new[] { 2, TrainingOptions.FullBatch })
        {
            network.Invoking(each => each.Fit(rows, targets, new TrainingOptions { BatchSize = batchSize }))
                .Should().ThrowExactly<InvalidOperationException>()
                .WithMessage($"BatchSize is {batchSize}, and the optimizer 'passive-aggressive(1)' works with 1 row at a time. Leave BatchSize out.");
        }

        Bits(network).Should().Be(Bits(Describe(Optimizer.PassiveAggressive()).Build()));
        network.Fit(rows, targets, new TrainingOptions { BatchSize = 1 }).StopReason.Should().Be(StopReason.MaxEpochs);
    }

    private static PerceptronBuilder<T> Describe(Optimizer optimizer) =>
        Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.EpsilonInsensitive(0)).WithOptimizer(optimizer);

    private static double LossOf(Perceptron<T> network, Loss loss, ReadOnlySpan<T> row, double target) =>
        loss.Evaluate([double.CreateTruncating(network.Logit(row))], [target], new double[1]);
}

public sealed class PassiveAggressiveTestsInDouble : PassiveAggressiveTests<double>;

public sealed class PassiveAggressiveTestsInFloat : PassiveAggressiveTests<float>;
