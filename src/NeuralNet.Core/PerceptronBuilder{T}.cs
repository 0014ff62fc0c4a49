using System.Numerics;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The description of a network. Immutable: every step returns a new description, and one that exists is valid. Two
/// networks built from one description are independent of each other and equal in every bit.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PerceptronBuilder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private PerceptronBuilder(int inputs) => Inputs = inputs;

    private PerceptronBuilder(PerceptronBuilder<T> other)
    {
        Inputs = other.Inputs;
        Outputs = other.Outputs;
        HasBias = other.HasBias;
        Loss = other.Loss;
        Reduction = other.Reduction;
        Optimizer = other.Optimizer;
        LearningRate = other.LearningRate;
        IsStandardized = other.IsStandardized;
        Seed = other.Seed;
        InitialWeights = other.InitialWeights;
        GivenWeights = other.GivenWeights;
        GivenBias = other.GivenBias;
    }

    /// <summary>The numbers in a row, [1, inf).</summary>
    public int Inputs { get; }

    /// <summary>The outputs of a row, [1, inf). Default 1.</summary>
    public int Outputs { get; private init; } = Defaults.Outputs;

    /// <summary>Whether each output has a bias. Default true.</summary>
    public bool HasBias { get; private init; } = Defaults.HasBias;

    /// <summary>What the training makes small. Default <see cref="Loss.HalfSquaredError"/>.</summary>
    public Loss Loss { get; private init; } = Loss.HalfSquaredError;

    /// <summary>How the losses of a batch are put together. Default <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; private init; } = Defaults.Reduction;

    /// <summary>How weights move. Default <see cref="Optimizer.Sgd"/>.</summary>
    public Optimizer Optimizer { get; private init; } = Optimizer.Sgd;

    /// <summary>The length of a step along the gradient, (0, inf). Default 0.01.</summary>
    public double LearningRate { get; private init; } = Defaults.LearningRate;

    /// <summary>Whether the inputs are standardised by mean and scale of the rows of the first Fit. Default false.</summary>
    public bool IsStandardized { get; private init; } = Defaults.Standardized;

    /// <summary>The source of every random number: initial weights and the order of rows. Default 0.</summary>
    public long Seed { get; private init; } = Defaults.Seed;

    /// <summary>Where the weights start. Default <see cref="InitialWeights.Zeros"/>; null where numbers were given.</summary>
    public InitialWeights? InitialWeights { get; private init; } = InitialWeights.Zeros;

    internal T[]? GivenWeights { get; private init; }

    internal T[]? GivenBias { get; private init; }

    /// <summary>Sets the number of outputs.</summary>
    /// <param name="outputs">The outputs of a row, [1, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 1, too many for one array of weights, or 1 with a loss that compares outputs.</exception>
    /// <exception cref="InvalidOperationException">Initial weights were given for another number of outputs.</exception>
    public PerceptronBuilder<T> WithOutputs(int outputs)
    {
        Throw.IfNotPositive(outputs);
        CheckWeightCount(nameof(outputs), Inputs, outputs);
        if (outputs == 1 && Loss.CouplesOutputs)
        {
            throw new ArgumentOutOfRangeException(
                nameof(outputs), outputs, $"outputs is 1, and the loss '{Loss.Name}' compares the outputs of a row. Use 2 or more, or Loss.LogLoss.");
        }

        if (GivenWeights is not null && outputs != Outputs)
        {
            throw new InvalidOperationException(
                $"Initial weights were given for {Outputs} outputs and do not fit {outputs}. Call WithOutputs before WithInitialWeights.");
        }

        return new(this) { Outputs = outputs };
    }

    /// <summary>Gives each output a bias; the default.</summary>
    public PerceptronBuilder<T> WithBias() => new(this) { HasBias = true };

    /// <summary>Leaves the bias out: it stays 0.</summary>
    /// <exception cref="InvalidOperationException">The inputs are standardised, or an initial bias was given.</exception>
    public PerceptronBuilder<T> WithoutBias()
    {
        if (IsStandardized)
        {
            throw new InvalidOperationException(
                "Standardising subtracts a mean from each input, which amounts to a bias. Leave out WithoutBias or Standardized.");
        }

        if (GivenBias is not null)
        {
            throw new InvalidOperationException(
                "An initial bias was given. Leave out WithoutBias, or give WithInitialWeights no bias.");
        }

        return new(this) { HasBias = false };
    }

    /// <summary>Sets the loss, and with it the link.</summary>
    /// <param name="loss">What the training makes small.</param>
    /// <param name="reduction">How the losses of a batch are put together. Default <see cref="Reduction.Mean"/>.</param>
    /// <exception cref="ArgumentNullException">The loss is null.</exception>
    /// <exception cref="ArgumentException">The loss compares outputs, and there is one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The reduction is none of the two.</exception>
    public PerceptronBuilder<T> WithLoss(Loss loss, Reduction reduction = Defaults.Reduction)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (reduction is not (Reduction.Mean or Reduction.Sum))
        {
            throw new ArgumentOutOfRangeException(
                nameof(reduction), reduction, $"reduction is {(int)reduction}; it must be Reduction.Mean or Reduction.Sum.");
        }

        if (loss.CouplesOutputs && Outputs == 1)
        {
            Throw.Argument_CoupledLossWithOneOutput(nameof(loss), loss.Name);
        }

        return new(this) { Loss = loss, Reduction = reduction };
    }

    /// <summary>Sets the optimizer.</summary>
    /// <param name="optimizer">How weights move.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    public PerceptronBuilder<T> WithOptimizer(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new(this) { Optimizer = optimizer };
    }

    /// <summary>Sets a constant learning rate.</summary>
    /// <param name="learningRate">The length of a step along the gradient, (0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, inf), NaN, or 0 or infinite once rounded to T.</exception>
    public PerceptronBuilder<T> WithLearningRate(double learningRate)
    {
        Throw.IfNotPositive(learningRate);
        T rate = T.CreateTruncating(learningRate);
        if (rate == T.Zero || !T.IsFinite(rate))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, Invariant(
                $"learningRate is {learningRate}, which is {rate} as a {typeof(T).Name}. Use a rate nearer to 1, or a network of double."));
        }

        return new(this) { LearningRate = learningRate };
    }

    /// <summary>
    /// Standardises each input to mean 0 and standard deviation 1 (constant inputs: scale 1). Mean and scale are fixed by
    /// the rows of the first Fit; training works on the standardised scale, and weights and bias are folded back to the
    /// raw inputs after it, so that prediction takes raw rows and costs nothing extra.
    /// </summary>
    /// <remarks>
    /// In float, an input whose scale is small against its mean (1,000,000 give or take 1) loses digits when its weight is
    /// folded: subtract a constant from it first, or use double.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The network has no bias.</exception>
    public PerceptronBuilder<T> Standardized()
    {
        if (!HasBias)
        {
            throw new InvalidOperationException(
                "Standardising subtracts a mean from each input, which amounts to a bias. Leave out WithoutBias or Standardized.");
        }

        return new(this) { IsStandardized = true };
    }

    /// <summary>Sets the source of every random number: initial weights and the order of rows.</summary>
    /// <param name="seed">Any number; equal seeds give equal bits.</param>
    public PerceptronBuilder<T> WithSeed(long seed) => new(this) { Seed = seed };

    /// <summary>Sets how the weights start; the bias starts at 0.</summary>
    /// <param name="initialWeights">The rule.</param>
    /// <exception cref="ArgumentNullException">The rule is null.</exception>
    /// <exception cref="ArgumentException">The weights may be too large to be finite in T.</exception>
    public PerceptronBuilder<T> WithInitialWeights(InitialWeights initialWeights)
    {
        ArgumentNullException.ThrowIfNull(initialWeights);
        if (!T.IsFinite(T.CreateTruncating(initialWeights.Low)) || !T.IsFinite(T.CreateTruncating(initialWeights.High)))
        {
            throw new ArgumentException(Invariant(
                $"initialWeights lie between {initialWeights.Low} and {initialWeights.High}, more than a {typeof(T).Name} holds. Use smaller ones, or a network of double."), nameof(initialWeights));
        }

        return new(this) { InitialWeights = initialWeights, GivenWeights = null, GivenBias = null };
    }

    /// <summary>
    /// Starts from given weights, which are copied; on a network that standardises its inputs they are those of the
    /// standardised inputs.
    /// </summary>
    /// <param name="weights">The weights <c>[outputs x inputs]</c>, row-major, finite.</param>
    /// <param name="bias">The bias <c>[outputs]</c>, finite, or empty for 0.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is NaN or infinite, or a bias is given to a network without one.</exception>
    public PerceptronBuilder<T> WithInitialWeights(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias = default)
    {
        WeightCheck.Check(weights, bias, Inputs, Outputs, HasBias);
        return new(this)
        {
            InitialWeights = null,
            GivenWeights = weights.ToArray(),
            GivenBias = bias.IsEmpty ? null : bias.ToArray(),
        };
    }

    /// <summary>Builds a network. No later step or prediction allocates.</summary>
    public Perceptron<T> Build() => new(this);

    /// <summary>The description in a line.</summary>
    public override string ToString() => Invariant(
        $"{Inputs} inputs, {Outputs} outputs{(HasBias ? string.Empty : ", no bias")}, {Loss} ({Reduction}), {Optimizer} at {LearningRate}{(IsStandardized ? ", standardised" : string.Empty)}, seed {Seed}");

    internal static PerceptronBuilder<T> Create(int inputs)
    {
        CheckWeightCount(nameof(inputs), inputs, Defaults.Outputs);
        return new PerceptronBuilder<T>(inputs);
    }

    private static void CheckWeightCount(string parameter, int inputs, int outputs)
    {
        if (((long)inputs * outputs) + outputs > WeightCheck.MostParameters)
        {
            Throw.ArgumentOutOfRange_TooManyWeights(parameter, inputs, outputs);
        }
    }
}
