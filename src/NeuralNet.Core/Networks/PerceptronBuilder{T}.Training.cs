using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Loss, optimizer, learning rate, penalty, clipping, averaging, seed and initial weights.</content>
public sealed partial class PerceptronBuilder<T>
{
    /// <summary>A penalty larger than any derivative by a weight, and finite in float.</summary>
    private const double OverwhelmingStrength = 1e30;

    /// <summary>Sets the loss, which also determines the output activation.</summary>
    /// <param name="loss">The loss that training minimizes.</param>
    /// <param name="reduction">Whether the losses of a batch are averaged or summed. Default <see cref="Reduction.Mean"/>.</param>
    /// <exception cref="ArgumentNullException">The loss is null.</exception>
    /// <exception cref="ArgumentException">The loss compares outputs, and there is only one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The reduction is neither Mean nor Sum.</exception>
    /// <exception cref="InvalidOperationException">The optimizer needs another loss, or the class weights or class names do not fit this one.</exception>
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
    /// <param name="optimizer">The rule that updates the weights.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="InvalidOperationException">The optimizer does not fit another part of the description, or its epsilon is too small for T.</exception>
    public PerceptronBuilder<T> WithOptimizer(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return Valid(new(this) { Optimizer = optimizer });
    }

    /// <summary>Sets a constant learning rate.</summary>
    /// <param name="learningRate">The step size along the gradient, (0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in (0, inf), NaN, or 0 or infinite after rounding to T.</exception>
    /// <exception cref="InvalidOperationException">The optimizer finds the step size itself.</exception>
    public PerceptronBuilder<T> WithLearningRate(double learningRate)
    {
        Throw.IfNotPositive(learningRate);
        return WithLearningRate(LearningRate.Constant(learningRate));
    }

    /// <summary>Sets a learning rate that may change during training.</summary>
    /// <param name="learningRate">The rate of every step, such as <see cref="LearningRate.Cosine"/>.</param>
    /// <exception cref="ArgumentNullException">The rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first rate is 0 or infinite after rounding to T.</exception>
    /// <exception cref="InvalidOperationException">The optimizer finds the step size itself.</exception>
    public PerceptronBuilder<T> WithLearningRate(LearningRate learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        if (learningRate.Schedule.First is { } first)
        {
            ThrowIfLost(nameof(learningRate), first, first, "Use a rate nearer to 1");
        }

        return Valid(new(this) { LearningRate = learningRate, HasOwnLearningRate = true });
    }

    /// <summary>Adds a penalty for large weights to the loss; the bias has none. <see cref="Penalty.None"/> removes it.</summary>
    /// <param name="penalty">The penalty, such as <see cref="Penalty.L2"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is infinite after rounding to T.</exception>
    /// <exception cref="InvalidOperationException">The optimizer does not support a penalty.</exception>
    public PerceptronBuilder<T> WithPenalty(Penalty penalty)
    {
        double strongest = StrengthOf(penalty, PenaltyFactors);
        if (!T.IsFinite(T.CreateTruncating(strongest)))
        {
            ThrowIfLost(nameof(penalty), penalty, strongest, "Use a weaker one");
        }

        return Valid(new(this) { Penalty = penalty });
    }

    /// <summary>
    /// Multiplies the L1 and the L2 penalty of the weights of each input, for every output: 0 keeps an input in without a penalty, 2 doubles
    /// it. They apply on the scale of training, so to the standardized inputs if the network standardizes. Unlike the
    /// <c>penalty.factor</c> of R's glmnet they are used as they are, not rescaled to a mean of 1. They stay when
    /// <see cref="WithPenalty"/> changes the penalty, as along a path. Default: all are 1, which also removes factors given before.
    /// </summary>
    /// <param name="factors">The factor of each input <c>[inputs]</c>, [0, inf); all may be 0.</param>
    /// <exception cref="ArgumentException">
    /// The number of factors is not the number of inputs, a factor is negative, infinite or NaN, or it makes the penalty infinite after
    /// rounding to T.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The optimizer penalizes all inputs alike: it is none of <see cref="Optimizer.Auto"/>, <see cref="Optimizer.CoordinateDescent"/>,
    /// <see cref="Optimizer.Newton"/> and <see cref="Optimizer.Lbfgs"/>.
    /// </exception>
    public PerceptronBuilder<T> WithPenaltyFactors(params ReadOnlySpan<double> factors)
    {
        if (factors.Length != InputCount)
        {
            Throw.Argument_WrongLength(nameof(factors), factors.Length, InputCount, "one for each input");
        }

        double[] own = factors.ToArray();
        for (int input = 0; input < own.Length; input++)
        {
            if (!(own[input] >= 0 && T.IsFinite(T.CreateTruncating(own[input]))))
            {
                throw new ArgumentException(Invariant(
                    $"factors has {own[input]} for input {input}; a factor must lie in [0, inf), and be finite as a {typeof(T).Name}. 0 is no penalty, 1 the whole."), nameof(factors));
            }

            // Turns -0 into 0.
            own[input] += 0.0;
        }

        if (!T.IsFinite(T.CreateTruncating(StrengthOf(Penalty, own))))
        {
            throw new ArgumentException(Invariant(
                $"factors has {own.Max()}, with which the penalty {Penalty} is infinite as a {typeof(T).Name}. Use smaller factors, or a weaker penalty."), nameof(factors));
        }

        return Valid(new(this) { PenaltyFactors = own.AsSpan().ContainsAnyExcept(1) ? own.AsReadOnly() : null });
    }

    /// <summary>Limits the gradient of every step. <see cref="GradientClipping.None"/> removes the limit.</summary>
    /// <param name="clipping">The limit, such as <see cref="GradientClipping.ByNorm"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is 0 after rounding to T.</exception>
    /// <exception cref="InvalidOperationException">The optimizer does not support clipping.</exception>
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
    /// Predicts with the average of the weights after each step, starting at a given step, while training continues from the last
    /// weights. The average is steadier than the last weights of noisy steps (B. T. Polyak and A. B. Juditsky, 1992). With the
    /// perceptron's loss this is the averaged perceptron (Y. Freund and R. E. Schapire, 1999). The results of Learn and the loss
    /// history are those of the trained weights, not of the average.
    /// </summary>
    /// <param name="firstStep">The first step whose weights count, [1, inf). Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">firstStep is below 1.</exception>
    /// <exception cref="InvalidOperationException">The optimizer does not support averaging.</exception>
    public PerceptronBuilder<T> WithAveraging(long firstStep = Defaults.FirstAveragedStep)
    {
        if (firstStep < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(firstStep), firstStep, Invariant(
                $"firstStep is {firstStep}; it must be 1 (average from the first step on) or more."));
        }

        return Valid(new(this) { FirstAveragedStep = firstStep });
    }

    /// <summary>Sets the seed of all random numbers: initial weights and the order of rows.</summary>
    /// <param name="seed">Any number. Equal seeds produce equal bits.</param>
    public PerceptronBuilder<T> WithSeed(long seed) => new(this) { Seed = seed };

    /// <summary>
    /// Sets the rule for the initial weights; the bias then starts at 0. Without this call weights start at 0, and the first Fit
    /// starts the bias at the constant prediction with the smallest loss on its rows.
    /// </summary>
    /// <param name="initialWeights">The rule.</param>
    /// <exception cref="ArgumentNullException">The rule is null.</exception>
    /// <exception cref="ArgumentException">The weights may be too large for T.</exception>
    /// <exception cref="InvalidOperationException">The weights are 0, and the loss can't move them.</exception>
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
    /// Sets the initial weights and bias, which are copied. If the network standardizes its inputs, they apply to the standardized
    /// inputs.
    /// </summary>
    /// <param name="weights">The weights <c>[outputs x inputs]</c>, row-major, finite.</param>
    /// <param name="bias">The bias <c>[outputs]</c>, finite; empty for 0.</param>
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

    /// <summary>Returns this description with weights fixed at 0 by an overwhelming penalty, so that only the bias learns.</summary>
    internal PerceptronBuilder<T> WithBiasAlone() => new(this)
    {
        Optimizer = Optimizer.Lbfgs(gradientTolerance: 0),
        Penalty = Penalty.L1(OverwhelmingStrength),
        PenaltyFactors = null,
        Bounds = null,
        Clipping = GradientClipping.None,
        FirstAveragedStep = null,
        GivenWeights = new T[InputCount * OutputCount],
        GivenBias = null,
    };

    /// <summary>Returns this description with the weights of all inputs fixed at 0, or as near as bounds allow, that have a penalty.</summary>
    internal PerceptronBuilder<T> WithUnpenalizedAlone() => Bounds is not null ? WithPenalizedFixed() : new(WithBiasAlone())
    {
        PenaltyFactors = PenaltyFactors?.Contains(0) == true
            ? PenaltyFactors.Select(factor => factor == 0 ? 0.0 : 1.0).ToArray().AsReadOnly()
            : null,
    };

    /// <summary>The largest strength of a weight.</summary>
    private static double StrengthOf(Penalty penalty, IReadOnlyList<double>? factors) =>
        Math.Max(penalty.L1Strength, penalty.L2Strength) * (factors?.Max() ?? 1);
}
