using System.Collections.ObjectModel;
using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The description of a network. Immutable: each method returns a new, valid description. Networks built from the same description
/// are independent of each other and equal in every bit.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class PerceptronBuilder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private PerceptronBuilder(int inputs) => InputCount = inputs;

    private PerceptronBuilder(PerceptronBuilder<T> other)
    {
        InputCount = other.InputCount;
        OutputCount = other.OutputCount;
        HasBias = other.HasBias;
        Loss = other.Loss;
        Reduction = other.Reduction;
        Optimizer = other.Optimizer;
        LearningRate = other.LearningRate;
        HasOwnLearningRate = other.HasOwnLearningRate;
        Penalty = other.Penalty;
        PenaltyFactors = other.PenaltyFactors;
        Bounds = other.Bounds;
        Clipping = other.Clipping;
        FirstAveragedStep = other.FirstAveragedStep;
        ClassWeights = other.ClassWeights;
        BalancesClasses = other.BalancesClasses;
        IsStandardized = other.IsStandardized;
        GivenStandardization = other.GivenStandardization;
        HasRunningStandardization = other.HasRunningStandardization;
        IsCentered = other.IsCentered;
        Seed = other.Seed;
        ChosenInitialWeights = other.ChosenInitialWeights;
        GivenWeights = other.GivenWeights;
        GivenBias = other.GivenBias;
        FeatureNames = other.FeatureNames;
        ClassNames = other.ClassNames;
        LearnsClassNames = other.LearnsClassNames;
        Metadata = other.Metadata;
    }

    /// <summary>The number of values in a row, [1, inf).</summary>
    public int InputCount { get; }

    /// <summary>The number of outputs of a row, [1, inf). Default 1.</summary>
    public int OutputCount { get; private init; } = Defaults.Outputs;

    /// <summary>Whether each output has a bias. Default true.</summary>
    public bool HasBias { get; private init; } = Defaults.HasBias;

    /// <summary>The loss that training minimizes. Default <see cref="Loss.HalfSquaredError"/>.</summary>
    public Loss Loss { get; private init; } = Loss.HalfSquaredError;

    /// <summary>Whether the losses of a batch are averaged or summed. Default <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; private init; } = Defaults.Reduction;

    /// <summary>The rule that updates the weights. Default <see cref="Optimizer.Sgd"/>.</summary>
    public Optimizer Optimizer { get; private init; } = Optimizer.Sgd;

    /// <summary>The step size along the gradient. Default 0.01, constant.</summary>
    public LearningRate LearningRate { get; private init; } = LearningRate.Constant(Defaults.LearningRate);

    /// <summary>The penalty for large weights. Default none.</summary>
    public Penalty Penalty { get; private init; }

    /// <summary>What multiplies the penalty of the weights of each input <c>[inputs]</c>, [0, inf); null if all are 1. Default null.</summary>
    public IReadOnlyList<double>? PenaltyFactors { get; private init; }

    /// <summary>Whether there is a penalty, and an input that has it.</summary>
    internal bool Penalizes => !Penalty.IsNone && PenaltyFactors?.All(factor => factor == 0) != true;

    /// <summary>The limit of the gradient of a step. Default none.</summary>
    public GradientClipping Clipping { get; private init; }

    /// <summary>The first step whose weights are averaged, [1, inf); null if predictions use the last weights. Default null.</summary>
    public long? FirstAveragedStep { get; private init; }

    /// <summary>The weight of the rows of each class <c>[classes]</c>; null if all are 1 or classes are balanced. Default null.</summary>
    public IReadOnlyList<double>? ClassWeights { get; private init; }

    /// <summary>Whether all classes have the same total weight, however many rows each has. Default false.</summary>
    public bool BalancesClasses { get; private init; }

    /// <summary>
    /// Whether the inputs are standardized, with the mean and scale of the rows of the first Fit unless others were given or they run.
    /// Default false.
    /// </summary>
    public bool IsStandardized { get; private init; } = Defaults.Standardized;

    /// <summary>Whether standardization subtracts the mean of each input, not only divides by its scale. Default true.</summary>
    public bool IsCentered { get; private init; } = Defaults.Centered;

    /// <summary>Whether mean and scale follow the rows that Learn takes. Default false.</summary>
    public bool HasRunningStandardization { get; private init; }

    /// <summary>The seed of all random numbers: initial weights and the order of rows. Default 0.</summary>
    public long Seed { get; private init; } = Defaults.Seed;

    /// <summary>
    /// The rule for the initial weights. Default <see cref="InitialWeights.Zeros"/>, but <see cref="InitialWeights.GlorotUniform"/> for a
    /// loss that can't move weights of 0 (half squared error through ReLU); null if the weights themselves were given.
    /// </summary>
    public InitialWeights? InitialWeights =>
        GivenWeights is not null ? null
        : ChosenInitialWeights ?? (Loss.StartsFlat ? InitialWeights.GlorotUniform : InitialWeights.Zeros);

    /// <summary>Whether the first Fit starts the bias at the best constant prediction: if there is a bias, and no initial weights were chosen.</summary>
    internal bool BeginsAtBestConstant => HasBias && GivenWeights is null && ChosenInitialWeights is null;

    private InitialWeights? ChosenInitialWeights { get; init; }

    /// <summary>The names of the inputs <c>[inputs]</c>; null if they have none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; private init; }

    /// <summary>The names of the classes <c>[classes]</c>, in the order of the labels; null if they have none.</summary>
    public IReadOnlyList<string>? ClassNames { get; private init; }

    /// <summary>Whether the first Fit learns the names of the classes from its labels. Default false.</summary>
    public bool LearnsClassNames { get; private init; }

    /// <summary>User metadata saved with the network. Default empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The shape, the output activation, the classes and the names of the network.</summary>
    internal NetworkTraits Traits =>
        new(InputCount, OutputCount, Loss.CountClasses(OutputCount), Loss.OutputActivation, Loss.LabelTargets, FeatureNames, ClassNames)
        {
            Quantile = Loss.QuantileShare,
        };

    internal Standardization<T>? GivenStandardization { get; private init; }

    internal bool HasOwnLearningRate { get; private init; }

    internal T[]? GivenWeights { get; private init; }

    internal T[]? GivenBias { get; private init; }

    /// <summary>Sets the number of outputs.</summary>
    /// <param name="outputs">The number of outputs of a row, [1, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">outputs is below 1, too large for one array of weights, or 1 with a loss that compares outputs.</exception>
    /// <exception cref="InvalidOperationException">Initial weights, bounds, class weights or class names were given for another number of outputs, or the memory of L-BFGS would be too large.</exception>
    public PerceptronBuilder<T> WithOutputs(int outputs)
    {
        Throw.IfNotPositive(outputs);
        CheckWeightCount(nameof(outputs), InputCount, outputs);
        if (outputs == 1 && Loss.CouplesOutputs)
        {
            throw new ArgumentOutOfRangeException(
                nameof(outputs), outputs, $"outputs is 1, and the loss '{Loss.Name}' compares the outputs of a row. Use 2 or more, or Loss.LogLoss.");
        }

        if (GivenWeights is not null && outputs != OutputCount)
        {
            throw new InvalidOperationException(
                $"Initial weights were given for {Shown.Count(OutputCount, "output")} and do not fit {outputs}. Call WithOutputs before WithInitialWeights.");
        }

        if (Bounds is { } bounds && bounds.Length != 2 * InputCount && outputs != OutputCount)
        {
            throw new InvalidOperationException(
                $"Bounds were given for the weights of {Shown.Count(OutputCount, "output")} and do not fit {outputs}. Call WithOutputs before WithWeightBounds.");
        }

        return Valid(new(this) { OutputCount = outputs });
    }

    /// <summary>Adds a bias to each output. This is the default.</summary>
    /// <exception cref="InvalidOperationException">The memory of L-BFGS would be too large.</exception>
    public PerceptronBuilder<T> WithBias() => Valid(new(this) { HasBias = true });

    /// <summary>Leaves out the bias: it stays 0.</summary>
    /// <exception cref="InvalidOperationException">The inputs are centered, or an initial bias was given.</exception>
    public PerceptronBuilder<T> WithoutBias()
    {
        if (IsStandardized && IsCentered)
        {
            Throw.InvalidOperation_NoBiasToStandardize();
        }

        if (GivenBias is not null)
        {
            throw new InvalidOperationException(
                "An initial bias was given. Leave out WithoutBias, or pass no bias to WithInitialWeights.");
        }

        return new(this) { HasBias = false };
    }

    /// <summary>Builds a network. Its later steps and predictions allocate nothing.</summary>
    public Perceptron<T> Build() => new(this);

    /// <summary>Returns the description in one line.</summary>
    public override string ToString() => Invariant(
        $"{Shown.Count(InputCount, "input")}, {Shown.Count(OutputCount, "output")}{(HasBias ? string.Empty : ", no bias")}, {Loss} ({Reduction}), {Optimizer}{(Optimizer.UsesLearningRate ? $" at {LearningRate}" : string.Empty)}{(Penalty.IsNone ? string.Empty : $", {Penalty}")}{(PenaltyFactors is null ? string.Empty : ", penalty factors")}{(Bounds is null ? string.Empty : ", bounded weights")}{(Clipping.IsNone ? string.Empty : $", {Clipping}")}{(FirstAveragedStep is { } first ? $", averaged from step {first}" : string.Empty)}{(BalancesClasses ? ", balanced classes" : ClassWeights is null ? string.Empty : ", weighted classes")}{(HasRunningStandardization ? ", standardized by the rows so far" : !IsStandardized ? string.Empty : IsCentered ? ", standardized" : ", scaled")}, seed {Seed}");

    internal static PerceptronBuilder<T> Create(int inputs)
    {
        CheckWeightCount(nameof(inputs), inputs, Defaults.Outputs);
        return new PerceptronBuilder<T>(inputs);
    }
}
