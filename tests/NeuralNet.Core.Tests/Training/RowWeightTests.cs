using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The effect of row weights, compared with repeated or missing rows, and with loops over single rows.</summary>
public abstract class RowWeightTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = LearningTask<T>.Rows;
    private const int Inputs = LearningTask<T>.Inputs;

    private static readonly double Relative = Numbers.For<T>(1e-11, 2e-4);

    private static readonly double Absolute = Numbers.For<T>(1e-12, 1e-5);

    /// <summary>0, 1, 2 and 3 in turn, but not in the same turn as the classes.</summary>
    private static readonly int[] Times = [.. Enumerable.Range(0, Rows).Select(row => ((row * 5) + (row / 4)) % 4)];

    private static readonly T[] Weights = Draw(4);

    [Theory]
    [MemberData(nameof(LearningTasks.All), MemberType = typeof(LearningTasks))]
    public void In_the_full_batch_a_weight_of_n_counts_the_row_n_times(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        int[] repeated = [.. LearningTask<T>.AllRows.SelectMany(row => Enumerable.Repeat(row, Times[row]))];
        T[] weights = [.. Times.Select(T.CreateTruncating)];
        var options = new TrainingOptions { Epochs = 20, BatchSize = TrainingOptions.FullBatch };

        TrainingResult<T> weighted = task.Describe(isStandardized).Build().Fit(task.Take(LearningTask<T>.AllRows, weights), options);
        TrainingResult<T> twin = task.Describe(isStandardized).Build().Fit(task.Take(repeated), options);

        ShouldBeClose(weighted, twin);
    }

    [Theory]
    [MemberData(nameof(LearningTasks.All), MemberType = typeof(LearningTasks))]
    public void A_row_of_weight_0_is_ignored_for_inputs_of_any_size(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        int[] others = [.. LearningTask<T>.AllRows.Skip(1)];
        Examples<T> all = task.Take([0, .. others], [T.Zero, .. others.Select(_ => T.One)]);
        T[] inputs = all.Inputs.Rows.Values.ToArray();
        inputs[0] = Huge;
        inputs[2] = -Huge;
        Examples<T> examples = all.HasLabels ? new(inputs, all.Labels, all.SampleWeights) : new(inputs, all.Targets, all.SampleWeights);
        var options = new TrainingOptions { Epochs = 20, BatchSize = TrainingOptions.FullBatch };

        TrainingResult<T> weighted = task.Describe(isStandardized).Build().Fit(examples, options);
        TrainingResult<T> twin = task.Describe(isStandardized).Build().Fit(task.Take(others), options);

        ShouldBeClose(weighted, twin);
        foreach (int batchSize in new[] { 1, 7 })
        {
            TrainingResult<T> result = task.Describe(isStandardized).Build()
                .Fit(examples, options with { BatchSize = batchSize }, validation: examples);
            result.StopReason.Should().Be(StopReason.MaxEpochs);
            result.ValidationHistory.Should().OnlyContain(loss => double.IsFinite(loss));
        }
    }

    [Fact]
    public void Learning_a_row_of_weight_0_changes_nothing_even_if_its_derivative_is_infinite()
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(1).WithLoss(Loss.Poisson)
            .WithInitialWeights(Numbers.Of<T>(1), Numbers.Of<T>(0.5)).Build();

        network.Learn([T.CreateTruncating(Numbers.For<T>(1000, 100))], T.One, 0);

        network.Weights[0].Should().Be(T.One);
        network.Bias[0].Should().Be(T.CreateTruncating(0.5));
    }

    [Fact]
    public void A_passive_aggressive_row_of_weight_0_is_ignored_for_inputs_of_any_size()
    {
        T[] rows = [.. Rows<T>(6, 2), Huge, -Huge];
        T[] targets = Targets<T>(7, 1);
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(2)
            .WithLoss(Loss.EpsilonInsensitive(0))
            .WithOptimizer(Optimizer.PassiveAggressive());
        var options = new TrainingOptions { Epochs = 3, Shuffle = false };
        T[] weights = [.. Enumerable.Repeat(T.One, 6), T.Zero];
        foreach (PerceptronBuilder<T> each in new[] { description, description.WithStandardization() })
        {
            TrainingResult<T> weighted = each.Build().Fit(new Examples<T>(rows, targets, weights), options);
            TrainingResult<T> twin = each.Build().Fit(rows.AsSpan(0, 12), targets.AsSpan(0, 6), options);

            weighted.StopReason.Should().Be(StopReason.MaxEpochs);
            Bits(weighted.Network).Should().Be(Bits(twin.Network));
            weighted.LossHistory.Should().Equal(twin.LossHistory);
        }
    }

    [Theory]
    [MemberData(nameof(LearningTasks.InPortions), MemberType = typeof(LearningTasks))]
    public void Weights_of_1_give_the_same_bits_as_no_weights(TaskKind kind, int batchSize)
    {
        var task = new LearningTask<T>(kind);
        T[] ones = [.. Enumerable.Repeat(T.One, Rows)];
        var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize };
        foreach (bool isStandardized in new[] { false, true })
        {
            TrainingResult<T> weighted = task.Describe(isStandardized).Build().Fit(task.Take(LearningTask<T>.AllRows, ones), options);
            TrainingResult<T> twin = task.Describe(isStandardized).Build().Fit(task.Take(LearningTask<T>.AllRows), options);

            Bits(weighted.Network).Should().Be(Bits(twin.Network));
            Bits(weighted.Network.InputScales).Should().Be(Bits(twin.Network.InputScales));
            weighted.LossHistory.Should().Equal(twin.LossHistory);
        }
    }

    [Theory]
    [MemberData(nameof(LearningTasks.InPortions), MemberType = typeof(LearningTasks))]
    public void A_weight_multiplies_the_gradient_of_its_row(TaskKind kind, int batchSize)
    {
        const double Rate = 0.002;
        var task = new LearningTask<T>(kind);
        double[] weights = new double[task.Outputs * Inputs];
        double[] bias = new double[task.Outputs];
        var losses = new List<double>();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            double loss = 0;
            foreach (int[] batch in LearningTask<T>.AllRows.Chunk(Math.Min(batchSize, Rows)))
            {
                loss += Step(batch);
            }

            losses.Add(loss / Sum(LearningTask<T>.AllRows));
        }

        TrainingResult<T> result = task.Plain.WithLearningRate(Rate).WithInitialWeights(InitialWeights.Zeros).Build().Fit(
            task.Take(LearningTask<T>.AllRows, Weights),
            new TrainingOptions { Epochs = 3, BatchSize = batchSize, Shuffle = false });

        result.Network.Weights.ShouldBeClose(weights, Relative, Absolute, "the weights");
        result.Network.Bias.ShouldBeClose(bias, Relative, Absolute, "the bias");
        ((ReadOnlySpan<double>)[.. result.LossHistory]).ShouldBeClose([.. losses], Relative, 0, "the losses");

        double Step(int[] batch)
        {
            double loss = 0;
            double[] gradient = new double[weights.Length];
            double[] biasGradient = new double[bias.Length];
            double[] derivatives = new double[bias.Length];
            double[] logits = new double[bias.Length];
            foreach (int row in batch)
            {
                double weight = double.CreateTruncating(Weights[row]);
                double[] input = Numbers.ToDoubles(task.Input(row));
                for (int output = 0; output < bias.Length; output++)
                {
                    logits[output] = bias[output] + input.Select((value, index) => value * weights[(output * Inputs) + index]).Sum();
                }

                loss += weight * task.Plain.Loss.Evaluate<double>(logits, Numbers.ToDoubles(task.Target(row)), derivatives);
                for (int output = 0; output < bias.Length; output++)
                {
                    biasGradient[output] += weight * derivatives[output];
                    for (int index = 0; index < Inputs; index++)
                    {
                        gradient[(output * Inputs) + index] += weight * derivatives[output] * input[index];
                    }
                }
            }

            // The full batch is a mean over the weights; a part of the rows, over the number of them.
            double scale = Rate / (batch.Length == Rows ? Sum(batch) : batch.Length);
            for (int index = 0; index < weights.Length; index++)
            {
                weights[index] -= scale * gradient[index];
            }

            for (int output = 0; output < bias.Length; output++)
            {
                bias[output] -= scale * biasGradient[output];
            }

            return loss;
        }

        static double Sum(int[] rows) => rows.Sum(row => double.CreateTruncating(Weights[row]));
    }

    [Theory]
    [MemberData(nameof(LearningTasks.All), MemberType = typeof(LearningTasks))]
    public void Learning_weighted_batches_equals_fitting_them_in_order(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        Perceptron<T> fitted = Begun(task, isStandardized);
        Perceptron<T> learned = Begun(task, isStandardized);

        fitted.Fit(
            task.Take(LearningTask<T>.AllRows, Weights), new TrainingOptions { Epochs = 1, BatchSize = 7, Shuffle = false });
        foreach (Examples<T> batch in task.Batches(7, Weights))
        {
            learned.Learn(batch);
        }

        Bits(learned).Should().Be(Bits(fitted));
    }

    [Theory]
    [InlineData(TaskKind.BinaryLabels)]
    [InlineData(TaskKind.BinaryTargets)]
    [InlineData(TaskKind.OneOutput)]
    public void Learning_weighted_rows_equals_fitting_them_one_by_one(TaskKind kind)
    {
        var task = new LearningTask<T>(kind);
        foreach (bool isStandardized in new[] { false, true })
        {
            Perceptron<T> fitted = Begun(task, isStandardized);
            Perceptron<T> learned = Begun(task, isStandardized);

            fitted.Fit(
                task.Take(LearningTask<T>.AllRows, Weights), new TrainingOptions { Epochs = 1, BatchSize = 1, Shuffle = false });
            foreach (int row in LearningTask<T>.AllRows)
            {
                double weight = double.CreateTruncating(Weights[row]);
                T before = learned.Predict(task.Input(row));
                T answer = kind == TaskKind.BinaryLabels
                    ? learned.Learn(task.Input(row), task.Labels[row], weight)
                    : learned.Learn(task.Input(row), task.Target(row)[0], weight);
                answer.ShouldBeClose(double.CreateTruncating(before), Relative, Absolute, "the prediction before the step");
            }

            Bits(learned).Should().Be(Bits(fitted));
        }
    }

    [Fact]
    public void Learning_examples_returns_the_predictions_before_the_step()
    {
        var task = new LearningTask<T>(TaskKind.SoftmaxLabels);
        Perceptron<T> network = task.Describe(isStandardized: false).Build();
        Examples<T> batch = task.Take([1, 2, 3], Numbers.Of<T>(1, 0, 5));
        T[] before = new T[9];
        T[] returned = new T[9];
        network.Predict(batch.Inputs.Rows, before);

        network.Learn(batch, returned);

        Bits<T>(returned).Should().Be(Bits<T>(before));
    }

    [Fact]
    public void The_sum_of_losses_is_weighted_too()
    {
        var task = new LearningTask<T>(TaskKind.OneOutput);
        var options = new TrainingOptions { Epochs = 3, BatchSize = TrainingOptions.FullBatch };
        int[] repeated = [.. LearningTask<T>.AllRows.SelectMany(row => Enumerable.Repeat(row, Times[row]))];
        PerceptronBuilder<T> description = task.Plain.WithLoss(Loss.HalfSquaredError, Reduction.Sum).WithLearningRate(1e-4);

        TrainingResult<T> weighted = description.Build()
            .Fit(task.Take(LearningTask<T>.AllRows, [.. Times.Select(T.CreateTruncating)]), options);

        ShouldBeClose(weighted, description.Build().Fit(task.Take(repeated), options));
    }

    private static T Huge => typeof(T) == typeof(float) ? T.CreateTruncating(3e38) : T.CreateTruncating(1.7e308);

    /// <summary>A network after a first Fit, so Learn works with standardization too.</summary>
    private static Perceptron<T> Begun(LearningTask<T> task, bool isStandardized)
    {
        Perceptron<T> network = task.Describe(isStandardized).Build();
        network.Fit(task.Take(LearningTask<T>.AllRows), new TrainingOptions { Epochs = 1 });
        return network;
    }

    private static T[] Draw(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Rows).Select(row => row % 6 == 5 ? T.Zero : T.CreateTruncating(3 * random.NextDouble()))];
    }

    private static void ShouldBeClose(TrainingResult<T> actual, TrainingResult<T> expected)
    {
        actual.Network.Weights.ShouldBeClose(Numbers.ToDoubles(expected.Network.Weights), Relative, Absolute, "the weights");
        actual.Network.Bias.ShouldBeClose(Numbers.ToDoubles(expected.Network.Bias), Relative, Absolute, "the bias");
        actual.Network.InputMeans.ShouldBeClose(Numbers.ToDoubles(expected.Network.InputMeans), Relative, Absolute, "the means");
        actual.Network.InputScales.ShouldBeClose(Numbers.ToDoubles(expected.Network.InputScales), Relative, 0, "the scales");
        ((ReadOnlySpan<double>)[.. actual.LossHistory]).ShouldBeClose([.. expected.LossHistory], Relative, 0, "the losses");
    }
}

public sealed class RowWeightTestsInFloat : RowWeightTests<float>;

public sealed class RowWeightTestsInDouble : RowWeightTests<double>;
