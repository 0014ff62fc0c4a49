using System.Numerics;
using NeuralNet.Core.Training;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Validation rows: when they stop a training, which weights are kept, and that they are not trained on.</summary>
public abstract class EarlyStoppingTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = LearningTask<T>.Inputs;

    private static readonly T[] _rows = Rows<T>(30, Inputs);

    /// <summary>Twice the sum of the inputs, plus 1.</summary>
    private static readonly T[] _targets = Sums(2);

    /// <summary>The sum of the inputs. While the network learns twice this sum, the objective here first falls, then rises.</summary>
    private static readonly Examples<T> _halfWay = new(_rows, Sums(1));

    private static Dictionary<string, Func<PerceptronBuilder<T>>> Described { get; } = new()
    {
        ["raw"] = () => Perceptron.Regressor<T>(Inputs),
        ["standardized"] = () => Perceptron.Regressor<T>(Inputs).WithStandardization(),
        ["momentum"] = () => Perceptron.Regressor<T>(Inputs).WithOptimizer(Optimizer.From(new HeavyBall(0.3))),
        ["adam"] = () => Perceptron.Regressor<T>(Inputs).WithOptimizer(Optimizer.Adam()),
        ["averaged"] = () => Perceptron.Regressor<T>(Inputs).WithAveraging(firstStep: 9).WithLearningRate(0.05),
        ["averaged and standardized"] = () => Perceptron.Regressor<T>(Inputs).WithAveraging().WithStandardization().WithLearningRate(0.05),
        ["penalized"] = () => Perceptron.Regressor<T>(Inputs).WithPenalty(Penalty.ElasticNet(0.02)),
        ["falling rate"] = () => Perceptron.Regressor<T>(Inputs).WithLearningRate(LearningRate.Exponential(0.02, 0.97)),
        ["sum"] = () => Perceptron.Regressor<T>(Inputs).WithLoss(Loss.HalfSquaredError, Reduction.Sum).WithLearningRate(0.002),
    };

    [Theory]
    [InlineData("raw")]
    [InlineData("standardized")]
    [InlineData("momentum")]
    [InlineData("adam")]
    [InlineData("averaged")]
    [InlineData("averaged and standardized")]
    [InlineData("penalized")]
    [InlineData("falling rate")]
    [InlineData("sum")]
    public void Keeps_the_weights_of_a_training_with_the_best_number_of_epochs(string name)
    {
        PerceptronBuilder<T> description = Described[name]();
        var options = new TrainingOptions { Epochs = 400, BatchSize = 7 };

        TrainingResult<T> result = description.Build().Fit(new Examples<T>(_rows, _targets), options, _halfWay);

        int best = result.BestEpoch!.Value;
        result.StopReason.Should().Be(StopReason.EarlyStopped);
        best.Should().BeInRange(2, result.Epochs - 1, "the objective must fall first");
        result.ValidationHistory.Should().HaveCount(result.Epochs);
        result.ValidationHistory.Min().Should().Be(result.ValidationHistory[best - 1]);
        result.Network.CompletedEpochs.Should().Be(result.Epochs);
        Perceptron<T> twin = description.Build().Fit(_rows, _targets, options with { Epochs = best }).Network;
        Bits(result.Network).Should().Be(Bits(twin));

        // The state of the optimizer is of the same epoch.
        result.Network.Learn(_rows.AsSpan(0, Inputs), _targets[0]);
        twin.Learn(_rows.AsSpan(0, Inputs), _targets[0]);
        if (!name.StartsWith("falling", StringComparison.Ordinal))
        {
            Bits(result.Network).Should().Be(Bits(twin));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 0.001)]
    [InlineData(4, 0.05)]
    [InlineData(2, 1e6)]
    public void Stops_according_to_patience_and_minimum_gain(int patience, double minimumImprovement)
    {
        var options = new TrainingOptions { Epochs = 400, BatchSize = 7, Patience = patience, MinimumImprovement = minimumImprovement };
        TrainingResult<T> result = Perceptron.Regressor<T>(Inputs).Build()
            .Fit(new Examples<T>(_rows, _targets), options, _halfWay);

        double least = double.PositiveInfinity;
        int withoutGain = 0;
        int epochs = 0;
        foreach (double objective in result.ValidationHistory)
        {
            withoutGain.Should().BeLessThan(patience);
            withoutGain = objective < least - minimumImprovement ? 0 : withoutGain + 1;
            least = Math.Min(least, objective);
            epochs++;
        }

        withoutGain.Should().Be(patience);
        result.StopReason.Should().Be(StopReason.EarlyStopped);
        result.Epochs.Should().Be(epochs);
        result.ValidationHistory[result.BestEpoch!.Value - 1].Should().Be(least);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_validation_objective_includes_the_penalty_of_the_predicting_weights(bool isAveraged)
    {
        const double Strength = 0.3;
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithPenalty(Penalty.L2(Strength));
        Perceptron<T> network = (isAveraged ? description.WithAveraging() : description).Build();
        T[] weights = [.. Enumerable.Range(0, 30).Select(row => T.CreateTruncating(row % 4))];
        var validation = new Examples<T>(_rows, Sums(1), weights);
        var expected = new List<double>();
        var told = new List<double?>();

        TrainingResult<T> result = network.Fit(
            new Examples<T>(_rows, _targets),
            new TrainingOptions { Epochs = 5 },
            validation,
            new ProgressHandler(progress =>
            {
                double loss = 0;
                for (int row = 0; row < 30; row++)
                {
                    double error = double.CreateTruncating(network.Predict(_rows.AsSpan(row * Inputs, Inputs)))
                        - double.CreateTruncating(validation.Targets.Span[row]);
                    loss += double.CreateTruncating(weights[row]) * error * error / 2;
                }

                double squares = Numbers.ToDoubles(network.Weights).Sum(weight => weight * weight);
                expected.Add((loss / weights.Sum(double.CreateTruncating)) + (Strength / 2 * squares));
                told.Add(progress.ValidationLoss);
            }));

        ((ReadOnlySpan<double>)[.. result.ValidationHistory])
            .ShouldBeClose([.. expected], Numbers.For<T>(1e-12, 1e-5), 0, "the objective");
        told.Should().Equal([.. result.ValidationHistory.Select(loss => (double?)loss)]);
    }

    [Theory]
    [MemberData(nameof(LearningTasks.All), MemberType = typeof(LearningTasks))]
    public void A_held_out_share_equals_a_separate_validation_set(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        PerceptronBuilder<T> description = task.Describe(isStandardized);
        (int[] training, int[] heldOut) = Holdout.Split(
            task.Classes > 0 ? task.Labels : new int[LearningTask<T>.Rows], 0.25, description.Seed);
        foreach (int batchSize in new[] { 1, 7, TrainingOptions.FullBatch })
        {
            var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize };

            TrainingResult<T> shared = description.Build()
                .Fit(task.Take(LearningTask<T>.AllRows), options with { ValidationFraction = 0.25 });
            TrainingResult<T> handed = description.Build().Fit(task.Take(training), options, task.Take(heldOut));

            Bits(shared.Network).Should().Be(Bits(handed.Network));
            Bits(shared.Network.InputMeans).Should().Be(Bits(handed.Network.InputMeans));
            shared.LossHistory.Should().Equal(handed.LossHistory);
            shared.ValidationHistory.Should().Equal(handed.ValidationHistory);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_training_does_not_see_the_rows_that_are_held_out(bool isStandardized)
    {
        PerceptronBuilder<T> description = isStandardized
            ? Perceptron.Regressor<T>(Inputs).WithStandardization()
            : Perceptron.Regressor<T>(Inputs);
        T[] rows = [.. _rows];
        T[] targets = [.. _targets];
        foreach (int row in Holdout.Split(new int[30], 0.2, description.Seed).Validation)
        {
            rows[row * Inputs] = T.CreateTruncating(1e6);
            targets[row] = T.CreateTruncating(-1e6);
        }

        var options = new TrainingOptions { Epochs = 1, ValidationFraction = 0.2, BatchSize = 4 };
        TrainingResult<T> one = description.Build().Fit(_rows, _targets, options);
        TrainingResult<T> other = description.Build().Fit(rows, targets, options);

        Bits(one.Network).Should().Be(Bits(other.Network));
        Bits(one.Network.InputScales).Should().Be(Bits(other.Network.InputScales));
        one.LossHistory.Should().Equal(other.LossHistory);
        other.ValidationHistory[0].Should().BeGreaterThan(1e6 * one.ValidationHistory[0]);
    }

    [Fact]
    public void Rows_of_weight_0_are_not_held_out()
    {
        T[] weights = [.. Enumerable.Range(0, 30).Select(row => row is 3 or 17 ? T.One : T.Zero)];

        TrainingResult<T> result = Perceptron.Regressor<T>(Inputs).Build().Fit(
            new Examples<T>(_rows, _targets, weights), new TrainingOptions { Epochs = 2, ValidationFraction = 0.01 });

        result.ValidationHistory.Should().OnlyContain(loss => double.IsFinite(loss));
        result.LossHistory.Should().OnlyContain(loss => double.IsFinite(loss));
    }

    [Fact]
    public void A_share_is_rejected_if_there_are_too_few_rows()
    {
        string[] words = ["ValidationFraction is 0.5", "none can be held out", "Use more rows, or no validation"];
        var options = new TrainingOptions { ValidationFraction = 0.5 };

        Refused<ArgumentException>(
            Regressor(2), network => network.Fit(Rows<T>(1, 2), Targets<T>(1, 1), options), "options", [.. words, "1 row(s)"]);
        Refused<ArgumentException>(
            Softmax(2, 3), network => network.Fit(Rows<T>(3, 2), [0, 1, 2], options), "options", [.. words, "3 row(s)"]);
        Refused<ArgumentException>(
            Regressor(2),
            network => network.Fit(new Examples<T>(Rows<T>(3, 2), Targets<T>(3, 1), Numbers.Of<T>(0, 1, 0)), options),
            "options",
            words);
    }

    [Fact]
    public void A_share_is_rejected_with_a_validation_set_or_a_source()
    {
        var options = new TrainingOptions { ValidationFraction = 0.25 };
        var examples = new Examples<T>(Rows<T>(8, 2), Targets<T>(8, 1));

        Refused<ArgumentException>(
            Regressor(2),
            network => network.Fit(examples, options, examples),
            "validation",
            "There is a validation set",
            "ValidationFraction is 0.25",
            "Use one of the two");
        Refused<ArgumentException>(
            Regressor(2),
            network => network.Fit([examples], options),
            "options",
            "ValidationFraction is 0.25",
            "rows of a source can't be held out",
            "Pass a validation set");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_share_outside_of_0_to_1_is_rejected(double share) =>
        Refused<ArgumentOutOfRangeException>(
            () => _ = new TrainingOptions { ValidationFraction = share }, "ValidationFraction", "must lie in (0, 1)", "null");

    [Theory]
    [InlineData(-1e-9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_minimum_gain_that_is_negative_or_not_finite_is_rejected(double gain) =>
        Refused<ArgumentOutOfRangeException>(
            () => _ = new TrainingOptions { MinimumImprovement = gain }, "MinimumImprovement", "must lie in [0, inf)", "0 counts any gain");

    [Fact]
    public void A_validation_set_is_checked_like_any_other()
    {
        var examples = new Examples<T>(Rows<T>(4, 2), Labels(4, 3));
        T[] rows = Rows<T>(4, 2);
        rows[3] = T.NaN;

        Refused<ArgumentException>(
            Softmax(2, 3),
            network => network.Fit(examples, validation: new Examples<T>(rows, Labels(4, 3))),
            "validation",
            "validation: inputs has NaN at row 1, column 1",
            "replace missing values");
        Refused<ArgumentException>(
            Softmax(2, 3),
            network => network.Fit(examples, validation: new Examples<T>(Rows<T>(2, 2), LabelsOf(0, 3))),
            "validation",
            "validation: labels has 3 at row 1");
        Softmax(2, 3).Build()
            .Fit(examples, new() { Epochs = 2 }, new Examples<T>(Rows<T>(2, 2), LabelsOf(1, 1))).Epochs
            .Should().Be(2, "a validation set may have only one class");
    }

    [Fact]
    public void Keeps_the_best_weights_after_all_epochs()
    {
        var options = new TrainingOptions { Epochs = 200, Patience = 1000, BatchSize = 7 };
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs);

        TrainingResult<T> result = description.Build().Fit(new Examples<T>(_rows, _targets), options, _halfWay);

        result.StopReason.Should().Be(StopReason.MaxEpochs);
        ShouldHaveKeptTheBest(result, description, options);
        result.Message.Should().Be(
            $"All epochs were run: 200. The weights of epoch {result.BestEpoch}, the best on the validation rows, are restored.");
    }

    [Fact]
    public void Keeps_the_best_weights_if_cancelled()
    {
        using var source = new CancellationTokenSource();
        var options = new TrainingOptions { Epochs = 200, Patience = 1000, BatchSize = 7 };
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs);
        var handler = new ProgressHandler(progress =>
        {
            if (progress.Epoch == 150)
            {
                source.Cancel();
            }
        });

        TrainingResult<T> result = description.Build()
            .Fit(new Examples<T>(_rows, _targets), options, _halfWay, handler, source.Token);

        result.StopReason.Should().Be(StopReason.Cancelled);
        result.Epochs.Should().Be(150);
        ShouldHaveKeptTheBest(result, description, options);
        result.Message.Should().StartWith(
            $"Cancelled; complete epochs: 150. The weights of epoch {result.BestEpoch}, the best on the validation rows, are restored.");
    }

    [Fact]
    public void Keeps_the_best_weights_if_a_progress_handler_throws()
    {
        var options = new TrainingOptions { Epochs = 200, Patience = 1000, BatchSize = 7 };
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs);
        Perceptron<T> network = description.Build();
        var told = new List<double>();
        var handler = new ProgressHandler(progress =>
        {
            told.Add(progress.ValidationLoss!.Value);
            if (progress.Epoch == 150)
            {
                throw new InvalidOperationException("enough");
            }
        });

        network.Invoking(that => that.Fit(new Examples<T>(_rows, _targets), options, _halfWay, handler))
            .Should().Throw<InvalidOperationException>().WithMessage("enough");

        int best = told.IndexOf(told.Min()) + 1;
        best.Should().BeLessThan(150);
        Perceptron<T> twin = description.Build().Fit(_rows, _targets, options with { Epochs = best }).Network;
        Bits(network).Should().Be(Bits(twin));
    }

    [Fact]
    public void Keeps_the_best_weights_if_diverged()
    {
        var options = new TrainingOptions { Epochs = 200, Patience = 1000, BatchSize = 7 };
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithLearningRate(
            LearningRate.From(time => time.Epoch < 150 ? 0.01 : Numbers.For<T>(1e300, 1e37), "exploding"));

        TrainingResult<T> result = description.Build().Fit(new Examples<T>(_rows, _targets), options, _halfWay);

        result.StopReason.Should().Be(StopReason.Diverged);
        ShouldHaveKeptTheBest(result, description, options);
        result.Message.Should().StartWith(
            $"Diverged in epoch {result.Epochs + 1}: a weight or the loss became infinite or NaN. The weights of epoch {result.BestEpoch}, the best on the validation rows, are restored.");
    }

    [Fact]
    public void A_validation_objective_that_is_never_finite_restores_nothing()
    {
        T huge = typeof(T) == typeof(float) ? T.CreateTruncating(1e30) : T.CreateTruncating(1e300);
        var options = new TrainingOptions { Epochs = 20, Patience = 3 };

        TrainingResult<T> result = Perceptron.Regressor<T>(1).Build()
            .Fit(new Examples<T>(Rows<T>(4, 1), Targets<T>(4, 1)), options, new Examples<T>(new[] { huge }, new[] { -huge }));

        result.StopReason.Should().Be(StopReason.EarlyStopped);
        result.Epochs.Should().Be(3);
        result.BestEpoch.Should().BeNull();
        Bits(result.Network).Should().Be(Bits(Perceptron.Regressor<T>(1).Build()
            .Fit(Rows<T>(4, 1), Targets<T>(4, 1), options with { Epochs = 3 }).Network));
    }

    [Fact]
    public void Loss_history_and_tolerance_use_the_objective()
    {
        // Only the penalty can fall: the loss is always 0.
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(1)
            .WithInitialWeights(Numbers.Of<T>(10), Numbers.Of<T>(0))
            .WithPenalty(Penalty.L2(0.5))
            .WithLearningRate(0.1);
        var weights = new List<double>();
        Perceptron<T> network = description.Build();

        TrainingResult<T> result = network.Fit(
            new T[3],
            new T[3],
            new TrainingOptions { Epochs = 300, Tolerance = 1e-3, Patience = 2 },
            new ProgressHandler(_ => weights.Add(double.CreateTruncating(network.Weights[0]))));

        ((ReadOnlySpan<double>)[.. result.LossHistory]).ShouldBeClose(
            [.. weights.Select(weight => 0.25 * weight * weight)], Numbers.For<T>(1e-12, 1e-6), 0, "the penalty");
        result.StopReason.Should().Be(StopReason.Converged);
        result.Epochs.Should().BeInRange(40, 200);
        (result.LossHistory[^2] - result.LossHistory[^1]).Should().BeLessThanOrEqualTo(1e-3);
        (result.LossHistory[^4] - result.LossHistory[^3]).Should().BeGreaterThan(1e-3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rate_lowered_on_a_plateau_follows_the_validation_rows_if_there_are_any(bool validates)
    {
        // The validation objective rises from the first epoch on, that of training falls.
        LearningRate lowered = LearningRate.Constant(0.01).LoweredOnPlateau(factor: 0.5, patience: 2);
        LearningRate halved = LearningRate.From(
            time => !validates || time.Epoch < 4 ? 0.01 : 0.005, "halved after the fourth epoch");
        var options = new TrainingOptions { Epochs = 6, Patience = 1000, BatchSize = 7 };
        string[] bits = new string[2];
        foreach ((int index, LearningRate rate) in new[] { lowered, halved }.Index())
        {
            Perceptron<T> network = Perceptron.Regressor<T>(Inputs).WithLearningRate(rate).Build();
            network.Fit(
                new Examples<T>(_rows, _targets),
                options,
                validates ? new Examples<T>(_rows, Sums(-1)) : null,
                new ProgressHandler(_ => bits[index] = Bits(network)));
        }

        bits[0].Should().Be(bits[1]);
    }

    private static void ShouldHaveKeptTheBest(TrainingResult<T> result, PerceptronBuilder<T> description, TrainingOptions options)
    {
        result.BestEpoch.Should().BeInRange(2, result.Epochs - 1);
        result.ValidationHistory[result.BestEpoch!.Value - 1].Should().Be(result.ValidationHistory.Min());
        Bits(result.Network).Should().Be(
            Bits(description.Build().Fit(_rows, _targets, options with { Epochs = result.BestEpoch.Value }).Network));
    }

    private static T[] Sums(double factor) => [.. _rows.Chunk(Inputs).Select(row =>
        T.CreateTruncating(factor * (row.Sum(double.CreateTruncating) + 0.5)))];
}

public sealed class EarlyStoppingTestsInFloat : EarlyStoppingTests<float>;

public sealed class EarlyStoppingTestsInDouble : EarlyStoppingTests<double>;
