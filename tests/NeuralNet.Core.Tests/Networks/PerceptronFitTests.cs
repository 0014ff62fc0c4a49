using System.Numerics;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronFitTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 60;
    private const int Inputs = 5;

    private readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private readonly T[] _targets = Targets<T>(RowCount, 1);

    [Fact]
    public void Fit_in_batches_of_one_in_order_produces_the_bits_of_Learn_row_by_row()
    {
        Perceptron<T> fitted = Describe(FittedKind.Raw).Build();
        Perceptron<T> learned = Describe(FittedKind.Raw).Build();

        fitted.Fit(_rows, _targets, new TrainingOptions { Epochs = 2, BatchSize = 1, Shuffle = false });
        for (int step = 0; step < 2 * RowCount; step++)
        {
            int row = step % RowCount;
            learned.Learn(_rows.AsSpan(row * Inputs, Inputs), _targets[row]);
        }

        Bits(fitted).Should().Be(Bits(learned));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(TrainingOptions.FullBatch)]
    public void Fit_in_batches_in_order_produces_the_bits_of_Learn_batch_by_batch(int batchSize)
    {
        Perceptron<T> fitted = Describe(FittedKind.Softmax).Build();
        Perceptron<T> learned = Describe(FittedKind.Softmax).Build();
        int[] labels = Labels(RowCount, 3);

        fitted.Fit(_rows, labels, new TrainingOptions { Epochs = 1, BatchSize = batchSize, Shuffle = false });
        int size = Math.Min(batchSize, RowCount);
        for (int start = 0; start < RowCount; start += size)
        {
            int count = Math.Min(size, RowCount - start);
            learned.Learn(_rows.AsSpan(start * Inputs, count * Inputs), labels.AsSpan(start, count));
        }

        Bits(fitted).Should().Be(Bits(learned));
    }

    [Theory]
    [InlineData(FittedKind.Raw, 1)]
    [InlineData(FittedKind.Raw, 7)]
    [InlineData(FittedKind.Standardized, 7)]
    [InlineData(FittedKind.Softmax, 7)]
    [InlineData(FittedKind.Raw, TrainingOptions.FullBatch)]
    public void Five_epochs_and_five_more_produce_the_bits_of_ten(FittedKind kind, int batchSize)
    {
        Perceptron<T> inOne = Describe(kind).Build();
        Perceptron<T> inTwo = Describe(kind).Build();
        var ten = new TrainingOptions { Epochs = 10, BatchSize = batchSize };
        TrainingOptions five = ten with { Epochs = 5 };

        TrainingResult<T> whole = Fit(inOne, ten);
        TrainingResult<T> first = Fit(inTwo, five);
        TrainingResult<T> second = Fit(inTwo, five);

        Bits(inTwo).Should().Be(Bits(inOne));
        first.LossHistory.Concat(second.LossHistory).Should().Equal(whole.LossHistory);
        inTwo.CompletedEpochs.Should().Be(10);
        inOne.CompletedEpochs.Should().Be(10);
    }

    [Fact]
    public void Fit_without_options_uses_the_documented_defaults()
    {
        var documented = new TrainingOptions { Epochs = 100, BatchSize = 32, Shuffle = true, Tolerance = null };

        TrainingResult<T> result = Describe(FittedKind.Raw).Build().Fit(_rows, _targets);

        result.Epochs.Should().Be(100);
        Bits(result.Network).Should().Be(Bits(Describe(FittedKind.Raw).Build().Fit(_rows, _targets, documented).Network));
    }

    [Fact]
    public void Shuffling_depends_on_the_seed_of_the_network()
    {
        var options = new TrainingOptions { Epochs = 3, BatchSize = 7 };
        PerceptronBuilder<T> description = Describe(FittedKind.Raw).WithInitialWeights(InitialWeights.Zeros);

        string first = Bits(Fit(description.WithSeed(1).Build(), options).Network);

        Bits(Fit(description.WithSeed(1).Build(), options).Network).Should().Be(first);
        Bits(Fit(description.WithSeed(2).Build(), options).Network).Should().NotBe(first);
        Bits(Fit(description.WithSeed(1).Build(), options with { Shuffle = false }).Network).Should().NotBe(first);
    }

    [Fact]
    public void The_result_holds_the_network_and_the_loss_of_every_epoch()
    {
        Perceptron<T> network = Describe(FittedKind.Raw).Build();

        TrainingResult<T> result = network.Fit(_rows, _targets, new TrainingOptions { Epochs = 6 });

        result.Network.Should().BeSameAs(network);
        result.Epochs.Should().Be(6);
        result.LossHistory.Should().HaveCount(6);
        result.StopReason.Should().Be(StopReason.MaxEpochs);
        result.Duration.Should().BeGreaterThan(TimeSpan.Zero);
        result.Message.Should().StartWith("All epochs were run: 6.");
        result.ToString().Should().Be(result.Message);
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    public void The_loss_of_a_full_batch_is_that_before_the_step(Reduction reduction)
    {
        Perceptron<T> network = Describe(FittedKind.Raw).WithLoss(Loss.HalfSquaredError, reduction).Build();
        T[] predictions = new T[RowCount];
        network.Predict(_rows, predictions);
        double sum = predictions.Zip(_targets, (prediction, target) => double.CreateTruncating(prediction - target))
            .Sum(error => error * error / 2);

        TrainingResult<T> result = network.Fit(
            _rows, _targets, new TrainingOptions { Epochs = 1, BatchSize = TrainingOptions.FullBatch });

        double expected = reduction == Reduction.Mean ? sum / RowCount : sum;
        result.LossHistory[0].Should().BeApproximately(expected, 1e-5 * expected);
    }

    [Fact]
    public void Progress_is_reported_once_for_each_epoch_with_the_loss_of_the_history()
    {
        var told = new List<TrainingProgress>();

        TrainingResult<T> result = Describe(FittedKind.Raw).Build().Fit(
            _rows, _targets, new TrainingOptions { Epochs = 8 }, new ProgressHandler(told.Add));

        told.Select(progress => progress.Epoch).Should().Equal(Enumerable.Range(1, 8));
        told.Select(progress => progress.Epochs).Should().OnlyContain(epochs => epochs == 8);
        told.Select(progress => progress.Loss).Should().Equal(result.LossHistory);
        told.Select(progress => progress.Elapsed).Should().BeInAscendingOrder();
    }

    [Theory]
    [InlineData(FittedKind.Raw)]
    [InlineData(FittedKind.Standardized)]
    [InlineData(FittedKind.Softmax)]
    public void Cancelling_from_a_progress_handler_keeps_the_completed_epochs(FittedKind kind)
    {
        using var source = new CancellationTokenSource();
        var options = new TrainingOptions { Epochs = 50, BatchSize = 7 };
        Perceptron<T> network = Describe(kind).Build();

        TrainingResult<T> result = Fit(network, options, new ProgressHandler(CancelAfterThree), source.Token);

        result.StopReason.Should().Be(StopReason.Cancelled);
        result.Epochs.Should().Be(3);
        result.Message.Should().StartWith("Cancelled; complete epochs: 3. What was learned is kept.");
        network.CompletedEpochs.Should().Be(3);
        Bits(network).Should().Be(Bits(Fit(Describe(kind).Build(), options with { Epochs = 3 }).Network));

        void CancelAfterThree(TrainingProgress progress)
        {
            if (progress.Epoch == 3)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void Cancelling_before_the_first_epoch_learns_nothing()
    {
        Perceptron<T> network = Describe(FittedKind.Raw).Build();
        string before = Bits(network);

        TrainingResult<T> result = Fit(network, new TrainingOptions(), null, new CancellationToken(canceled: true));

        result.StopReason.Should().Be(StopReason.Cancelled);
        result.Epochs.Should().Be(0);
        result.LossHistory.Should().BeEmpty();
        network.CompletedEpochs.Should().Be(0);
        Bits(network).Should().Be(before);
    }

    [Fact]
    public void Cancelling_within_an_epoch_keeps_the_completed_batches()
    {
        const int BatchSize = 6;
        const int Steps = 14;
        using var source = new CancellationTokenSource();
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs)
            .WithOptimizer(Optimizer.From(new CancellingSgd(source, Steps)))
            .WithInitialWeights(InitialWeights.Zeros);
        Perceptron<T> network = description.Build();
        Perceptron<T> twin = description.Build();

        // Ten batches an epoch: the fourth batch of the second epoch cancels the token.
        TrainingResult<T> result = network.Fit(
            _rows,
            _targets,
            new TrainingOptions { Epochs = 5, BatchSize = BatchSize, Shuffle = false },
            cancellationToken: source.Token);
        for (int step = 0; step < Steps; step++)
        {
            int start = step * BatchSize % RowCount;
            twin.Learn(_rows.AsSpan(start * Inputs, BatchSize * Inputs), _targets.AsSpan(start, BatchSize));
        }

        result.StopReason.Should().Be(StopReason.Cancelled);
        result.Epochs.Should().Be(1);
        network.CompletedEpochs.Should().Be(1);
        Bits(network).Should().Be(Bits(twin));
    }

    [Theory]
    [InlineData(FittedKind.Raw)]
    [InlineData(FittedKind.Standardized)]
    public void Divergence_keeps_the_weights_of_the_last_finite_epoch(FittedKind kind)
    {
        Perceptron<T> network = Describe(kind).WithLearningRate(1e30).Build();
        var options = new TrainingOptions { Epochs = 50, BatchSize = TrainingOptions.FullBatch };

        TrainingResult<T> result = Fit(network, options);

        result.StopReason.Should().Be(StopReason.Diverged);
        result.Epochs.Should().BeInRange(1, 49);
        result.LossHistory.Should().OnlyContain(loss => double.IsFinite(loss));
        network.CompletedEpochs.Should().Be(result.Epochs);
        network.Weights.ToArray().All(T.IsFinite).Should().BeTrue();
        Bits(network).Should().Be(
            Bits(Fit(Describe(kind).WithLearningRate(1e30).Build(), options with { Epochs = result.Epochs }).Network));
        result.Message.Should().ContainAll(
            $"Diverged in epoch {result.Epochs + 1}", "Lower the learning rate (now 1E+30)");
        result.Message.Contains("WithStandardization()", StringComparison.Ordinal).Should().Be(kind != FittedKind.Standardized);
    }

    [Fact]
    public void Divergence_in_the_first_epoch_keeps_the_weights_before_it()
    {
        Perceptron<T> network = Describe(FittedKind.Raw).WithLearningRate(1e30).Build();
        string before = Bits(network);

        TrainingResult<T> result = Fit(network, new TrainingOptions { Epochs = 50, BatchSize = 1 });

        result.StopReason.Should().Be(StopReason.Diverged);
        result.Epochs.Should().Be(0);
        Bits(network).Should().Be(before);
        network.Freeze().Weights.ToArray().Should().Equal(network.Weights.ToArray());
    }

    [Fact]
    public void Cancelling_within_a_full_batch_takes_no_step()
    {
        using var source = new CancellationTokenSource();
        Perceptron<T> network = Perceptron.WithInputs<T>(1)
            .WithLoss(Loss.From(new CancellingLoss(source), Activation.Identity))
            .Build();
        var rows = new T[2000];
        rows.AsSpan().Fill(T.One);

        TrainingResult<T> result = network.Fit(
            rows, rows, new TrainingOptions { BatchSize = TrainingOptions.FullBatch }, cancellationToken: source.Token);

        result.StopReason.Should().Be(StopReason.Cancelled);
        network.Weights.ToArray().Should().Equal(T.Zero);
    }

    [Fact]
    public void Cancelling_before_the_first_epoch_does_not_fix_mean_and_scale()
    {
        Perceptron<T> network = Describe(FittedKind.Standardized).Build();

        Fit(network, new TrainingOptions(), cancellationToken: new CancellationToken(canceled: true));

        network.InputMeans.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void A_progress_handler_can_not_train_or_set_the_network()
    {
        Perceptron<T> network = Describe(FittedKind.Raw).Build();
        int refused = 0;

        Fit(network, new TrainingOptions { Epochs = 1 }, new ProgressHandler(_ =>
        {
            foreach (Action call in new Action[]
            {
                () => network.Fit(_rows, _targets),
                () => network.Learn(_rows.AsSpan(0, Inputs), _targets[0]),
                () => network.Learn(_rows, _targets),
                () => network.SetWeights(new T[Inputs]),
            })
            {
                call.Should().ThrowExactly<InvalidOperationException>().WithMessage("*is in a Fit*cancellation token*");
                refused++;
            }
        }));

        refused.Should().Be(4);
        network.CompletedEpochs.Should().Be(1);
        network.Learn(_rows.AsSpan(0, Inputs), _targets[0]);
    }

    [Fact]
    public void A_rising_loss_has_not_converged_and_the_message_says_so()
    {
        T[] rows = [.. Enumerable.Range(0, 100).Select(T.CreateTruncating)];
        var options = new TrainingOptions { Epochs = 8, Tolerance = 1e-3, Patience = 2, BatchSize = 50 };

        TrainingResult<T> result = Perceptron.Regressor<T>(1).WithLearningRate(1e-3).Build().Fit(rows, rows, options);

        result.LossHistory[^1].Should().BeGreaterThan(10 * result.LossHistory[0]);
        result.StopReason.Should().Be(StopReason.MaxEpochs);
        result.Message.Should().ContainAll("The loss rose from", "Lower the learning rate (now 0.001)");
    }

    [Fact]
    public void SetWeights_resets_the_optimizer_after_a_divergence()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(1).WithOptimizer(Optimizer.From(new HeavyBall(0.9)));
        Perceptron<T> network = description.WithLearningRate(1e3).Build();
        T large = T.CreateTruncating(typeof(T) == typeof(float) ? 1e18 : 1e153);
        network.Learn([large], large);
        network.Invoking(diverged => diverged.Learn([large], large))
            .Should().Throw<InvalidOperationException>().WithMessage("*no longer finite*SetWeights*");

        network.SetWeights([T.Zero], [T.Zero]);
        network.Learn([T.Zero], T.One);

        network.Freeze().Weights.ToArray().Should().Equal(T.Zero);
    }

    [Fact]
    public void Steps_of_an_epoch_that_diverged_do_not_count()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs)
            .WithOptimizer(Optimizer.From(default(FadingSgd)))
            .WithLearningRate(0.5);
        Perceptron<T> network = description.Build();
        Perceptron<T> twin = description.Build();
        T[] far = [.. Enumerable.Repeat(T.CreateTruncating(typeof(T) == typeof(float) ? 1e30 : 1e200), RowCount)];
        var options = new TrainingOptions { Epochs = 2, BatchSize = 7, Shuffle = false };

        network.Fit(_rows, _targets, options);
        network.Fit(_rows, far, options).StopReason.Should().Be(StopReason.Diverged);
        network.Fit(_rows, _targets, options);
        twin.Fit(_rows, _targets, options);
        twin.Fit(_rows, _targets, options);

        Bits(network).Should().Be(Bits(twin));
    }

    [Fact]
    public void Weights_that_overflow_on_the_scale_of_the_raw_inputs_are_a_divergence()
    {
        // The smallest scale with a finite inverse: a moderate weight on the standardized scale is infinite on
        // the raw one.
        T small = typeof(T) == typeof(float) ? T.CreateTruncating(1e-38) : T.CreateTruncating(1e-160);
        T[] rows = [T.Zero, small, T.Zero, small];
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(1).WithStandardization().WithLearningRate(0.5);
        Perceptron<T> network = description.Build();
        T far = T.CreateTruncating(typeof(T) == typeof(float) ? 10 : 1e150);

        TrainingResult<T> result = network.Fit(rows, [-far, far, -far, far]);

        result.StopReason.Should().Be(StopReason.Diverged);
        network.Weights.ToArray().All(T.IsFinite).Should().BeTrue();
        T.IsFinite(network.Predict([small])).Should().BeTrue();
    }

    [Theory]
    [InlineData(FittedKind.Raw)]
    [InlineData(FittedKind.Standardized)]
    [InlineData(FittedKind.Softmax)]
    public void A_progress_handler_sees_the_weights_of_its_epoch(FittedKind kind)
    {
        var options = new TrainingOptions { Epochs = 4, BatchSize = 7 };
        Perceptron<T> network = Describe(kind).Build();
        var seen = new List<string>();

        Fit(network, options, new ProgressHandler(_ => seen.Add(Bits(network.Freeze().Weights))));

        seen.Should().Equal(
            from epochs in Enumerable.Range(1, 4)
            select Bits(Fit(Describe(kind).Build(), options with { Epochs = epochs }).Network.Weights));
    }

    [Fact]
    public void Training_converges_when_the_loss_has_not_improved_for_the_patience()
    {
        var options = new TrainingOptions
        {
            Epochs = 1000, BatchSize = TrainingOptions.FullBatch, Tolerance = 1e-3, Patience = 4,
        };

        TrainingResult<T> result = Perceptron.Regressor<T>(Inputs).WithLearningRate(0.1)
            .WithInitialWeights(InitialWeights.Zeros).Build().Fit(_rows, _targets, options);

        result.StopReason.Should().Be(StopReason.Converged);
        result.Message.Should().StartWith($"Converged after epoch {result.Epochs}:");
        double[] gains = [.. result.LossHistory.Zip(result.LossHistory.Skip(1), (before, after) => before - after)];
        gains[^4..].Should().OnlyContain(gain => gain <= 1e-3);
        gains[..^4].Should().OnlyContain(gain => gain > 1e-3, "the gains of full-batch descent on a convex loss shrink");
    }

    [Fact]
    public void Without_a_tolerance_every_epoch_runs_however_little_it_improves()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(1).Build();

        TrainingResult<T> result = network.Fit([T.Zero, T.Zero], [T.Zero, T.Zero], new TrainingOptions { Epochs = 200 });

        result.StopReason.Should().Be(StopReason.MaxEpochs);
        result.LossHistory.Should().HaveCount(200).And.OnlyContain(loss => loss == 0);
    }

    [Theory]
    [InlineData(FittedKind.Raw)]
    [InlineData(FittedKind.Standardized)]
    [InlineData(FittedKind.Softmax)]
    public void An_exception_of_a_progress_handler_keeps_the_completed_epochs(FittedKind kind)
    {
        var options = new TrainingOptions { Epochs = 50, BatchSize = 7 };
        Perceptron<T> network = Describe(kind).Build();

        FluentActions.Invoking(() => Fit(network, options, new ProgressHandler(ThrowAfterThree)))
            .Should().ThrowExactly<NotSupportedException>().WithMessage("the handler's own");

        Perceptron<T> twin = Fit(Describe(kind).Build(), options with { Epochs = 3 }).Network;
        network.CompletedEpochs.Should().Be(3);
        Bits(network).Should().Be(Bits(twin));
        Fit(network, options);
        Fit(twin, options);
        Bits(network).Should().Be(Bits(twin));

        static void ThrowAfterThree(TrainingProgress progress)
        {
            if (progress.Epoch == 3)
            {
                throw new NotSupportedException("the handler's own");
            }
        }
    }

    [Fact]
    public void The_first_fit_fixes_mean_and_scale()
    {
        Perceptron<T> network = Describe(FittedKind.Standardized).Build();
        Fit(network, new TrainingOptions { Epochs = 1 });
        string means = Bits(network.InputMeans);
        string scales = Bits(network.InputScales);

        network.Fit(Rows<T>(RowCount, Inputs, seed: 99), _targets);

        Bits(network.InputMeans).Should().Be(means);
        Bits(network.InputScales).Should().Be(scales);
    }

    [Fact]
    public void One_row_is_enough_for_a_regressor()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(2).WithLearningRate(0.25).WithStandardization().Build();

        network.Fit(Numbers.Of<T>(3, 4), Numbers.Of<T>(5), new TrainingOptions { Epochs = 200 });

        double.CreateTruncating(network.Predict(Numbers.Of<T>(3, 4))).Should().BeApproximately(5, 1e-5);
    }

    private static PerceptronBuilder<T> Describe(FittedKind kind)
    {
        PerceptronBuilder<T> description = kind switch
        {
            FittedKind.Softmax => Perceptron.Classifier<T>(Inputs, 3),
            FittedKind.Standardized => Perceptron.Regressor<T>(Inputs).WithStandardization(),
            _ => Perceptron.Regressor<T>(Inputs),
        };
        return description
            .WithInitialWeights(InitialWeights.GlorotUniform)
            .WithOptimizer(Optimizer.From(new HeavyBall(0.9)));
    }

    private TrainingResult<T> Fit(
        Perceptron<T> network,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) => network.ClassCount > 0
            ? network.Fit(_rows, Labels(RowCount, network.ClassCount), options, progress, cancellationToken)
            : network.Fit(_rows, _targets, options, progress, cancellationToken);

    /// <summary>Half squared error that cancels its own training on its first call.</summary>
    private readonly struct CancellingLoss(CancellationTokenSource source) : ILoss
    {
        public string Name => "cancelling";

        public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

        public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
            where TLanes : struct, ILanes<TLanes>
        {
            source.Cancel();
            derivative = logit - target;
            return derivative * derivative;
        }
    }

    /// <summary>Gradient descent whose rate falls with the number of the step.</summary>
    private struct FadingSgd : IOptimizer
    {
        private double _rate;

        public static int StatesPerWeight => 0;

        public readonly string Name => "fading-sgd";

        public void BeginStep(long stepNumber, double learningRate) => _rate = learningRate / stepNumber;

        public readonly TLanes Move<TLanes>(
            TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
            where TLanes : struct, ILanes<TLanes>
        {
            rate = TLanes.Create(_rate);
            return weight - (rate * gradient);
        }
    }

    /// <summary>Gradient descent that cancels its own training at a given step.</summary>
    private struct CancellingSgd(CancellationTokenSource source, int step) : IOptimizer
    {
        private double _rate;

        public static int StatesPerWeight => 0;

        public readonly string Name => "cancelling-sgd";

        public void BeginStep(long stepNumber, double learningRate)
        {
            _rate = learningRate;
            if (stepNumber == step)
            {
                source.Cancel();
            }
        }

        public readonly TLanes Move<TLanes>(
            TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
            where TLanes : struct, ILanes<TLanes>
        {
            rate = TLanes.Create(_rate);
            return weight - (rate * gradient);
        }
    }
}

public sealed class PerceptronFitTestsInFloat : PerceptronFitTests<float>;

public sealed class PerceptronFitTestsInDouble : PerceptronFitTests<double>;

public enum FittedKind
{
    Raw,
    Standardized,
    Softmax,
}
