using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>The message of a result: why the training ended, and what to change.</summary>
public sealed class TrainingResultTests
{
    private const string Restored = " The weights of epoch 2, the best on the validation rows, are restored.";

    [Theory]
    [InlineData(StopReason.MaxEpochs, "All epochs were run: 3.")]
    [InlineData(StopReason.Converged, "Converged after epoch 3: there is no more to gain.")]
    [InlineData(StopReason.EarlyStopped, "Stopped early after epoch 3: the validation rows gained no more.")]
    public void A_success_reports_the_epochs_and_the_kept_weights(StopReason reason, string message)
    {
        Result(reason, null, 3, 1, 1).Message.Should().Be(message);
        Result(reason, 2, 3, 1, 1).Message.Should().Be(message + Restored);
        Result(reason, 2, 3, 1, 1).ToString().Should().Be(message + Restored);
    }

    [Fact]
    public void A_cancelled_training_keeps_its_progress_or_the_best_weights()
    {
        Result(StopReason.Cancelled, null, 3, 2, 1).Message
            .Should().Be("Cancelled; complete epochs: 3. What was learned is kept.");
        Result(StopReason.Cancelled, 2, 3, 2, 1).Message.Should().Be("Cancelled; complete epochs: 3." + Restored);
        Result(StopReason.Cancelled, null).Message
            .Should().Be("Cancelled; complete epochs: 0. This network never completed an epoch: call Fit again.");
        After(100, StopReason.Cancelled).Message.Should().Be("Cancelled; complete epochs: 0. What was learned is kept.");
    }

    [Fact]
    public void A_diverged_training_keeps_the_weights_before_or_the_best_weights()
    {
        const string Reason = "Diverged in epoch 4: a weight or the loss became infinite or NaN.";
        const string Cure = "Standardize the inputs with WithStandardization(), or lower the learning rate (now 0.01).";

        Result(StopReason.Diverged, null, 1, 2, 30).Message
            .Should().Be($"{Reason} The weights before that epoch are kept. The loss rose from 1 to 30, by 28 an epoch at the end. {Cure}");
        Result(StopReason.Diverged, 2, 3, 2, 1).Message.Should().Be($"{Reason}{Restored} {Cure}");
    }

    [Fact]
    public void Reports_a_cure_for_separable_rows_and_for_losses_with_kinks()
    {
        Result(StopReason.Separable, null, 3, 2, 1).Message
            .Should().ContainAll("after epoch 3", "there is no finite optimum", "grow without end", "WithPenalty(Penalty.L2(0.01))");
        Result(StopReason.Separable, 2, 3, 2, 1).Message.Should().EndWith(Restored);
        Result(StopReason.Stalled, null, 3, 2, 1).Message
            .Should().ContainAll("Stalled after epoch 3", "no step lowers the loss", "WithStandardization()");
        Result(StopReason.Stalled, 2, 3, 2, 1).Message.Should().EndWith(Restored);
    }

    /// <summary>A cure that the description refuses would cost a reader one more attempt.</summary>
    [Theory]
    [InlineData("plain", true)]
    [InlineData("l2", true)]
    [InlineData("l1", false)]
    [InlineData("bounds", false)]
    [InlineData("wide", false)]
    [InlineData("perceptron", false)]
    public void At_a_kink_Newton_is_recommended_where_the_description_takes_it(string kind, bool takesNewton)
    {
        PerceptronBuilder<double> plain = Perceptron.WithInputs<double>(kind == "wide" ? 5000 : 2).WithOptimizer(Optimizer.Lbfgs())
            .WithLoss(kind == "perceptron" ? Loss.Perceptron : Loss.Quantile(0.9));
        PerceptronBuilder<double> description = kind switch
        {
            "l1" => plain.WithPenalty(Penalty.L1(0.1)),
            "l2" => plain.WithPenalty(Penalty.L2(0.1)),
            "bounds" => plain.WithWeightBounds(0, 1),
            _ => plain,
        };
        var report = new EpochReport(1, validates: false) { Reason = StopReason.Stalled };
        report.History.Add(1);

        string message = new TrainingResult<double>(description.Build(), report, TimeSpan.Zero).Message;

        message.Should().Contain("may have kinks").And.Contain("a smooth loss");
        message.Contains("Optimizer.Newton", StringComparison.Ordinal).Should().Be(takesNewton);
        Takes(description, Optimizer.Newton()).Should().Be(takesNewton);
    }

    [Theory]
    [InlineData(StopReason.MaxEpochs)]
    [InlineData(StopReason.Cancelled)]
    public void Reports_a_loss_that_rose_with_the_cure(StopReason reason) =>
        Result(reason, null, 1, 2, 30).Message
            .Should().ContainAll("The loss rose from 1 to 30, by 28 an epoch at the end.", "lower the learning rate (now 0.01)", "WithStandardization()");

    [Fact]
    public void Reports_a_loss_that_rose_again_but_not_one_that_only_wavers()
    {
        Result(StopReason.MaxEpochs, null, 1411, 43, 85).Message.Should().Contain("The loss fell to 43 and rose to 85 again, by 42 an epoch at the end. Standardize");
        Result(StopReason.MaxEpochs, null, 10, 1, 1.1).Message.Should().Be("All epochs were run: 3.");
        Result(StopReason.MaxEpochs, null, 0.7, 1e-9, 3e-9).Message.Should().Be("All epochs were run: 3.");
    }

    [Fact]
    public void A_negative_loss_that_fell_has_not_risen() =>
        Result(StopReason.MaxEpochs, null, -145.2988, -145.3, -145.3480).Message.Should().Be("All epochs were run: 3.");

    [Fact]
    public void A_cure_names_only_settings_that_can_still_be_changed()
    {
        TrainingResult<double> result = Perceptron.Regressor<double>(1).WithStandardization().WithPenalty(Penalty.L2(1e3)).Build()
            .Fit([1, 2, 3, 4], [2.0, 4, 6, 8], new() { Epochs = 1000 });

        result.StopReason.Should().Be(StopReason.Diverged);
        result.Message.Should().EndWith("Lower the learning rate (now 0.01), or weaken the penalty (now L2(1000)).");
    }

    [Fact]
    public void Reports_a_schedule_that_has_run_out()
    {
        Perceptron<double> network = Perceptron.Regressor<double>(1).WithLearningRate(LearningRate.Cosine(0.01, 3)).Build();
        double[] rows = [1, 2, 3], targets = [2, 4, 6];
        var options = new TrainingOptions { Epochs = 3 };

        network.Fit(rows, targets, options).Message.Should().Be("All epochs were run: 3.");
        double weight = network.Weights[0];
        network.Fit(rows, targets, options).Message
            .Should().ContainAll("cosine(0.01, 3 epochs)", "had come to 0", "no weight moved", "longer schedule");
        network.Weights[0].Should().Be(weight);
    }

    [Fact]
    public void Names_the_likelier_cause_first()
    {
        double[] rows = [100, 200, 300, 400], targets = [1, 2, 3, 4];
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(1);

        description.Build().Fit(rows, targets).Message
            .Should().EndWith("Standardize the inputs with WithStandardization(), or lower the learning rate (now 0.01).");
        description.WithLearningRate(10).Build().Fit(rows, targets).Message
            .Should().EndWith("Lower the learning rate (now 10), or standardize the inputs with WithStandardization().");
    }

    [Fact]
    public void Reports_a_loss_that_was_still_falling_with_its_pace_in_any_unit()
    {
        foreach (double unit in new[] { 1e-200, 1e-9, 1, 1e9, 1e200 })
        {
            double[] linear = [.. Enumerable.Range(0, 100).Select(epoch => unit * (1 - (0.002 * epoch)))];
            double[] settled = [.. Enumerable.Range(0, 100).Select(epoch => unit * (0.5 + Math.Pow(0.9, epoch)))];

            With(unit, linear).Message.Should().Be(FormattableString.Invariant(
                $"All epochs were run: 100. The loss was still falling, by {0.002 * unit:G3} an epoch at the end: run more epochs."));
            With(null, linear).Message.Should().Be(With(unit, linear).Message);
            With(unit, settled).Message.Should().Be("All epochs were run: 100.");
            With(null, settled).Message.Should().Be("All epochs were run: 100.");
        }
    }

    [Fact]
    public void A_loss_that_wavers_or_is_almost_0_is_not_still_falling()
    {
        double[] wavering = [.. Enumerable.Range(0, 100).Select(epoch => 1 + (0.3 * (epoch % 2 == 0 ? 1 : -1)) - (0.002 * epoch))];
        double[] vanishing = [.. Enumerable.Range(0, 100).Select(epoch => Math.Pow(0.5, epoch))];
        double[] separable = [.. Enumerable.Range(1, 100).Select(epoch => 0.7 / epoch)];

        foreach (double? constant in new double?[] { null, 1 })
        {
            foreach (double[] losses in new[] { wavering, vanishing, separable })
            {
                With(constant, losses).Message.Should().Be("All epochs were run: 100.");
            }
        }
    }

    [Fact]
    public void Does_not_report_a_falling_loss_if_the_validation_rows_no_longer_improve()
    {
        Result(StopReason.MaxEpochs, 3, 3, 2, 1).Message.Should().Contain("was still falling, by 1 an epoch");
        Result(StopReason.MaxEpochs, 2, 3, 2, 1).Message.Should().NotContain("falling");
    }

    [Theory]
    [InlineData(StopReason.MaxEpochs)]
    [InlineData(StopReason.Converged)]
    [InlineData(StopReason.EarlyStopped)]
    [InlineData(StopReason.Separable)]
    [InlineData(StopReason.Stalled)]
    [InlineData(StopReason.Cancelled)]
    public void EnsureSucceeded_returns_the_result_of_a_usable_network(StopReason reason)
    {
        TrainingResult<double> falling = Result(reason, null, 3, 2, 1);
        falling.EnsureSucceeded().Should().BeSameAs(falling);
        Result(reason, 2, 3, 2, 1).EnsureSucceeded();

        // The loss rose again, but is still below its start.
        Result(reason, null, 10, 1, 5).EnsureSucceeded();
        After(100, reason).EnsureSucceeded();
    }

    [Fact]
    public void EnsureSucceeded_throws_the_message_of_a_failure()
    {
        TrainingResult<double>[] failed =
        [
            Result(StopReason.Diverged, null, 3, 2, 1), Result(StopReason.Diverged, 2, 3, 2, 1), After(100, StopReason.Diverged),
            Result(StopReason.MaxEpochs, null, 1, 1.2), Result(StopReason.Cancelled, null, 1, 2), Result(StopReason.EarlyStopped, 3, 1, 0.9, 2),
            Result(StopReason.Cancelled, null), With(1, [2.1]), With(1, [300, 200, 100]),
        ];
        foreach (TrainingResult<double> result in failed)
        {
            result.Invoking(that => that.EnsureSucceeded()).Should().ThrowExactly<TrainingFailedException>()
                .Which.Message.Should().Be(result.Message).And.MatchRegex("(Standardize|call Fit again|run more epochs)");
        }
    }

    [Fact]
    public void EnsureSucceeded_judges_the_loss_of_the_kept_weights() =>
        Result(StopReason.EarlyStopped, 2, 1, 0.9, 2).EnsureSucceeded();

    [Fact]
    public void Reports_a_loss_worse_than_that_of_a_constant()
    {
        With(0.6931, [60, 70, 65]).Message.Should().Be(
            "All epochs were run: 3. The loss is 65, and that of a constant prediction 0.6931: the network is worse than none. Standardize the inputs with WithStandardization(), or lower the learning rate (now 0.01).");
        With(0.6931, [300, 200, 100]).Message.Should().EndWith(
            "the network is worse than none. The loss was still falling, by 100 an epoch at the end: run more epochs.");
        With(0.6931, [600, 20, 65]).Message.Should().Contain(
            "The loss fell to 20 and rose to 65 again, by 45 an epoch at the end. The loss is 65, and that of a constant prediction 0.6931");
        With(0.6931, [6, 20, 65]).Message.Should().Contain("The loss rose from 6 to 65, by 45 an epoch at the end. Standardize");
    }

    [Fact]
    public void Losses_of_the_perceptron_are_not_judged()
    {
        // The best constant, 0, has a loss of 0.
        With(0, [1, 2, 30]).EnsureSucceeded().Message.Should().Be("All epochs were run: 3.");
        With(0, [30, 2, 1]).Message.Should().Be("All epochs were run: 3.");
    }

    private static bool Takes(PerceptronBuilder<double> description, Optimizer optimizer)
    {
        try
        {
            return description.WithOptimizer(optimizer).Optimizer == optimizer;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static TrainingResult<double> Result(StopReason reason, int? bestEpoch, params ReadOnlySpan<double> losses)
    {
        var report = new EpochReport(4, validates: bestEpoch is not null) { Reason = reason, BestEpoch = bestEpoch };
        report.History.AddRange(losses);
        return new TrainingResult<double>(Perceptron.Regressor<double>(1).Build(), report, TimeSpan.Zero);
    }

    private static TrainingResult<double> With(double? constantObjective, double[] losses)
    {
        var report = new EpochReport(4, validates: false) { Reason = StopReason.MaxEpochs, ConstantObjective = constantObjective };
        report.History.AddRange(losses);
        return new TrainingResult<double>(Perceptron.Regressor<double>(1).Build(), report, TimeSpan.Zero);
    }

    private static TrainingResult<double> After(long epochs, StopReason reason) => new(
        Perceptron.Regressor<double>(1).Build(),
        new EpochReport(4, validates: false) { Reason = reason, EpochsOfNetworkBefore = epochs },
        TimeSpan.Zero);
}
