using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Loss, optimizer, learning rate, penalty, clipping, averaging, seed and initial weights.</content>
public sealed partial class PerceptronBuilder<T>
{
    /// <summary>A penalty beyond any derivative of a weight, and finite in float.</summary>
    private const double OverwhelmingStrength = 1e30;

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
}
