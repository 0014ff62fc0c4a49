using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Predictions with the average of the weights, while training continues from the last weights.</summary>
public abstract class AveragingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 5;
    private const int RowCount = 40;

    private static readonly double _rounding = Numbers.For<T>(1e-14, 1e-5);

    private readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private readonly T[] _targets = Targets<T>(RowCount, 1);
    private readonly int[] _labels = Labels(RowCount, 2);

    [Theory]
    [InlineData(AveragedKind.Logistic, 1)]
    [InlineData(AveragedKind.Logistic, 17)]
    [InlineData(AveragedKind.Perceptron, 1)]
    [InlineData(AveragedKind.PassiveAggressive, 1)]
    [InlineData(AveragedKind.PassiveAggressive, 17)]
    [InlineData(AveragedKind.Adam, 3)]
    public void Predicting_weights_are_the_mean_of_the_weights_after_each_averaged_step(AveragedKind kind, int firstStep)
    {
        Perceptron<T> averaged = Describe(kind).WithAveraging(firstStep).Build();
        Perceptron<T> twin = Describe(kind).Build();
        var sums = new double[Inputs + 1];
        for (int step = 1; step <= RowCount; step++)
        {
            ReadOnlySpan<T> row = _rows.AsSpan((step - 1) * Inputs, Inputs);

            T prediction = averaged.Learn(row, _labels[step - 1]);

            prediction.Should().Be(twin.Learn(row, _labels[step - 1]), "the weights in training are not averaged");
            double[] last = [.. Numbers.ToDoubles(twin.Weights), double.CreateTruncating(twin.Bias[0])];
            int count = Math.Max(1, step - firstStep + 1);
            for (int index = 0; index < last.Length; index++)
            {
                sums[index] = count == 1 ? last[index] : sums[index] + last[index];
            }

            double[] means = [.. sums.Select(sum => sum / count)];
            averaged.Weights.ShouldBeClose(means.AsSpan(0, Inputs), 0, _rounding, "the weights");
            averaged.Bias.ShouldBeClose(means.AsSpan(Inputs), 0, _rounding, "the bias");
        }

        Bits(averaged).Should().NotBe(Bits(twin));
    }

    [Theory]
    [InlineData(AveragedKind.Logistic, 1)]
    [InlineData(AveragedKind.Logistic, 7)]
    [InlineData(AveragedKind.Logistic, TrainingOptions.FullBatch)]
    [InlineData(AveragedKind.Softmax, 7)]
    [InlineData(AveragedKind.Standardized, 7)]
    public void Fit_averages_its_steps_and_its_history_uses_the_weights_in_training(AveragedKind kind, int batchSize)
    {
        var options = new TrainingOptions { Epochs = 1, BatchSize = batchSize, Shuffle = false };
        TrainingResult<T> result = Fit(Describe(kind).WithAveraging().Build(), options with { Epochs = 3 });

        Perceptron<T> twin = Describe(kind).Build();
        TrainingResult<T> expected = Fit(twin, options with { Epochs = 3 });

        result.LossHistory.Should().Equal(expected.LossHistory);
        Bits(result.Network).Should().NotBe(Bits(twin));
    }

    [Fact]
    public void On_standardized_inputs_the_folded_weights_are_averaged()
    {
        var options = new TrainingOptions { Epochs = 1, BatchSize = TrainingOptions.FullBatch };
        Perceptron<T> averaged = Describe(AveragedKind.Standardized).WithAveraging().Build();
        Perceptron<T> twin = Describe(AveragedKind.Standardized).Build();
        var sums = new double[Inputs + 1];
        for (int step = 1; step <= 8; step++)
        {
            // Epochs of a step each, then steps alone.
            foreach (Perceptron<T> each in new[] { averaged, twin })
            {
                if (step <= 5)
                {
                    Fit(each, options);
                }
                else
                {
                    each.Learn(_rows, _targets);
                }
            }

            double[] last = [.. Numbers.ToDoubles(twin.Weights), double.CreateTruncating(twin.Bias[0])];
            double[] means = [.. last.Select((weight, index) => (sums[index] += weight) / step)];
            averaged.Weights.ShouldBeClose(means.AsSpan(0, Inputs), 0, _rounding, "the weights");
            averaged.Bias.ShouldBeClose(means.AsSpan(Inputs), 0, _rounding, "the bias");
        }
    }

    [Theory]
    [InlineData(AveragedKind.Logistic)]
    [InlineData(AveragedKind.Softmax)]
    [InlineData(AveragedKind.Standardized)]
    [InlineData(AveragedKind.Adam)]
    [InlineData(AveragedKind.PassiveAggressive)]
    public void Five_epochs_and_five_more_give_the_bits_of_ten(AveragedKind kind)
    {
        TrainingOptions options = kind == AveragedKind.PassiveAggressive ? new() { Epochs = 5 } : new() { Epochs = 5, BatchSize = 7 };
        Perceptron<T> resumed = Describe(kind).WithAveraging(12).Build();
        Fit(resumed, options);
        Fit(resumed, options);

        Bits(resumed).Should().Be(Bits(Fit(Describe(kind).WithAveraging(12).Build(), options with { Epochs = 10 }).Network));
    }

    [Fact]
    public void Predictions_metrics_and_the_frozen_network_use_the_average()
    {
        Perceptron<T> network = Fit(Describe(AveragedKind.Logistic).WithAveraging().Build(), new() { Epochs = 2, BatchSize = 4 }).Network;
        Perceptron<T> twin = Perceptron.BinaryClassifier<T>(Inputs).WithInitialWeights(network.Weights, network.Bias).Build();

        ReadOnlySpan<T> row = _rows.AsSpan(0, Inputs);
        network.Predict(row).Should().Be(twin.Predict(row));
        network.Logit(row).Should().Be(twin.Logit(row));
        network.Freeze().Predict(row).Should().Be(twin.Predict(row));
        network.Evaluate(_rows, _labels).ToString().Should().Be(twin.Evaluate(_rows, _labels).ToString());
        network.Learn(row, 1).Should().NotBe(twin.Predict(row), "Learn tells the prediction of the weights that move");
    }

    [Fact]
    public void Validation_uses_and_restores_the_average()
    {
        Perceptron<T> network = Describe(AveragedKind.Logistic).WithAveraging().Build();
        TrainingResult<T> result = network.Fit(
            new Examples<T>(_rows, _targets),
            new TrainingOptions { Epochs = 3, BatchSize = 7 },
            validation: new Examples<T>(_rows, _targets));
        Perceptron<T> twin = Describe(AveragedKind.Logistic).WithInitialWeights(network.Weights, network.Bias).Build();

        twin.Fit(_rows, _targets, new TrainingOptions { Epochs = 1, BatchSize = TrainingOptions.FullBatch }).LossHistory[0]
            .Should().BeApproximately(result.ValidationHistory[result.BestEpoch!.Value - 1], _rounding);
    }

    [Fact]
    public void SetWeights_restarts_the_average()
    {
        Perceptron<T> network = Fit(Describe(AveragedKind.Adam).WithAveraging(5).Build(), new() { Epochs = 2, BatchSize = 7 }).Network;
        T[] weights = Numbers.Of<T>(1, 2, 3, 4, 5);
        network.SetWeights(weights, [T.One]);
        Perceptron<T> twin = Describe(AveragedKind.Adam).WithAveraging(5).WithInitialWeights(weights, [T.One]).Build();

        network.Weights.ToArray().Should().Equal(weights);
        for (int step = 0; step < 9; step++)
        {
            network.Learn(_rows, _targets);
            twin.Learn(_rows, _targets);
            Bits(network).Should().Be(Bits(twin));
        }
    }

    [Fact]
    public void A_divergence_restores_the_average_of_the_last_finite_epoch()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithLearningRate(1e30).WithAveraging();
        var options = new TrainingOptions { Epochs = 50, BatchSize = TrainingOptions.FullBatch };
        Perceptron<T> network = description.Build();

        TrainingResult<T> result = network.Fit(_rows, _targets, options);

        result.StopReason.Should().Be(StopReason.Diverged);
        result.Epochs.Should().BePositive();
        Bits(network).Should().Be(Bits(description.Build().Fit(_rows, _targets, options with { Epochs = result.Epochs }).Network));
    }

    [Fact]
    public void The_average_of_a_million_steps_still_moves()
    {
        // Half a million steps at 1, then as many at 1.03: a mean in float alone would hardly move any more.
        const int Steps = 1_000_000;
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithoutBias()
            .WithLearningRate(0.5)
            .WithInitialWeights([T.One])
            .WithAveraging()
            .Build();
        ReadOnlySpan<T> row = [T.One];
        double last = 1, sum = 0;
        for (int step = 0; step < Steps; step++)
        {
            double target = step < Steps / 2 ? 1 : 1.03;
            network.Learn(row, T.CreateTruncating(target));
            last += 0.5 * (target - last);
            sum += last;
        }

        network.Weights[0].ShouldBeClose(sum / Steps, Numbers.For<T>(1e-10, 1e-6), 0, "the average");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    public void A_first_step_below_1_is_rejected(long firstStep) =>
        FluentActions.Invoking(() => Perceptron.Regressor<T>(1).WithAveraging(firstStep))
            .Should().ThrowExactly<ArgumentOutOfRangeException>()
            .WithMessage($"firstStep is {firstStep}; it must be 1 (average from the first step on) or more*")
            .Which.ParamName.Should().Be("firstStep");

    [Fact]
    public void Averaging_starts_by_default_with_the_first_step()
    {
        Perceptron.Regressor<T>(1).FirstAveragedStep.Should().BeNull();
        Perceptron.Regressor<T>(1).WithAveraging().FirstAveragedStep.Should().Be(1);
        Perceptron.Regressor<T>(1).WithAveraging(100).ToString().Should().Contain("averaged from step 100");
    }

    private static PerceptronBuilder<T> Describe(AveragedKind kind) => kind switch
    {
        AveragedKind.Softmax => Perceptron.Classifier<T>(Inputs, 2).WithLearningRate(0.3),
        AveragedKind.Standardized => Perceptron.BinaryClassifier<T>(Inputs).WithLearningRate(0.3).WithStandardization(),
        AveragedKind.Perceptron => Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Perceptron).WithLearningRate(1),
        AveragedKind.PassiveAggressive =>
            Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive()),
        AveragedKind.Adam => Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(Optimizer.Adam()).WithPenalty(Penalty.ElasticNet(0.01)),
        _ => Perceptron.BinaryClassifier<T>(Inputs).WithLearningRate(0.3),
    };

    private TrainingResult<T> Fit(Perceptron<T> network, TrainingOptions options) => network.Fit(_rows, _labels, options);
}

public sealed class AveragingTestsInDouble : AveragingTests<double>;

public sealed class AveragingTestsInFloat : AveragingTests<float>;

public enum AveragedKind
{
    Logistic,
    Softmax,
    Standardized,
    Perceptron,
    PassiveAggressive,
    Adam,
}
