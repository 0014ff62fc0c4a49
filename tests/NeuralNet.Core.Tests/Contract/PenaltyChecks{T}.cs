using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>What penalties and averages do to weights.</summary>
internal static class PenaltyChecks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IReadOnlyList<Check<T>> All { get; } =
    [
        new(A_penalty_does_not_touch_the_bias, description => new Twin<T>(description)
        {
            OnFit = (network, call) =>
            {
                Outcome outcome = network.Fit(call);
                T kept = T.CreateTruncating(description.Penalty.IsNone ? 1 : 0.99);
                network.SetWeights(network.Weights.ToArray(), [.. network.Bias.ToArray().Select(bias => bias * kept)]);
                return outcome;
            },
        }),
        new(A_huge_L1_makes_every_weight_exactly_zero, description => new Twin<T>(
            description.Penalty.IsNone ? description : description.WithPenalty(Penalty.L2(0.1)))),
        new(A_penalty_draws_weights_towards_zero, description => new Twin<T>(Faults<T>.Bare(description))),
        new(The_average_of_one_step_is_its_weights, Faults<T>.NudgesAfterFit),
        new(The_average_is_the_mean_of_the_weights_after_each_step, description => new Twin<T>(Faults<T>.Bare(description))),
        new(An_average_changes_no_step, description => new Twin<T>(
            description.FirstAveragedStep is null || !description.Optimizer.UsesLearningRate
                ? description
                : description.WithLearningRate(Scene<T>.Rate / 2))),
    ];

    private static void A_penalty_does_not_touch_the_bias(Scene<T> scene)
    {
        if (scene.Limits.NoPenalty is not null || (!scene.CanLearn && !(scene.Traits.IsSmooth && scene.Traits.IsConvex)))
        {
            return;
        }

        Table<T> table = scene.Data();
        PerceptronBuilder<T> penalized = scene.Describe().WithPenalty(scene.PenaltyOf(0.1));
        if (scene.CanLearn)
        {
            ILearner<T> actual = scene.Trained(penalized, table, Scene<T>.AllRows(1));
            ILearner<T> expected = scene.Trained(scene.Describe(), table, Scene<T>.AllRows(1));
            Law.SameBits(actual.Bias, expected.Bias, "the bias after a step");
            Law.DifferentBits(actual, expected, "the penalty does not touch the weights either");
            return;
        }

        // A line search makes one step of all parameters; at the optimum the loss alone is flat along the bias.
        ILearner<T> network = scene.Trained(penalized, table, Scene<T>.AllRows(200));
        double[] gradient = new Objective<T>(scene.Loss, table).GradientAt(network.Parameters());
        Law.Close<double>(
            gradient.AsSpan(network.Weights.Length), new double[network.Bias.Length], 1e-3, "the slope along the bias");
    }

    private static void A_huge_L1_makes_every_weight_exactly_zero(Scene<T> scene)
    {
        if ((scene.Limits.NoPenalty ?? scene.Limits.NoL1Penalty) is not null)
        {
            return;
        }

        // Enough for the lowest rate that an optimizer gives a weight, AdaGrad's.
        PerceptronBuilder<T> description = scene.Describe().WithPenalty(Penalty.L1(1e6));
        foreach (int batchSize in scene.BatchSizes)
        {
            ILearner<T> network = scene.Trained(description, scene.Natural(), scene.Shuffled(3, batchSize));
            foreach (T weight in network.Weights)
            {
                Law.Holds(weight == T.Zero, $"a weight of {weight} in batches of {batchSize}");
            }

            Law.Holds(!network.Bias.Contains(T.Zero), $"a bias of 0 in batches of {batchSize}");
        }
    }

    private static void A_penalty_draws_weights_towards_zero(Scene<T> scene)
    {
        if (scene.Limits.NoPenalty is not null || !scene.CanLearn)
        {
            return;
        }

        double[] start = scene.Build(scene.Describe()).Parameters();
        ILearner<T> free = scene.Trained(scene.Describe(), scene.Data(), Scene<T>.AllRows(1));
        ILearner<T> shrunk = scene.Trained(scene.Describe().WithPenalty(Penalty.L1(0.5)), scene.Data(), Scene<T>.AllRows(1));
        ILearner<T> drawn = scene.Trained(scene.Describe().WithPenalty(Penalty.L2(0.5)), scene.Data(), Scene<T>.AllRows(1));
        for (int index = 0; index < free.Weights.Length; index++)
        {
            double without = double.CreateTruncating(free.Weights[index]);
            double l1 = double.CreateTruncating(shrunk.Weights[index]);
            double l2 = double.CreateTruncating(drawn.Weights[index]);
            Law.Holds(Math.Abs(l1) < Math.Abs(without), $"L1 leaves a weight of {l1}, none {without}");

            // L2 is part of the gradient: a rate of the weight's own may take its length away, but never turns it.
            Law.Holds(
                (l2 - without) * Math.Sign(start[index]) <= Numbers.For<T>(1e-9, 1e-6),
                $"L2 leaves a weight of {l2}, none {without}, from {start[index]}");
        }
    }

    private static void The_average_of_one_step_is_its_weights(Scene<T> scene)
    {
        if (scene.Limits.NoAveraging is not null)
        {
            return;
        }

        Table<T> batch = scene.Batch(scene.Natural());
        ILearner<T> averaged = scene.Build(scene.Describe().WithAveraging());
        ILearner<T> plain = scene.Build(scene.Describe());
        averaged.Learn(batch);
        plain.Learn(batch);
        Law.SameBits(averaged, plain, "the average of one step");

        // The average of the last step alone.
        TrainingOptions options = scene.InOrder(1, scene.BatchSizes[^1]);
        int last = scene.CanTakeAllRows ? 1 : Scene<T>.Rows;
        averaged = scene.Trained(scene.Describe().WithAveraging(last), scene.Natural(), options);
        plain = Scene<T>.BuildHonest(scene.Describe());
        plain.Fit(scene.Natural(), options);
        Law.SameBits(averaged, plain, "the average of the last step");
    }

    private static void The_average_is_the_mean_of_the_weights_after_each_step(Scene<T> scene)
    {
        if (scene.Limits.NoAveraging is not null)
        {
            return;
        }

        const int First = 3;
        ILearner<T> averaged = scene.Build(scene.Describe().WithAveraging(First));
        ILearner<T> plain = scene.Build(scene.Describe());
        var sum = new double[plain.Parameters().Length];
        int steps = 0;
        foreach (Table<T> batch in scene.Data().Batches(scene.Limits.BatchSize ?? 2))
        {
            averaged.Learn(batch);
            plain.Learn(batch);
            steps++;
            if (steps >= First)
            {
                sum = [.. sum.Zip(plain.Parameters(), (total, parameter) => total + parameter)];
            }
        }

        double[] mean = [.. sum.Select(total => total / (steps - First + 1))];
        Law.Close<double>(averaged.Parameters(), mean, Numbers.For<T>(1e-12, 1e-5), "the average");
    }

    private static void An_average_changes_no_step(Scene<T> scene)
    {
        if (scene.Limits.NoAveraging is not null)
        {
            return;
        }

        Outcome averaged = scene.Build(scene.Describe().WithAveraging()).Fit(scene.Natural(), scene.Shuffled(3));
        Outcome plain = scene.Build(scene.Describe()).Fit(scene.Natural(), scene.Shuffled(3));
        Law.SameBits<double>(averaged.Losses, plain.Losses, "the losses of the weights that move");
    }
}
