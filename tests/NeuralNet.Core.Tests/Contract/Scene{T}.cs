using System.Numerics;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Tests.Optimizers;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>A pair of loss and optimizer with a way to make its networks, honest or wrong, and rows to learn from.</summary>
internal sealed class Scene<T>(Pair pair, Func<PerceptronBuilder<T>, ILearner<T>> make)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int Columns = 3;

    /// <summary>A power of two, so that their mean is exact.</summary>
    public const int Rows = 16;

    public const double Rate = 0.02;

    /// <summary>What a few epochs leave of rounding.</summary>
    public static readonly double Rounding = Numbers.For<T>(1e-9, 1e-3);

    /// <summary>
    /// How near two trainings of the same optimum come: what a few epochs leave of rounding, or what a bound of the objective leaves of the
    /// weights.
    /// </summary>
    public double Closeness => Limits.IsDual ? Numbers.For<T>(1e-4, 1e-2) : Rounding;

    public Pair Pair => pair;

    public Loss Loss => pair.Loss;

    public Optimizer Optimizer => pair.Optimizer;

    public LossTraits Traits => LossTraits.Of(pair.Loss);

    public bool IsClassifier => Loss.Targets.IsClassification;

    /// <summary>What the optimizer says that it can't do.</summary>
    public OptimizerLimits Limits => Optimizer.Limits;

    public bool CanLearn => Limits.NoSteps is null;

    public bool CanTakeAllRows => Limits.BatchSize is null or TrainingOptions.FullBatch;

    /// <summary>
    /// Whether what it does moves little where numbers move little: steps do, and a line search does unless it meets a kink.
    /// </summary>
    public bool IsContinuous => CanLearn || Traits.IsSmooth;

    public IReadOnlyList<int> BatchSizes => Limits.BatchSize is { } only ? [only] : [1, 5, TrainingOptions.FullBatch];

    public ILearner<T> Build(PerceptronBuilder<T> description) => make(description);

    /// <summary>A network that keeps every law.</summary>
    public static ILearner<T> BuildHonest(PerceptronBuilder<T> description) => new Learner<T>(description);

    /// <summary>Weights and bias start between -0.5 and 0.5; the rate is the one above where the optimizer uses one.</summary>
    public PerceptronBuilder<T> Describe(int columns = Columns, int outputs = 0)
    {
        int width = outputs > 0 ? outputs : pair.Outputs;
        var random = new Random(11);
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(columns)
            .WithOutputs(width)
            .WithLoss(Loss)
            .WithOptimizerOf(Optimizer)
            .WithInitialWeights(
                Numbers.Of<T>(random.Values(columns * width, -0.5, 0.5)), Numbers.Of<T>(random.Values(width, -0.5, 0.5)))
            .WithSeed(1);
        return Optimizer.UsesLearningRate ? description.WithLearningRate(Rate) : description;
    }

    /// <summary>The description raw, standardized, and with each of the settings that the optimizer takes.</summary>
    public IEnumerable<PerceptronBuilder<T>> Variants()
    {
        PerceptronBuilder<T> description = Describe();
        yield return description;
        yield return description.WithStandardization();
        if (Limits.NoPenalty is null)
        {
            yield return description.WithPenalty(PenaltyOf(0.01));
        }

        if (Limits.NoAveraging is null)
        {
            yield return description.WithAveraging(2);
        }

        if (Limits.NoClipping is null)
        {
            yield return description.WithGradientClipping(GradientClipping.ByNorm(0.5)).WithStandardization();
        }
    }

    /// <summary>A penalty of the kinds that the optimizer takes.</summary>
    public Penalty PenaltyOf(double strength) =>
        Limits.NoPenalty is not null ? Penalty.None : Limits.NoL1Penalty is not null ? Penalty.L2(strength) : Penalty.ElasticNet(strength);

    /// <summary>The description raw and standardized.</summary>
    public IEnumerable<PerceptronBuilder<T>> Scales() => [Describe(), Describe().WithStandardization()];

    public Table<T> Data(int seed = 1, int rows = Rows, int outputs = 0) =>
        TableMaker<T>.Make(Loss, rows, Columns, seed, outputs > 0 ? outputs : pair.Outputs);

    /// <summary>Rows with labels, of a loss of classification.</summary>
    public Table<T> Labelled(int seed = 1, int outputs = 0)
    {
        int width = outputs > 0 ? outputs : pair.Outputs;
        return TableMaker<T>.Labelled(Data(seed, outputs: width), Math.Max(2, width));
    }

    /// <summary>Rows with labels where the loss takes them, otherwise with targets.</summary>
    public Table<T> Natural(int seed = 1) => IsClassifier ? Labelled(seed) : Data(seed);

    /// <summary>As many rows of a table as the optimizer takes in a single step.</summary>
    public Table<T> Batch(Table<T> table) => table.Pick(Enumerable.Range(0, Limits.BatchSize == 1 ? 1 : 5));

    /// <summary>The portions of a step unless told, in the order of the rows.</summary>
    public TrainingOptions InOrder(int epochs, int? batchSize = null) =>
        new() { Epochs = epochs, BatchSize = batchSize ?? BatchSizes[0], Shuffle = false };

    public TrainingOptions Shuffled(int epochs, int? batchSize = null) =>
        new() { Epochs = epochs, BatchSize = batchSize ?? BatchSizes[0] };

    public static TrainingOptions AllRows(int epochs) => new() { Epochs = epochs, BatchSize = TrainingOptions.FullBatch };

    /// <summary>A network of the description after a training.</summary>
    public ILearner<T> Trained(PerceptronBuilder<T> description, Table<T> table, TrainingOptions options)
    {
        ILearner<T> network = make(description);
        network.Fit(table, options);
        return network;
    }
}
