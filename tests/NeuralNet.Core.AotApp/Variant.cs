using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.AotApp;

/// <summary>
/// A way to train: every built-in optimizer, and between them every schedule, penalty, limit to gradients and an average.
/// </summary>
internal sealed record Variant(string Name, Optimizer Optimizer)
{
    private static readonly TrainingOptions[] RowByRow = [new() { Epochs = 2 }];

    private static readonly TrainingOptions[] AllAtOnce = [new() { Epochs = 12 }];

    public static Variant[] All { get; } =
    [
        Of(Optimizer.Momentum()) with { Penalty = Penalty.L2(0.01), Rate = rate => LearningRate.Cosine(rate, 3).WithWarmUp(2) },
        Of(Optimizer.Nesterov()) with { Penalty = Penalty.L1(0.01), Rate = rate => LearningRate.Exponential(rate, 0.9, RateUnit.Step) },
        Of(Optimizer.AdaGrad()) with { Penalty = Penalty.ElasticNet(0.01), Rate = rate => LearningRate.InverseScaling(rate, 0.3, RateUnit.Step) },
        Of(Optimizer.RmsProp()) with { Clipping = GradientClipping.ByValue(0.125), Rate = rate => LearningRate.Step(rate, 0.5, 3, RateUnit.Step) },
        Of(Optimizer.Adam()) with { Clipping = GradientClipping.ByNorm(0.25), Rate = rate => LearningRate.Constant(rate).LoweredOnPlateau(0.5, 0) },
        Of(Optimizer.AdamW()) with { Penalty = Penalty.L1(0.001), FirstAveragedStep = 2, Rate = SawTooth.Of },
        Of(Optimizer.PassiveAggressive()) with { FirstAveragedStep = 1 },
        Of(Optimizer.SoftPassiveAggressive(0.25)),
        Of(Optimizer.Lbfgs()) with { Penalty = Penalty.L2(0.01) },
        Of(Optimizer.Lbfgs(3, 1e-5)) with { Penalty = Penalty.L1(0.01) },
        Of(Optimizer.Newton()) with { Penalty = Penalty.L2(0.01), MostInputs = 130 },
    ];

    public Penalty Penalty { get; private init; }

    public GradientClipping Clipping { get; private init; }

    public long? FirstAveragedStep { get; private init; }

    /// <summary>The most inputs it is trained on: Newton's method takes as many steps in software as the cube of their number.</summary>
    public int MostInputs { get; private init; } = int.MaxValue;

    public Func<double, LearningRate> Rate { get; private init; } = LearningRate.Constant;

    /// <summary>Whether it trains on all rows at once, and so takes no steps of a few.</summary>
    public bool IsFullBatch { get; } = TakesAllRows(Optimizer);

    /// <summary>What it is trained on: log loss, or where the loss must tell the step the hinge.</summary>
    public Case Case => Optimizer.UsesLearningRate || IsFullBatch
        ? new("log loss", 1, Loss.LogLoss, TakesLabels: true)
        : new("hinge", 1, Loss.Hinge, TakesLabels: true);

    /// <summary>The portions it can be trained in, of those that others are.</summary>
    public TrainingOptions[] PortionsOf(TrainingOptions[] portions) =>
        Optimizer.UsesLearningRate ? portions : IsFullBatch ? AllAtOnce : RowByRow;

    public PerceptronBuilder<T> Describe<T>(int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(inputs)
            .WithLoss(Case.Loss)
            .WithOptimizer(Optimizer)
            .WithPenalty(Penalty)
            .WithGradientClipping(Clipping)
            .WithInitialWeights(InitialWeights.GlorotUniform);
        description = FirstAveragedStep is { } first ? description.WithAveraging(first) : description;
        return Optimizer.UsesLearningRate ? description.WithLearningRate(Rate(0.1 / inputs)) : description;
    }

    /// <summary>Whether an optimizer trains on all rows at once.</summary>
    public static bool TakesAllRows(Optimizer optimizer) =>
        optimizer.Name.StartsWith("lbfgs", StringComparison.Ordinal) || optimizer.Name.StartsWith("newton", StringComparison.Ordinal);

    private static Variant Of(Optimizer optimizer) => new(optimizer.Name, optimizer);
}
