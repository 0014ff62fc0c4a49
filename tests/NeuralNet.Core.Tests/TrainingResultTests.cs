using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests;

/// <summary>What a training says of its end.</summary>
public sealed class TrainingResultTests
{
    private const string Restored = " The weights of epoch 2, the best on the validation rows, are restored.";

    [Theory]
    [InlineData(StopReason.MaxEpochs, "All epochs were run: 3.")]
    [InlineData(StopReason.Converged, "Converged after epoch 3: there is no more to gain.")]
    [InlineData(StopReason.EarlyStopped, "Stopped early after epoch 3: the validation rows gained no more.")]
    public void A_good_end_says_after_how_many_epochs_and_which_weights_are_kept(StopReason reason, string message)
    {
        Result(reason, null, 3, 2, 1).Message.Should().Be(message);
        Result(reason, 2, 3, 2, 1).Message.Should().Be(message + Restored);
        Result(reason, 2, 3, 2, 1).ToString().Should().Be(message + Restored);
    }

    [Fact]
    public void A_cancelled_training_keeps_what_was_learned_or_the_best_of_it()
    {
        Result(StopReason.Cancelled, null, 3, 2, 1).Message
            .Should().Be("Cancelled; complete epochs: 3. What was learned is kept.");
        Result(StopReason.Cancelled, 2, 3, 2, 1).Message.Should().Be("Cancelled; complete epochs: 3." + Restored);
        Result(StopReason.Cancelled, null).Message.Should().Be("Cancelled; complete epochs: 0. What was learned is kept.");
    }

    [Fact]
    public void A_diverged_training_keeps_the_weights_before_or_the_best_of_them()
    {
        const string Reason = "Diverged in epoch 4: a weight or the loss became infinite or NaN.";
        const string Cure = "Lower the learning rate (now 0.01), or standardise the inputs with Standardized().";

        Result(StopReason.Diverged, null, 1, 2, 30).Message
            .Should().Be($"{Reason} The weights before that epoch are kept. The loss rose from 1 to 30. {Cure}");
        Result(StopReason.Diverged, 2, 3, 2, 1).Message.Should().Be($"{Reason}{Restored} {Cure}");
    }

    [Fact]
    public void Separable_rows_and_losses_with_kinks_come_with_a_cure()
    {
        Result(StopReason.Separable, null, 3, 2, 1).Message
            .Should().ContainAll("after epoch 3", "there is no finite optimum", "grow without end", "WithPenalty(Penalty.L2(0.01))");
        Result(StopReason.Separable, 2, 3, 2, 1).Message.Should().EndWith(Restored);
        Result(StopReason.Stalled, null, 3, 2, 1).Message
            .Should().ContainAll("Stalled after epoch 3", "no step lowers the loss", "Standardized()");
        Result(StopReason.Stalled, 2, 3, 2, 1).Message.Should().EndWith(Restored);
    }

    [Theory]
    [InlineData(StopReason.MaxEpochs)]
    [InlineData(StopReason.Cancelled)]
    public void A_loss_that_rose_is_told_with_the_cure(StopReason reason) =>
        Result(reason, null, 1, 2, 30).Message
            .Should().ContainAll("The loss rose from 1 to 30.", "Lower the learning rate (now 0.01)", "Standardized()");

    [Fact]
    public void A_loss_that_rose_again_is_told_too_but_not_one_that_only_wavers()
    {
        Result(StopReason.MaxEpochs, null, 1411, 43, 85).Message.Should().Contain("The loss fell to 43 and rose to 85 again. Lower");
        Result(StopReason.MaxEpochs, null, 10, 1, 1.1).Message.Should().Be("All epochs were run: 3.");
        Result(StopReason.MaxEpochs, null, 0.7, 1e-9, 3e-9).Message.Should().Be("All epochs were run: 3.");
    }

    [Fact]
    public void A_loss_below_0_that_fell_has_not_risen() =>
        Result(StopReason.MaxEpochs, null, -145.2988, -145.3, -145.3480).Message.Should().Be("All epochs were run: 3.");

    [Fact]
    public void A_cure_names_only_what_the_description_leaves_to_do()
    {
        TrainingResult<double> result = Perceptron.Regressor<double>(1).Standardized().WithPenalty(Penalty.L2(1e3)).Build()
            .Fit([1, 2, 3, 4], [2.0, 4, 6, 8], new() { Epochs = 1000 });

        result.StopReason.Should().Be(StopReason.Diverged);
        result.Message.Should().EndWith("Lower the learning rate (now 0.01), or weaken the penalty (now L2(1000)).");
    }

    [Fact]
    public void A_schedule_that_has_run_out_is_told()
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

    private static TrainingResult<double> Result(StopReason reason, int? bestEpoch, params ReadOnlySpan<double> losses)
    {
        var report = new EpochReport(4, validates: bestEpoch is not null) { Reason = reason, BestEpoch = bestEpoch };
        report.History.AddRange(losses);
        return new TrainingResult<double>(Perceptron.Regressor<double>(1).Build(), report, TimeSpan.Zero);
    }
}
