using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Trainings that are watched and ended from outside.</summary>
internal static class ControlChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(A_training_cancelled_before_it_begins_changes_nothing, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call with { CancellationToken = default }),
        }),
        new(A_cancelled_training_keeps_its_epochs_and_goes_on_in_the_same_bits, ForgetsWhatIsInterrupted),
        new(Progress_is_told_once_an_epoch_in_order, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call with
            {
                Progress = new ProgressHandler(progress =>
                {
                    if (progress.Epoch != 2)
                    {
                        call.Progress?.Report(progress);
                    }
                }),
            }),
        }),
        new(An_exception_of_the_progress_handler_keeps_what_was_learned, ForgetsWhatIsInterrupted),
        new(A_call_from_the_progress_handler_may_predict_and_may_not_train, description => new Twin<T>(description)
        {
            // The handler is asked once the training is over, when nothing keeps it from training.
            OnFit = (network, call) =>
            {
                var told = new List<TrainingProgress>();
                Outcome outcome = network.Fit(call with { Progress = new ProgressHandler(told.Add) });
                told.ForEach(progress => call.Progress?.Report(progress));
                return outcome;
            },
        }),
        new(What_no_longer_gains_has_converged, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call with { Options = call.Options! with { Tolerance = null } }),
        }),
    ];

    private static Twin<T> ForgetsWhatIsInterrupted(PerceptronBuilder<T> description) => new Twin<T>(description)
    {
        OnFit = (network, call) =>
        {
            StopReason? reason = null;
            try
            {
                Outcome outcome = network.Fit(call);
                reason = outcome.StopReason;
                return outcome;
            }
            finally
            {
                if (reason is null or StopReason.Cancelled && network.CompletedEpochs > 0)
                {
                    network.SetWeights(description.GivenWeights, description.GivenBias);
                }
            }
        },
    };

    private static void A_training_cancelled_before_it_begins_changes_nothing(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            ILearner<T> cancelled = scene.Build(description);
            ILearner<T> left = scene.Build(description);
            Outcome outcome = cancelled.Fit(new FitCall<T>
            {
                Examples = scene.Natural(seed: 2).Examples,
                Options = scene.Shuffled(2),
                CancellationToken = new CancellationToken(canceled: true),
            });
            Law.Holds(
                outcome is { StopReason: StopReason.Cancelled, Epochs: 0, Losses: [] },
                $"{outcome.StopReason} after {outcome.Epochs} epochs of a training that was cancelled before it began");
            Law.SameBits(cancelled, left, $"{description}, cancelled");
            cancelled.Fit(scene.Natural(), scene.Shuffled(2));
            left.Fit(scene.Natural(), scene.Shuffled(2));
            Law.SameBits(cancelled, left, $"{description}, the training after one that was cancelled");
        }
    }

    private static void A_cancelled_training_keeps_its_epochs_and_goes_on_in_the_same_bits(Scene<T> scene) =>
        GoesOn(scene, (network, call) =>
        {
            using var source = new CancellationTokenSource();
            Outcome outcome = network.Fit(call with
            {
                CancellationToken = source.Token,
                Progress = new ProgressHandler(progress =>
                {
                    if (progress.Epoch == 2)
                    {
                        source.Cancel();
                    }
                }),
            });
            Law.Holds(
                outcome is { StopReason: StopReason.Cancelled, Epochs: 2 },
                $"{outcome.StopReason} after {outcome.Epochs} epochs");
        });

    private static void An_exception_of_the_progress_handler_keeps_what_was_learned(Scene<T> scene) =>
        GoesOn(scene, (network, call) => Law.Refuses<NotSupportedException>(
            () => network.Fit(call with
            {
                Progress = new ProgressHandler(progress =>
                {
                    if (progress.Epoch == 2)
                    {
                        throw new NotSupportedException();
                    }
                }),
            }),
            "a handler that throws"));

    /// <summary>A training that ends after two epochs, and then goes on, gives the bits of one that did not.</summary>
    private static void GoesOn(Scene<T> scene, Action<ILearner<T>, FitCall<T>> interrupted)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            Table<T> table = scene.Natural();
            ILearner<T> whole = Scene<T>.BuildHonest(description);
            if (whole.Fit(table, scene.Shuffled(4)).StopReason != StopReason.MaxEpochs)
            {
                continue;
            }

            ILearner<T> network = scene.Build(description);
            interrupted(network, new FitCall<T> { Examples = table.Examples, Options = scene.Shuffled(4) });
            Law.Holds(network.Parameters().All(double.IsFinite), "a weight is not finite after an interruption");
            network.Fit(table, scene.Shuffled(2));
            Law.SameBits(network, whole, $"{description}, interrupted");
        }
    }

    private static void Progress_is_told_once_an_epoch_in_order(Scene<T> scene)
    {
        var told = new List<TrainingProgress>();
        Outcome outcome = scene.Build(scene.Describe()).Fit(scene.Natural(), scene.Shuffled(3), told.Add);
        Law.SameBits<int>(
            [.. told.Select(progress => progress.Epoch)], [.. Enumerable.Range(1, outcome.Epochs)], "the epochs that were told");
        Law.SameBits<double>([.. told.Select(progress => progress.Loss)], outcome.Losses, "the losses that were told");
        Law.Holds(told.All(progress => progress is { Epochs: 3, ValidationLoss: null }), "progress tells of other epochs");
    }

    private static void A_call_from_the_progress_handler_may_predict_and_may_not_train(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Scales())
        {
            Table<T> table = scene.Natural();
            ILearner<T> network = scene.Build(description);
            network.Fit(table, scene.Shuffled(2), _ =>
            {
                T[] logits = network.Logits(table);
                Law.SameBits<T>(network.Freeze().Logits(table), logits, "the logits of a network frozen between two epochs");
                Law.Refuses<InvalidOperationException>(() => network.Fit(table, scene.Shuffled(1)), "a Fit within a Fit");
                Law.Refuses<InvalidOperationException>(() => network.Learn(scene.Batch(table)), "a step within a Fit");
                Law.Refuses<InvalidOperationException>(
                    () => network.SetWeights(description.GivenWeights, description.GivenBias), "weights set within a Fit");
            });
            ILearner<T> expected = Scene<T>.BuildHonest(description);
            expected.Fit(table, scene.Shuffled(2));
            Law.SameBits(network, expected, "a training that was looked at");
        }
    }

    private static void What_no_longer_gains_has_converged(Scene<T> scene)
    {
        // No epoch gains a million: from the third on the training ends, unless the objective is above that of the first.
        TrainingOptions options = scene.Shuffled(6) with { Tolerance = 1e6, Patience = 2 };
        Outcome outcome = scene.Build(scene.Describe()).Fit(scene.Natural(), options);
        int end = Array.FindIndex(outcome.Losses, Math.Min(2, outcome.Epochs), loss => loss <= outcome.Losses[0]);
        bool hasEnded = outcome.StopReason is StopReason.Converged or StopReason.Stalled or StopReason.Separable;
        Law.Holds(
            end < 0 ? outcome.Epochs is < 3 or 6 : hasEnded && outcome.Epochs == end + 1,
            $"{outcome.StopReason} after {outcome.Epochs} epochs without gain");
    }
}
