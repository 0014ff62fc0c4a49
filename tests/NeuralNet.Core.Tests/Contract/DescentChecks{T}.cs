using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Which way weights go, against losses summed and differences taken here.</summary>
internal static class DescentChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Steps = 10;

    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(The_first_step_of_gradient_descent_is_the_rate_times_the_gradient, Faults<T>.IgnoresRowWeights),
        new(The_first_step_goes_downhill, description => new Twin<T>(description)
        {
            OnFit = (network, call) => Backwards(network, () => network.Fit(call)),
            OnLearn = (network, batch, _) => Backwards(network, () => network.Learn(batch, default)),
        }),
        new(A_full_batch_never_raises_a_smooth_convex_objective, description => new Twin<T>(
            description.Optimizer.UsesLearningRate ? description.WithLearningRate(20) : description)),
        new(What_finds_its_steps_on_all_rows_never_raises_the_objective, description => new Twin<T>(description)
        {
            OnOutcome = outcome => outcome with { Losses = [.. outcome.Losses.Reverse()] },
        }),
        new(The_loss_that_is_told_is_that_of_the_rows, description => new Twin<T>(description)
        {
            OnOutcome = outcome => outcome with { Losses = [.. outcome.Losses.Select(loss => loss * 1.01)] },
        }),
        new(A_limit_that_is_never_reached_changes_nothing_but_rounding, description => new Twin<T>(
            description.Clipping.IsNone ? description : description.WithGradientClipping(GradientClipping.ByNorm(1e-3)))),
    ];

    private static void The_first_step_of_gradient_descent_is_the_rate_times_the_gradient(Scene<T> scene)
    {
        if (scene.Optimizer != Optimizer.Sgd)
        {
            return;
        }

        foreach (Reduction reduction in (Reduction[])[Reduction.Mean, Reduction.Sum])
        {
            Table<T> table = scene.Data();
            table = table with { Weights = Numbers.Of<T>(new Random(3).Values(table.Rows, 0, 2)) };
            ILearner<T> network = scene.Build(scene.Describe().WithLoss(scene.Loss, reduction));
            double[] before = network.Parameters();
            double[] gradient = new Objective<T>(scene.Loss, table, reduction).GradientAt(before);
            network.Fit(table, Scene<T>.AllRows(1));
            double[] expected = [.. before.Zip(gradient, (weight, slope) => weight - (Scene<T>.Rate * slope))];
            Law.Close<double>(network.Parameters(), expected, Numbers.For<T>(1e-8, 1e-5), $"a step of the {reduction}");
        }
    }

    private static void The_first_step_goes_downhill(Scene<T> scene)
    {
        ILearner<T> network = scene.Build(scene.Describe());
        Table<T> table = scene.CanTakeAllRows ? scene.Data() : scene.Batch(scene.Data());
        double[] before = network.Parameters();
        double[] gradient = new Objective<T>(scene.Loss, table).GradientAt(before);
        if (scene.CanTakeAllRows)
        {
            network.Fit(table, Scene<T>.AllRows(1));
        }
        else
        {
            network.Learn(table.Examples, default);
        }

        double slope = before.Zip(network.Parameters(), (from, to) => to - from).Zip(gradient, (way, one) => way * one).Sum();
        bool isFlat = gradient.All(one => Math.Abs(one) < 1e-9);
        Law.Holds(isFlat || slope < 0, $"the slope along the step is {slope}");
    }

    private static Outcome Backwards(ILearner<T> network, Func<Outcome> train)
    {
        T[] weights = network.Weights.ToArray();
        T[] bias = network.Bias.ToArray();
        Outcome outcome = train();
        network.SetWeights(
            [.. weights.Zip(network.Weights.ToArray(), (from, to) => from + from - to)],
            [.. bias.Zip(network.Bias.ToArray(), (from, to) => from + from - to)]);
        return outcome;
    }

    private static void Backwards(ILearner<T> network, Action step) => Backwards(network, () =>
    {
        step();
        return new Outcome(StopReason.MaxEpochs, 0, [], [], null);
    });

    private static void A_full_batch_never_raises_a_smooth_convex_objective(Scene<T> scene)
    {
        if (!scene.CanTakeAllRows || !scene.Traits.IsSmooth || !scene.Traits.IsConvex)
        {
            return;
        }

        // Ten small steps do not reach the optimum, beyond which those with a memory may shoot.
        PerceptronBuilder<T> description = scene.Describe();
        description = scene.Optimizer.UsesLearningRate ? description.WithLearningRate(1e-3) : description;
        NeverRises(scene, scene.Build(description).Fit(scene.Natural(), Scene<T>.AllRows(Steps)).Losses);
    }

    private static void What_finds_its_steps_on_all_rows_never_raises_the_objective(Scene<T> scene)
    {
        if (scene.CanLearn)
        {
            return;
        }

        foreach (PerceptronBuilder<T> description in scene.Variants())
        {
            NeverRises(scene, scene.Build(description).Fit(scene.Natural(), Scene<T>.AllRows(Steps)).Losses);
        }
    }

    private static void NeverRises(Scene<T> scene, double[] losses)
    {
        for (int epoch = 1; epoch < losses.Length; epoch++)
        {
            double rounding = 16 * Numbers.Epsilon<T>() * Math.Max(1, Math.Abs(losses[epoch]));
            Law.Holds(
                losses[epoch] <= losses[epoch - 1] + rounding,
                $"the objective of '{scene.Loss}' rises from {losses[epoch - 1]:R} to {losses[epoch]:R} in epoch {epoch + 1}");
        }
    }

    private static void The_loss_that_is_told_is_that_of_the_rows(Scene<T> scene)
    {
        if (!scene.CanTakeAllRows)
        {
            return;
        }

        Table<T> table = scene.Data();
        table = table with { Weights = Numbers.Of<T>(new Random(3).Values(table.Rows, 0, 2)) };
        Penalty penalty = scene.PenaltyOf(0.1);
        ILearner<T> network = scene.Build(scene.Describe().WithPenalty(penalty));
        double[] before = network.Parameters();
        Outcome outcome = network.Fit(table, Scene<T>.AllRows(1));

        // A step is told with the loss before it, a line search with the loss it found.
        double[] after = network.Parameters();
        double loss = new Objective<T>(scene.Loss, table).At(scene.CanLearn ? before : after);
        double cost = after.Take(network.Weights.Length)
            .Sum(weight => (penalty.L1Strength * Math.Abs(weight)) + (penalty.L2Strength / 2 * weight * weight));
        Law.Close<double>(outcome.Losses, [loss + cost], Numbers.For<T>(1e-10, 1e-5), "the objective of the first epoch");
    }

    private static void A_limit_that_is_never_reached_changes_nothing_but_rounding(Scene<T> scene)
    {
        if (scene.Limits.NoClipping is not null)
        {
            return;
        }

        foreach (int batchSize in scene.BatchSizes)
        {
            ILearner<T> free = scene.Trained(scene.Describe(), scene.Natural(), scene.Shuffled(2, batchSize));
            GradientClipping[] limits = [GradientClipping.ByNorm(1e6), GradientClipping.ByValue(1e6)];
            foreach (GradientClipping clipping in limits)
            {
                ILearner<T> limited = scene.Trained(
                    scene.Describe().WithGradientClipping(clipping), scene.Natural(), scene.Shuffled(2, batchSize));
                Law.Close(limited, free, Scene<T>.Rounding, $"{clipping} in batches of {batchSize}");
            }
        }
    }
}
