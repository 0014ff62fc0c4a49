using System.Collections.ObjectModel;
using System.Numerics;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Training;
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
    /// <summary>A penalty beyond any derivative of a weight, and finite in float.</summary>
    private const double OverwhelmingStrength = 1e30;

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

    /// <summary>Sets the loss, and with it the output activation.</summary>
    /// <param name="loss">What the training makes small.</param>
    /// <param name="reduction">How the losses of a batch are put together. Default <see cref="Reduction.Mean"/>.</param>
    /// <exception cref="ArgumentNullException">The loss is null.</exception>
    /// <exception cref="ArgumentException">The loss compares outputs, and there is one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The reduction is none of the two.</exception>
    /// <exception cref="InvalidOperationException">The optimizer needs another loss, or the weights or names of classes given do not fit this one.</exception>
    public PerceptronBuilder<T> WithLoss(Loss loss, Reduction reduction = Defaults.Reduction)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (reduction is not (Reduction.Mean or Reduction.Sum))
        {
            throw new ArgumentOutOfRangeException(
                nameof(reduction), reduction, $"reduction is {(int)reduction}; it must be Reduction.Mean or Reduction.Sum.");
        }

        if (loss.CouplesOutputs && OutputCount == 1)
        {
            Throw.Argument_CoupledLossWithOneOutput(nameof(loss), loss.Name);
        }

        return Valid(new(this) { Loss = loss, Reduction = reduction });
    }

    /// <summary>Sets the optimizer.</summary>
    /// <param name="optimizer">How weights move.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="InvalidOperationException">The optimizer can't be combined with another part of the description, or its epsilon is lost in T.</exception>
    public PerceptronBuilder<T> WithOptimizer(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return Valid(new(this) { Optimizer = optimizer });
    }

    /// <summary>Sets a constant learning rate.</summary>
    /// <param name="learningRate">The length of a step along the gradient, (0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, inf), NaN, or 0 or infinite once rounded to T.</exception>
    /// <exception cref="InvalidOperationException">The optimizer finds the length of a step itself.</exception>
    public PerceptronBuilder<T> WithLearningRate(double learningRate)
    {
        Throw.IfNotPositive(learningRate);
        return WithLearningRate(LearningRate.Constant(learningRate));
    }

    /// <summary>Sets a learning rate that may change as training goes on.</summary>
    /// <param name="learningRate">The rate of every step, such as <see cref="LearningRate.Cosine"/>.</param>
    /// <exception cref="ArgumentNullException">The rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate it starts from is 0 or infinite once rounded to T.</exception>
    /// <exception cref="InvalidOperationException">The optimizer finds the length of a step itself.</exception>
    public PerceptronBuilder<T> WithLearningRate(LearningRate learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        if (learningRate.Schedule.First is { } first)
        {
            ThrowIfLost(nameof(learningRate), first, first, "Use a rate nearer to 1");
        }

        return Valid(new(this) { LearningRate = learningRate, HasOwnLearningRate = true });
    }

    /// <summary>Lets large weights cost something; the bias never does. <see cref="Penalty.None"/> takes it back.</summary>
    /// <param name="penalty">The penalty, such as <see cref="Penalty.L2"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is infinite once rounded to T.</exception>
    /// <exception cref="InvalidOperationException">The optimizer can't take a penalty.</exception>
    public PerceptronBuilder<T> WithPenalty(Penalty penalty)
    {
        double strongest = Math.Max(penalty.L1Strength, penalty.L2Strength);
        if (!T.IsFinite(T.CreateTruncating(strongest)))
        {
            ThrowIfLost(nameof(penalty), penalty, strongest, "Use a weaker one");
        }

        return Valid(new(this) { Penalty = penalty });
    }

    /// <summary>Limits the gradient of every step. <see cref="GradientClipping.None"/> takes it back.</summary>
    /// <param name="clipping">The limit, such as <see cref="GradientClipping.ByNorm"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is 0 once rounded to T.</exception>
    /// <exception cref="InvalidOperationException">The optimizer can't take one.</exception>
    public PerceptronBuilder<T> WithGradientClipping(GradientClipping clipping)
    {
        double largest = Math.Min(clipping.LargestValue, clipping.LargestNorm);
        if (T.CreateTruncating(largest) == T.Zero)
        {
            ThrowIfLost(nameof(clipping), clipping, largest, "Use a larger limit");
        }

        return Valid(new(this) { Clipping = clipping });
    }

    /// <summary>
    /// Predicts with the average of the weights after every step, from a given step on, while training goes on from the last
    /// ones: steadier than the last weights of noisy steps (B. T. Polyak and A. B. Juditsky, 1992). With
    /// the perceptron's loss this is the averaged perceptron (Y. Freund and R. E. Schapire, 1999). What Learn returns,
    /// and the loss history, are of the weights that move.
    /// </summary>
    /// <param name="firstStep">The first step whose weights count, [1, inf). Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    /// <exception cref="InvalidOperationException">The optimizer takes no steps that could be averaged.</exception>
    public PerceptronBuilder<T> WithAveraging(long firstStep = Defaults.FirstAveragedStep)
    {
        if (firstStep < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(firstStep), firstStep, Invariant(
                $"firstStep is {firstStep}; it must be 1 (average from the first step on) or more."));
        }

        return Valid(new(this) { FirstAveragedStep = firstStep });
    }

    /// <summary>
    /// Lets the rows of a class count more or less, by multiplying the weights of its rows. With
    /// <see cref="WithBalancedClasses"/> the last of the two calls counts.
    /// </summary>
    /// <param name="weights">The weight of each class <c>[classes]</c>, [0, inf), not all 0.</param>
    /// <exception cref="ArgumentException">There are not as many weights as classes, or one is negative, infinite or NaN, or all are 0.</exception>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithClassWeights(params ReadOnlySpan<double> weights)
    {
        ThrowIfNoClassesToWeigh(nameof(WithClassWeights));
        int classes = Loss.CountClasses(OutputCount);
        if (weights.Length != classes)
        {
            Throw.Argument_WrongLength(nameof(weights), weights.Length, classes, "one for each class");
        }

        for (int label = 0; label < weights.Length; label++)
        {
            if (!(weights[label] >= 0 && T.IsFinite(T.CreateTruncating(weights[label]))))
            {
                throw new ArgumentException(Invariant(
                    $"weights has {weights[label]} for class {label}; a weight must lie in [0, inf), and be finite as a {typeof(T).Name}."), nameof(weights));
            }
        }

        if (weights.ToArray().All(weight => T.CreateTruncating(weight) == T.Zero))
        {
            throw new ArgumentException("weights are all 0, so that no row would count. Give one class a weight above 0.", nameof(weights));
        }

        // -0 is 0.
        double[] own = weights.ToArray();
        for (int label = 0; label < own.Length; label++)
        {
            own[label] += 0.0;
        }

        return Valid(new(this) { ClassWeights = own.AsReadOnly(), BalancesClasses = false });
    }

    /// <summary>
    /// Lets each class count as much as any other: every Fit gives its rows the weight rows / (classes * rows of the class),
    /// of the rows it trains on and the classes among them (scikit-learn's <c>balanced</c>); rows with weights of their own
    /// are counted by these. Learn uses the weights of the last Fit.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithBalancedClasses()
    {
        ThrowIfNoClassesToWeigh(nameof(WithBalancedClasses));
        return Valid(new(this) { ClassWeights = null, BalancesClasses = true });
    }

    /// <summary>
    /// Standardizes each input to mean 0 and standard deviation 1 (constant inputs, in double also those that differ by
    /// rounding alone: scale 1). Mean and scale are fixed by the rows of the first Fit; training works on the standardized
    /// scale, and weights and bias are folded back to the raw inputs after it, so that prediction takes raw rows and costs
    /// nothing extra.
    /// </summary>
    /// <remarks>
    /// In float, an input whose scale is small against its mean (1,000,000 give or take 1) loses digits when its weight is
    /// folded: subtract a constant from it first, or use double.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The network has no bias.</exception>
    public PerceptronBuilder<T> WithStandardization()
    {
        if (!HasBias)
        {
            throw new InvalidOperationException(
                "Standardizing subtracts a mean from each input, which amounts to a bias. Leave out WithoutBias or WithStandardization.");
        }

        return new(this) { IsStandardized = true };
    }

    /// <summary>Sets the source of every random number: initial weights and the order of rows.</summary>
    /// <param name="seed">Any number; equal seeds give equal bits.</param>
    public PerceptronBuilder<T> WithSeed(long seed) => new(this) { Seed = seed };

    /// <summary>
    /// Sets how the weights start; the bias then starts at 0. Without this call weights start at 0, and the first Fit lets the bias
    /// start at the constant prediction whose loss on its rows is least.
    /// </summary>
    /// <param name="initialWeights">The rule.</param>
    /// <exception cref="ArgumentNullException">The rule is null.</exception>
    /// <exception cref="ArgumentException">The weights may be too large to be finite in T.</exception>
    /// <exception cref="InvalidOperationException">They are 0, and the loss could never leave that.</exception>
    public PerceptronBuilder<T> WithInitialWeights(InitialWeights initialWeights)
    {
        ArgumentNullException.ThrowIfNull(initialWeights);
        if (!T.IsFinite(T.CreateTruncating(initialWeights.Low)) || !T.IsFinite(T.CreateTruncating(initialWeights.High)))
        {
            throw new ArgumentException(Invariant(
                $"initialWeights lie between {initialWeights.Low} and {initialWeights.High}, more than a {typeof(T).Name} holds. Use smaller ones, or a network of double."), nameof(initialWeights));
        }

        return Valid(new(this) { ChosenInitialWeights = initialWeights, GivenWeights = null, GivenBias = null });
    }

    /// <summary>
    /// Starts from given weights and bias, which are copied; on a network that standardizes its inputs they are those of the
    /// standardized inputs.
    /// </summary>
    /// <param name="weights">The weights <c>[outputs x inputs]</c>, row-major, finite.</param>
    /// <param name="bias">The bias <c>[outputs]</c>, finite, or empty for 0.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is NaN or infinite, or a bias is given to a network without one.</exception>
    public PerceptronBuilder<T> WithInitialWeights(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias = default)
    {
        WeightCheck.Check(weights, bias, InputCount, OutputCount, HasBias);
        return new(this)
        {
            GivenWeights = weights.ToArray(),
            GivenBias = bias.IsEmpty || !HasBias ? null : bias.ToArray(),
        };
    }

    /// <summary>
    /// Names the inputs: errors about a value then name its column, and <see cref="Predictor{T}.RankFeatures"/> tells the
    /// names. Default none.
    /// </summary>
    /// <param name="names">The names <c>[inputs]</c>, in the order of the columns, all different and none blank.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than inputs, one is null or blank, or two are equal.</exception>
    public PerceptronBuilder<T> WithFeatureNames(params ReadOnlySpan<string> names) =>
        new(this) { FeatureNames = NameCheck.Copy(nameof(names), names, InputCount, "one for each input") };

    /// <summary>
    /// Names the classes of a classifier, or the labels of one with an independent label at each of several outputs. Default
    /// none.
    /// </summary>
    /// <param name="names">The names <c>[classes]</c>, that of label 0 first, all different and none blank.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than classes, one is null or blank, or two are equal.</exception>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithClassNames(params ReadOnlySpan<string> names)
    {
        int classes = CountClassesToName(nameof(WithClassNames));
        return new(this) { ClassNames = NameCheck.Copy(nameof(names), names, classes, "one for each class"), LearnsClassNames = false };
    }

    /// <summary>
    /// Learns the names of the classes in the first Fit whose labels are names: the different names, in ordinal order. They must be as
    /// many as there are classes. With <see cref="WithClassNames"/> the last of the two calls counts.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithLearnedClassNames()
    {
        CountClassesToName(nameof(WithLearnedClassNames));
        return new(this) { ClassNames = null, LearnsClassNames = true };
    }

    /// <summary>
    /// Adds something to what is known of the network, such as where its data came from; files keep it. A key that is there
    /// already gets the new value.
    /// </summary>
    /// <param name="key">The key, not blank, and not beginning with <c>neuralnet.</c>, which is the library's.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">
    /// The key is blank or the library's, or either has half of a surrogate pair; or there would be more than a file has room for: 240 keys,
    /// 512 KiB of text, or 4,096 bytes of a key, as they are written (an emoji takes 12 bytes).
    /// </exception>
    public PerceptronBuilder<T> WithMetadata(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ModelKeys.CheckOfUser(key, value);
        var metadata = new Dictionary<string, string>(Metadata, StringComparer.Ordinal) { [key] = value };
        ModelKeys.CheckRoom(metadata);
        return WithAllMetadata(metadata);
    }

    internal PerceptronBuilder<T> WithAllMetadata(IReadOnlyDictionary<string, string> metadata) =>
        new(this) { Metadata = metadata };

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

    /// <summary>Refuses a description whose parts do not fit each other.</summary>
    private static PerceptronBuilder<T> Valid(PerceptronBuilder<T> description)
    {
        Optimizer optimizer = description.Optimizer;
        OptimizerLimits limits = optimizer.Limits;
        string? reason =
            !limits.UsesLearningRate && description.HasOwnLearningRate
                ? "it finds the length of each step itself. Leave out WithLearningRate"
            : !description.Penalty.IsNone && limits.NoPenalty is { } penalty ? penalty
            : !description.Clipping.IsNone && limits.NoClipping is { } clipping ? clipping
            : description.FirstAveragedStep is not null && limits.NoAveraging is { } averaging ? averaging
            : limits.NeedsUnitSlopes && !description.Loss.HasUnitSlopes
                ? $"it takes how far a row is from its target from the loss, and the loss '{description.Loss}' does not tell. Choose Loss.Hinge or Loss.EpsilonInsensitive with WithLoss before WithOptimizer, or another optimizer"
            : limits.Epsilon is { } epsilon && !T.IsNormal(T.CreateTruncating(epsilon))
                ? Invariant($"its epsilon of {epsilon} is lost in a {typeof(T).Name}, and it would divide by 0. Use a larger one, or a network of double")
            : limits.Memory is { } memory ? MemoryReason(description, memory)
            : null;
        if (reason is not null)
        {
            throw new InvalidOperationException($"The optimizer '{optimizer}' does not fit this description: {reason}.");
        }

        if (description.Loss.StartsFlat && description.InitialWeights == InitialWeights.Zeros)
        {
            throw new InvalidOperationException(
                $"The loss '{description.Loss}' has no slope at a logit of 0, so that weights of 0 would never move. Leave out WithInitialWeights, or use InitialWeights.GlorotUniform.");
        }

        if (description.ClassNames is { } names && names.Count != description.Loss.CountClasses(description.OutputCount))
        {
            throw new InvalidOperationException(Invariant(
                $"Class names were given for {names.Count} classes, and do not fit {description.OutputCount} output(s) with the loss '{description.Loss}'. Call WithClassNames after WithOutputs and WithLoss."));
        }

        if (description.ClassWeights is { } weights && weights.Count != description.Loss.CountClasses(description.OutputCount))
        {
            throw new InvalidOperationException(Invariant(
                $"Class weights were given for {weights.Count} classes, and do not fit {description.OutputCount} output(s) with the loss '{description.Loss}'. Call WithClassWeights after WithOutputs and WithLoss."));
        }

        if (description.BalancesClasses && description.Loss.CountClasses(description.OutputCount) == 0)
        {
            throw new InvalidOperationException(
                $"Classes were to be balanced, and the loss '{description.Loss}' tells none apart. Leave out WithBalancedClasses.");
        }

        return description;
    }

    /// <summary>Why L-BFGS can't remember so many pairs of a network; null where it can.</summary>
    private static string? MemoryReason(PerceptronBuilder<T> description, int memory)
    {
        long parameters = ((long)description.InputCount * description.OutputCount) + (description.HasBias ? description.OutputCount : 0);
        long least = Lbfgs<T>.SnapshotLengthOf(parameters, 0);
        return Lbfgs<T>.SnapshotLengthOf(parameters, memory) <= Array.MaxLength ? null : Invariant(
            $"it remembers {memory} steps of {parameters} weights and biases, {Lbfgs<T>.SnapshotLengthOf(parameters, memory)} numbers; {Array.MaxLength} are possible. Use a memory of at most {(Array.MaxLength - least) / (2 * parameters)}");
    }

    /// <summary>Refuses a setting that is 0 or infinite in the network's precision.</summary>
    private static void ThrowIfLost(string parameter, object setting, double value, string cure)
    {
        T rounded = T.CreateTruncating(value);
        if (rounded == T.Zero || !T.IsFinite(rounded))
        {
            throw new ArgumentOutOfRangeException(parameter, setting, Invariant(
                $"{parameter} is {setting}, which is {rounded} as a {typeof(T).Name}. {cure}, or a network of double."));
        }
    }

    private void ThrowIfNoClassesToWeigh(string call)
    {
        if (Loss.CountClasses(OutputCount) == 0)
        {
            throw new InvalidOperationException(Invariant(
                $"{call} needs classes, and the loss '{Loss}' with {OutputCount} output(s) tells none apart. Call WithLoss first, with a loss of classification such as Loss.LogLoss, or start from BinaryClassifier or Classifier."));
        }
    }

    /// <summary>What checks examples for this network.</summary>
    internal ExampleChecker<T> CreateChecker(IReadOnlyList<string>? classNames) => new()
    {
        Inputs = InputCount,
        Outputs = OutputCount,
        Classes = Loss.CountClasses(OutputCount),
        LossName = Loss.Name,
        OutputActivationName = Loss.OutputActivation.Name,
        Domain = Loss.Targets,
        CouplesOutputs = Loss.CouplesOutputs,
        HasOneClassARow = Loss.HasOneClassARow(OutputCount),
        WeighsClasses = BalancesClasses || ClassWeights is not null,
        FeatureNames = FeatureNames,
        ClassNames = new ClassNameIndex(classNames),
    };

    private int CountClassesToName(string call)
    {
        int classes = Loss.CountClasses(OutputCount);
        return classes > 0 ? classes : throw new InvalidOperationException(
            $"This network has no classes to name: it has {OutputCount} output(s) and the loss '{Loss.Name}'. Start from BinaryClassifier or Classifier, or call WithOutputs and WithLoss before {call}.");
    }

    /// <summary>This network with a bias alone that can move: under a penalty that no gain of a weight outweighs.</summary>
    internal PerceptronBuilder<T> WithBiasAlone() => new(this)
    {
        Optimizer = Optimizer.Lbfgs(gradientTolerance: 0),
        Penalty = Penalty.L1(OverwhelmingStrength),
        Clipping = GradientClipping.None,
        FirstAveragedStep = null,
        GivenWeights = new T[InputCount * OutputCount],
        GivenBias = null,
    };

    private static void CheckWeightCount(string parameter, int inputs, int outputs)
    {
        if (((long)inputs * outputs) + outputs > WeightCheck.MostParameters)
        {
            Throw.ArgumentOutOfRange_TooManyWeights(parameter, inputs, outputs);
        }
    }
}
