using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Fifty steps and more of each optimizer, schedule and limit against PyTorch: weights, bias and every loss.</summary>
public abstract class TrajectoryTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double _relative = Numbers.For<T>(1e-12, 1e-5);

    [Theory]
    [MemberData(nameof(TrajectoryCases.Names), MemberType = typeof(TrajectoryCases))]
    public void A_training_matches_PyTorch(string run) => Check(run, _relative);

    [Fact]
    public void PyTorch_adds_a_millionth_to_the_norm_it_clips_by() =>
        Check("sgd/numbers/PyTorch's norm", Numbers.For<T>(1e-5, 2e-5));

    private static void Check(string run, double relative)
    {
        Dictionary<string, double[]> reference = TrajectoryCases.Reference;
        string[] parts = run.Split('/');
        string data = parts[1];
        PerceptronBuilder<T> description = data switch
        {
            "classes" => Perceptron.BinaryClassifier<T>(3),
            "numbers" => Perceptron.Regressor<T>(5, 2),
            _ => Perceptron.Classifier<T>(4, 3),
        };
        (Optimizer optimizer, double rate) = TrajectoryCases.Optimizers[parts[0]];
        description = description
            .WithInitialWeights(Numbers.Of<T>(reference[$"{data}/initial"]))
            .WithOptimizer(optimizer)
            .WithLearningRate(rate);
        TrajectoryCase each = TrajectoryCases.Of(run);
        description = description.WithPenalty(Penalty.L2(each.L2)).WithGradientClipping(each.Clipping);
        if (each.Rate is not null)
        {
            description = description.WithLearningRate(each.Rate(rate));
        }

        T[] inputs = Numbers.Of<T>(reference[$"{data}/inputs"]);
        double[] targets = reference[$"{data}/targets"];
        var options = new TrainingOptions { Epochs = reference[$"{run}/losses"].Length, BatchSize = each.BatchSize, Shuffle = false };
        TrainingResult<T> result = data == "labels"
            ? description.Build().Fit(inputs, [.. targets.Select(label => (int)label)], options)
            : description.Build().Fit(inputs, Numbers.Of<T>(targets), options);

        double[] losses = [.. result.LossHistory];
        ((ReadOnlySpan<double>)losses).ShouldBeClose(reference[$"{run}/losses"], relative, 0, "the losses");

        // A weight near 0 is a difference of steps that are as long as those of the largest.
        double[] weights = reference[$"{run}/weights"];
        double absolute = relative * weights.Max(Math.Abs);
        result.Network.Weights.ShouldBeClose(weights, relative, absolute, "the weights");
        result.Network.Bias.ShouldBeClose(reference[$"{run}/bias"], relative, absolute, "the bias");
    }
}

public sealed class TrajectoryTestsInDouble : TrajectoryTests<double>;

public sealed class TrajectoryTestsInFloat : TrajectoryTests<float>;

/// <summary>The settings of a trajectory besides optimizer and data.</summary>
public sealed record TrajectoryCase(int BatchSize)
{
    public double L2 { get; init; }

    public GradientClipping Clipping { get; init; }

    public Func<double, LearningRate>? Rate { get; init; }
}

public static class TrajectoryCases
{
    private const int FullBatch = TrainingOptions.FullBatch;

    internal static Dictionary<string, double[]> Reference { get; } = ReferenceFile.ByName("trajectories.csv");

    internal static Dictionary<string, (Optimizer Optimizer, double Rate)> Optimizers { get; } = new()
    {
        ["sgd"] = (Optimizer.Sgd, 0.1),
        ["momentum"] = (Optimizer.Momentum(0.8), 0.05),
        ["nesterov"] = (Optimizer.Nesterov(0.8), 0.05),
        ["adagrad"] = (Optimizer.AdaGrad(), 0.2),
        ["rmsprop"] = (Optimizer.RmsProp(), 0.02),
        ["adam"] = (Optimizer.Adam(), 0.05),
        ["adamw"] = (Optimizer.AdamW(0.1), 0.05),
    };

    public static TheoryData<string> Names =>
    [
        .. Reference.Keys.Where(key => key.EndsWith("/losses", StringComparison.Ordinal))
            .Select(key => key[..^"/losses".Length])
            .Where(run => !run.EndsWith("PyTorch's norm", StringComparison.Ordinal)),
    ];

    /// <summary>As in trajectories.py.</summary>
    public static TrajectoryCase Of(string run) => run[(run.IndexOf('/', StringComparison.Ordinal) + 1)..] switch
    {
        "classes" or "labels" => new(FullBatch),
        "numbers" => new(7),
        "classes/L2" => new(9) { L2 = 0.0625 },
        "numbers/L2" => new(FullBatch) { L2 = 0.125 },
        "classes/cosine of epochs" => new(16) { Rate = rate => LearningRate.Cosine(rate, 16, 0.001) },
        "classes/step of epochs" => new(16) { Rate = rate => LearningRate.Step(rate, 0.5, 3) },
        "classes/exponential of epochs" => new(16) { Rate = rate => LearningRate.Exponential(rate, 0.9) },
        "classes/warm-up of epochs" => new(16) { Rate = rate => LearningRate.Cosine(rate, 16).WithWarmUp(4) },
        "numbers/cosine of steps" => new(7) { Rate = rate => LearningRate.Cosine(rate, 50, unit: RateUnit.Step) },
        "numbers/warm-up of steps" => new(7) { Rate = rate => LearningRate.Constant(rate).WithWarmUp(12, RateUnit.Step) },
        "classes/plateau" => new(10)
        {
            L2 = 0.125,
            Rate = rate => LearningRate.Constant(rate).LoweredOnPlateau(0.5, 1, 0.01),
        },
        "numbers/value" => new(7) { Clipping = GradientClipping.ByValue(0.25) },
        "numbers/norm" => new(7) { L2 = 0.125, Clipping = GradientClipping.ByNorm(0.5) },
        "labels/norm" => new(FullBatch) { Clipping = GradientClipping.ByNorm(0.125) },
        "numbers/PyTorch's norm" => new(7) { Clipping = GradientClipping.ByNorm(0.5) },
        _ => throw new ArgumentOutOfRangeException(nameof(run), run, "No such run."),
    };
}
