using System.Collections.ObjectModel;
using System.Numerics;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The description of a network. Immutable: every step returns a new description, and one that exists is valid. Two
/// networks built from one description are independent of each other and equal in every bit.
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
        Clipping = other.Clipping;
        FirstAveragedStep = other.FirstAveragedStep;
        ClassWeights = other.ClassWeights;
        BalancesClasses = other.BalancesClasses;
        IsStandardized = other.IsStandardized;
        Seed = other.Seed;
        ChosenInitialWeights = other.ChosenInitialWeights;
        GivenWeights = other.GivenWeights;
        GivenBias = other.GivenBias;
        FeatureNames = other.FeatureNames;
        ClassNames = other.ClassNames;
        LearnsClassNames = other.LearnsClassNames;
        Metadata = other.Metadata;
    }

    /// <summary>The numbers in a row, [1, inf).</summary>
    public int InputCount { get; }

    /// <summary>The outputs of a row, [1, inf). Default 1.</summary>
    public int OutputCount { get; private init; } = Defaults.Outputs;

    /// <summary>Whether each output has a bias. Default true.</summary>
    public bool HasBias { get; private init; } = Defaults.HasBias;

    /// <summary>What the training makes small. Default <see cref="Loss.HalfSquaredError"/>.</summary>
    public Loss Loss { get; private init; } = Loss.HalfSquaredError;

    /// <summary>How the losses of a batch are put together. Default <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; private init; } = Defaults.Reduction;

    /// <summary>How weights move. Default <see cref="Optimizer.Sgd"/>.</summary>
    public Optimizer Optimizer { get; private init; } = Optimizer.Sgd;

    /// <summary>The length of a step along the gradient. Default 0.01, constant.</summary>
    public LearningRate LearningRate { get; private init; } = LearningRate.Constant(Defaults.LearningRate);

    /// <summary>What large weights cost. Default none.</summary>
    public Penalty Penalty { get; private init; }

    /// <summary>The limit to the gradient of a step. Default none.</summary>
    public GradientClipping Clipping { get; private init; }

    /// <summary>The first step whose weights are averaged, [1, inf); null where predictions use the last weights. Default null.</summary>
    public long? FirstAveragedStep { get; private init; }

    /// <summary>How much the rows of each class count <c>[classes]</c>; null where each counts once, or classes are balanced. Default null.</summary>
    public IReadOnlyList<double>? ClassWeights { get; private init; }

    /// <summary>Whether every class counts as much as any other, whatever the number of its rows. Default false.</summary>
    public bool BalancesClasses { get; private init; }

    /// <summary>Whether the inputs are standardized by mean and scale of the rows of the first Fit. Default false.</summary>
    public bool IsStandardized { get; private init; } = Defaults.Standardized;

    /// <summary>The source of every random number: initial weights and the order of rows. Default 0.</summary>
    public long Seed { get; private init; } = Defaults.Seed;

    /// <summary>
    /// Where the weights start. Default <see cref="InitialWeights.Zeros"/>, but <see cref="InitialWeights.GlorotUniform"/> for a
    /// loss that weights of 0 could never leave (half squared error through ReLU); null where numbers were given.
    /// </summary>
    public InitialWeights? InitialWeights =>
        GivenWeights is not null ? null
        : ChosenInitialWeights ?? (Loss.StartsFlat ? InitialWeights.GlorotUniform : InitialWeights.Zeros);

    /// <summary>Whether the first Fit lets the bias begin at the best constant prediction: where there is a bias, and nobody chose initial weights.</summary>
    internal bool BeginsAtBestConstant => HasBias && GivenWeights is null && ChosenInitialWeights is null;

    private InitialWeights? ChosenInitialWeights { get; init; }

    /// <summary>The names of the inputs <c>[inputs]</c>; null where none were given.</summary>
    public IReadOnlyList<string>? FeatureNames { get; private init; }

    /// <summary>The names of the classes <c>[classes]</c>, in the order of the labels; null where none were given.</summary>
    public IReadOnlyList<string>? ClassNames { get; private init; }

    /// <summary>Whether the first Fit learns the names of the classes from its labels. Default false.</summary>
    public bool LearnsClassNames { get; private init; }

    /// <summary>What is known of the network besides, and kept in its files. Default empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The shape, the output activation and the names of the network.</summary>
    internal NetworkTraits Traits => new(
        InputCount, OutputCount, Loss.CountClasses(OutputCount), Loss.OutputActivation, Loss.LabelTargets, FeatureNames, ClassNames);

    internal bool HasOwnLearningRate { get; private init; }

    internal T[]? GivenWeights { get; private init; }

    internal T[]? GivenBias { get; private init; }

    /// <summary>Sets the number of outputs.</summary>
    /// <param name="outputs">The outputs of a row, [1, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 1, too many for one array of weights, or 1 with a loss that compares outputs.</exception>
    /// <exception cref="InvalidOperationException">Initial weights, or names of classes, were given that do not fit.</exception>
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
                $"Initial weights were given for {OutputCount} outputs and do not fit {outputs}. Call WithOutputs before WithInitialWeights.");
        }

        return Valid(new(this) { OutputCount = outputs });
    }

    /// <summary>Gives each output a bias; the default.</summary>
    /// <exception cref="InvalidOperationException">The memory of L-BFGS would be too large.</exception>
    public PerceptronBuilder<T> WithBias() => Valid(new(this) { HasBias = true });

    /// <summary>Leaves the bias out: it stays 0.</summary>
    /// <exception cref="InvalidOperationException">The inputs are standardized, or an initial bias was given.</exception>
    public PerceptronBuilder<T> WithoutBias()
    {
        if (IsStandardized)
        {
            throw new InvalidOperationException(
                "Standardizing subtracts a mean from each input, which amounts to a bias. Leave out WithoutBias or WithStandardization.");
        }

        if (GivenBias is not null)
        {
            throw new InvalidOperationException(
                "An initial bias was given. Leave out WithoutBias, or give WithInitialWeights no bias.");
        }

        return new(this) { HasBias = false };
    }

    /// <summary>Builds a network. No later step or prediction allocates.</summary>
    public Perceptron<T> Build() => new(this);

    /// <summary>The description in a line.</summary>
    public override string ToString() => Invariant(
        $"{InputCount} inputs, {OutputCount} outputs{(HasBias ? string.Empty : ", no bias")}, {Loss} ({Reduction}), {Optimizer}{(Optimizer.UsesLearningRate ? $" at {LearningRate}" : string.Empty)}{(Penalty.IsNone ? string.Empty : $", {Penalty}")}{(Clipping.IsNone ? string.Empty : $", {Clipping}")}{(FirstAveragedStep is { } first ? $", averaged from step {first}" : string.Empty)}{(BalancesClasses ? ", balanced classes" : ClassWeights is null ? string.Empty : ", weighted classes")}{(IsStandardized ? ", standardized" : string.Empty)}, seed {Seed}");

    internal static PerceptronBuilder<T> Create(int inputs)
    {
        CheckWeightCount(nameof(inputs), inputs, Defaults.Outputs);
        return new PerceptronBuilder<T>(inputs);
    }
}
