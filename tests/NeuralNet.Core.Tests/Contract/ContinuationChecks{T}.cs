using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Trainings that go on, and weights that are set.</summary>
internal static class ContinuationChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(Two_epochs_and_three_more_are_five, description => new Twin<T>(description)
        {
            OnFit = (network, call) =>
            {
                if (network.CompletedEpochs > 0)
                {
                    network.SetWeights(network.Weights.ToArray(), network.Bias.ToArray());
                }

                return network.Fit(call);
            },
        }),
        new(The_losses_of_every_epoch_are_told_and_finite, description => new Twin<T>(description)
        {
            OnOutcome = outcome => outcome with { Losses = outcome.Losses[1..] },
        }),
        new(Weights_that_are_set_are_those_that_are_told, description => new Twin<T>(description)
        {
            OnSetWeights = (network, weights, bias) => network.SetWeights(weights, default),
        }),
        new(After_weights_are_set_the_optimizer_begins_anew, description => new Twin<T>(description)
        {
            OnSetWeights = (network, weights, bias) =>
            {
                // A step of no length, so that the next one is not the first.
                network.SetWeights(weights, bias);
                if (description.Optimizer.Limits.NoSteps is null && description.OutputCount == 1)
                {
                    Table<T> row = TableMaker<T>.Make(description.Loss, rows: 1, description.InputCount, seed: 1);
                    network.LearnRow((row with { Weights = [T.Zero] }).Examples);
                }
            },
        }),
        new(A_rate_of_zero_moves_nothing, Faults<T>.NudgesAfterFit),
    ];

    private static void Two_epochs_and_three_more_are_five(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            foreach (int batchSize in scene.BatchSizes)
            {
                ILearner<T> whole = scene.Build(description);
                Outcome five = whole.Fit(scene.Natural(), scene.Shuffled(5, batchSize));
                if (five.StopReason != StopReason.MaxEpochs)
                {
                    continue;
                }

                ILearner<T> interrupted = scene.Build(description);
                Outcome two = interrupted.Fit(scene.Natural(), scene.Shuffled(2, batchSize));
                Outcome three = interrupted.Fit(scene.Natural(), scene.Shuffled(3, batchSize));
                Law.SameBits(interrupted, whole, $"{description} in batches of {batchSize}");
                Law.SameBits<double>([.. two.Losses, .. three.Losses], five.Losses, "the losses of all epochs");
            }
        }
    }

    private static void The_losses_of_every_epoch_are_told_and_finite(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            foreach (int batchSize in scene.BatchSizes)
            {
                Outcome outcome = scene.Build(description).Fit(scene.Natural(), scene.Shuffled(3, batchSize));
                string what = $"{description} in batches of {batchSize}: {outcome.StopReason}, {outcome.Epochs} epochs";
                Law.Holds(outcome.Losses.Length == outcome.Epochs, $"{what}, {outcome.Losses.Length} losses");
                Law.Holds(outcome.Losses.All(double.IsFinite), $"{what}, a loss that is not finite");
                bool isWhole = outcome.StopReason == StopReason.MaxEpochs;
                Law.Holds(!isWhole || outcome.Epochs == 3, what);
                Law.Holds(isWhole || scene.Limits.NoSteps is not null, what);
            }
        }
    }

    private static void Weights_that_are_set_are_those_that_are_told(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            ILearner<T> source = scene.Trained(description, scene.Natural(), scene.Shuffled(2));
            ILearner<T> target = scene.Trained(description, scene.Natural(seed: 2), scene.Shuffled(1));
            target.SetWeights(source.Weights, source.Bias);
            Law.SameBits(target, source, $"{description}, the weights that were set");
            Law.SameBits<T>(target.Logits(scene.Data()), source.Logits(scene.Data()), "the logits of set weights");
            if (scene.CanLearn && scene.Pair.Outputs == 1 && description.Penalty.IsNone)
            {
                // A step of no length goes to the scale of training and back, and may take a decay on the way.
                target.LearnRow((scene.Natural().Pick([0]) with { Weights = [T.Zero] }).Examples);
                Law.Close(target, source, 1e-3, $"{description}, the set weights after a step of weight 0");
            }
        }
    }

    private static void After_weights_are_set_the_optimizer_begins_anew(Scene<T> scene)
    {
        foreach (PerceptronBuilder<T> description in scene.Variants().Where(variant => !variant.IsStandardized))
        {
            ILearner<T> used = scene.Trained(description, scene.Natural(seed: 2), scene.InOrder(2));
            used.SetWeights(description.GivenWeights, description.GivenBias);
            used.Fit(scene.Natural(), scene.InOrder(2));
            ILearner<T> fresh = scene.Trained(description, scene.Natural(), scene.InOrder(2));
            Law.SameBits(used, fresh, $"{description} from set weights");
        }
    }

    private static void A_rate_of_zero_moves_nothing(Scene<T> scene)
    {
        LearningRate ending = LearningRate.Cosine(Scene<T>.Rate, length: 1);
        if (!scene.Optimizer.UsesLearningRate)
        {
            Law.Refuses<InvalidOperationException>(
                () => scene.Describe().WithLearningRate(ending), "a rate where the optimizer finds the length of a step");
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Variants().Where(variant => variant.FirstAveragedStep is null))
        {
            ILearner<T> network = scene.Trained(description.WithLearningRate(ending), scene.Natural(), scene.Shuffled(1));
            T[] weights = network.Weights.ToArray();
            T[] bias = network.Bias.ToArray();
            network.Fit(scene.Natural(), scene.Shuffled(2));
            Law.SameBits(network.Weights, weights, $"{description}, the weights by a rate of 0");
            Law.SameBits(network.Bias, bias, $"{description}, the bias by a rate of 0");
        }
    }
}
