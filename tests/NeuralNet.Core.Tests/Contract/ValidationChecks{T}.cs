using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Rows that are held out.</summary>
internal static class ValidationChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Share = 0.25;
    private const int HeldOut = 4;

    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(A_validation_set_is_not_trained_on, description => new Twin<T>(description)
        {
            OnFit = (network, call) =>
            {
                Outcome outcome = network.Fit(call);
                if (call.Validation is { } validation)
                {
                    network.Fit(new FitCall<T> { Examples = validation, Options = call.Options });
                }

                return outcome;
            },
        }),
        new(A_validation_share_leaves_its_rows_out, description => new Twin<T>(description)
        {
            OnFit = (network, call) => network.Fit(call with { Options = call.Options! with { ValidationFraction = null } }),
        }),
        new(The_weights_of_the_best_epoch_are_kept, description => new Twin<T>(description)
        {
            OnFit = (network, call) =>
            {
                Outcome outcome = network.Fit(call);
                return call.Validation is null || outcome.BestEpoch == outcome.Epochs
                    ? outcome
                    : network.Fit(call with { Validation = null, Options = call.Options! with { Epochs = 1 } }) with
                    {
                        ValidationLosses = outcome.ValidationLosses,
                        BestEpoch = outcome.BestEpoch,
                    };
            },
        }),
        new(The_loss_on_validation_rows_is_that_of_the_weights_after_the_epoch, description => new Twin<T>(description)
        {
            OnOutcome = outcome => outcome with { ValidationLosses = [.. outcome.ValidationLosses.Select(loss => loss + 0.01)] },
        }),
    ];

    private static void A_validation_set_is_not_trained_on(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            ILearner<T> plain = scene.Trained(description, scene.Natural(), scene.Shuffled(1));
            ILearner<T> validated = scene.Build(description);
            validated.Fit(new FitCall<T>
            {
                Examples = scene.Natural().Examples,
                Options = scene.Shuffled(1),
                Validation = scene.Natural(seed: 2).Examples,
            });
            Law.SameBits(validated, plain, $"{description} with a validation set");
        }
    }

    private static void A_validation_share_leaves_its_rows_out(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Scales())
        {
            Table<T> table = scene.Natural();
            TrainingOptions options = scene.InOrder(1) with { ValidationFraction = Share };
            ILearner<T> expected = scene.Trained(description, table, options);
            int[] unseen = [.. Enumerable.Range(0, table.Rows).Where(changed =>
            {
                Table<T> other = table.MapInputs((value, row, _) => row == changed ? value - T.One : value);
                ILearner<T> network = scene.Trained(description, other, options);
                return network.Weights.SequenceEqual(expected.Weights) && network.Bias.SequenceEqual(expected.Bias);
            })];
            Law.Holds(
                unseen.Length >= HeldOut, $"rows that do not matter: {unseen.Length}, and {HeldOut} are to be held out");
            if (unseen.Length == HeldOut)
            {
                ILearner<T> without = scene.Trained(
                    description, table.Pick(Enumerable.Range(0, table.Rows).Except(unseen)), scene.InOrder(1));
                Law.SameBits(expected, without, "a training without the rows that were held out");
            }
        }
    }

    private static void The_weights_of_the_best_epoch_are_kept(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            ILearner<T> network = scene.Build(description);
            Outcome outcome = network.Fit(new FitCall<T>
            {
                Examples = scene.Natural().Examples,
                Options = scene.Shuffled(6) with { Patience = 2 },
                Validation = scene.Natural(seed: 2).Examples,
            });
            if (outcome.Epochs == 0)
            {
                continue;
            }

            Law.Holds(outcome.ValidationLosses.Length == outcome.Epochs, "an epoch without a loss on the validation rows");
            int best = 1 + Array.IndexOf(outcome.ValidationLosses, outcome.ValidationLosses.Min());
            Law.Holds(outcome.BestEpoch == best, $"epoch {outcome.BestEpoch} is told as the best, and {best} is");
            ILearner<T> expected = Scene<T>.BuildHonest(description);
            expected.Fit(scene.Natural(), scene.Shuffled(best));
            Law.SameBits(network, expected, $"{description}, the weights of epoch {best} of {outcome.Epochs}");
        }
    }

    private static void The_loss_on_validation_rows_is_that_of_the_weights_after_the_epoch(Scene<T> scene)
    {
        ILearner<T> network = scene.Build(scene.Describe());
        Table<T> validation = scene.Data(seed: 2);
        Outcome outcome = network.Fit(new FitCall<T>
        {
            Examples = scene.Data().Examples,
            Options = scene.Shuffled(1),
            Validation = validation.Examples,
        });
        double expected = new Objective<T>(scene.Loss, validation).At(network.Parameters())
            + scene.Describe().Penalty.Evaluate<T>(network.Weights);
        Law.Close<double>(outcome.ValidationLosses, [expected], 1e-5, "the loss on the validation rows");
    }
}
