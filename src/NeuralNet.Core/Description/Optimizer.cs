using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>The rule that changes weights by their gradients. Immutable and safe to share.</summary>
public abstract partial class Optimizer
{
    private protected Optimizer(string name) => Name = name;

    /// <summary>Stochastic gradient descent, w := w - rate * gradient. The default.</summary>
    public static Optimizer Sgd => LazyInitializer.EnsureInitialized(ref field, static () => From(default(Sgd)));

    /// <summary>The name of the optimizer in text and files, with its parameters, such as <c>momentum(0.9)</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether the optimizer uses the learning rate of the description; otherwise it determines the length of a step itself.
    /// </summary>
    public bool UsesLearningRate => Limits.UsesLearningRate;

    /// <summary>The descriptions and options that can't be combined with this optimizer.</summary>
    internal virtual OptimizerLimits Limits => OptimizerLimits.None;

    /// <summary>Whether a step moves only weights whose gradient is not 0, so it can keep to the columns of sparse rows.</summary>
    internal virtual bool IgnoresZeroGradients => false;

    /// <summary>
    /// Whether weights whose gradients are 0 can pay the penalty of several steps at once: it moves nothing else, or what it moves stands still.
    /// </summary>
    internal virtual bool PaysLater(Penalty penalty) => false;

    /// <summary>The share of an input, apart from the inputs before it, up to which it repeats them.</summary>
    internal virtual double RankTolerance => Defaults.RankTolerance;

    /// <summary>
    /// v := momentum * v + gradient, w := w - rate * v: the heavy ball (B. T. Polyak, 1964), as in PyTorch's SGD. Steps grow to rate / (1
    /// - momentum) if gradients agree.
    /// </summary>
    /// <param name="momentum">The share of the last step that is kept, [0, 1). Default 0.9.</param>
    /// <exception cref="ArgumentOutOfRangeException">momentum is NaN or not in [0, 1).</exception>
    public static Optimizer Momentum(double momentum = Defaults.Momentum) =>
        From(new Momentum(CheckedDecay(momentum, nameof(momentum))));

    /// <summary>
    /// v := momentum * v + gradient, w := w - rate * (gradient + momentum * v): the momentum looks ahead (Y. Nesterov, 1983; I. Sutskever
    /// and others, 2013), as in PyTorch's SGD.
    /// </summary>
    /// <param name="momentum">The share of the last step that is kept, [0, 1). Default 0.9.</param>
    /// <exception cref="ArgumentOutOfRangeException">momentum is NaN or not in [0, 1).</exception>
    public static Optimizer Nesterov(double momentum = Defaults.Momentum) =>
        From(new Nesterov(CheckedDecay(momentum, nameof(momentum))));

    /// <summary>
    /// s := s + gradient^2, w := w - rate * gradient / (sqrt(s) + epsilon): each weight has its own rate, which only falls; for rare
    /// features (J. Duchi, E. Hazan and Y. Singer, 2011).
    /// </summary>
    /// <param name="epsilon">Prevents a division by 0, (0, inf). Default 1e-10.</param>
    /// <exception cref="ArgumentOutOfRangeException">The argument is NaN or not in (0, inf).</exception>
    public static Optimizer AdaGrad(double epsilon = Defaults.AdaGradEpsilon)
    {
        Throw.IfNotPositive(epsilon);
        return Dividing(new AdaGrad(epsilon), epsilon, squaredState: 0);
    }

    /// <summary>
    /// s := decay * s + (1 - decay) * gradient^2, w := w - rate * gradient / (sqrt(s) + epsilon): AdaGrad with a limited memory (T.
    /// Tieleman and G. Hinton, 2012).
    /// </summary>
    /// <param name="decay">The share of the mean squared gradient that is kept, [0, 1). Default 0.99.</param>
    /// <param name="epsilon">Prevents a division by 0, (0, inf). Default 1e-8.</param>
    /// <exception cref="ArgumentOutOfRangeException">decay is not in [0, 1), or epsilon not in (0, inf).</exception>
    public static Optimizer RmsProp(double decay = Defaults.RmsPropDecay, double epsilon = Defaults.Epsilon)
    {
        Throw.IfNotPositive(epsilon);
        return Dividing(new RmsProp(CheckedDecay(decay, nameof(decay)), epsilon), epsilon, squaredState: 0);
    }

    /// <summary>
    /// Momentum and a separate rate for each weight, both corrected for their start at 0 (D. P. Kingma and J. Ba, Adam: a method for
    /// stochastic optimization, 2015).
    /// </summary>
    /// <param name="beta1">The share of the mean gradient that is kept, [0, 1). Default 0.9.</param>
    /// <param name="beta2">The share of the mean squared gradient that is kept, [0, 1). Default 0.999.</param>
    /// <param name="epsilon">Prevents a division by 0, (0, inf). Default 1e-8.</param>
    /// <exception cref="ArgumentOutOfRangeException">A decay is not in [0, 1), or epsilon not in (0, inf).</exception>
    public static Optimizer Adam(
        double beta1 = Defaults.AdamBeta1,
        double beta2 = Defaults.AdamBeta2,
        double epsilon = Defaults.Epsilon) => Dividing(CheckedAdam(beta1, beta2, epsilon), epsilon, squaredState: 1);

    /// <summary>
    /// Adam with decoupled weight decay: each step also shrinks every weight, but no bias, by the share rate * weightDecay (I. Loshchilov
    /// and F. Hutter, Decoupled weight decay regularization, 2019).
    /// </summary>
    /// <param name="weightDecay">The share by which a step at rate 1 shrinks a weight, [0, inf). Default 0.01.</param>
    /// <param name="beta1">The share of the mean gradient that is kept, [0, 1). Default 0.9.</param>
    /// <param name="beta2">The share of the mean squared gradient that is kept, [0, 1). Default 0.999.</param>
    /// <param name="epsilon">Prevents a division by 0, (0, inf). Default 1e-8.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A decay is not in [0, 1), weightDecay not in [0, inf), or epsilon not in (0, inf).
    /// </exception>
    public static Optimizer AdamW(
        double weightDecay = Defaults.WeightDecay,
        double beta1 = Defaults.AdamBeta1,
        double beta2 = Defaults.AdamBeta2,
        double epsilon = Defaults.Epsilon)
    {
        if (!(weightDecay >= 0 && double.IsFinite(weightDecay)))
        {
            throw new ArgumentOutOfRangeException(nameof(weightDecay), weightDecay, Invariant(
                $"weightDecay is {weightDecay}; it must lie in [0, inf). For 0 use Optimizer.Adam."));
        }

        return new StructOptimizer<Adam>(
            Invariant($"adamw({weightDecay}, {beta1}, {beta2}, {epsilon})"),
            CheckedAdam(beta1, beta2, epsilon),
            new() { Epsilon = epsilon, SquaredState = 1 },
            weightDecay);
    }

    /// <summary>
    /// FTRL-Proximal (H. B. McMahan and others, Ad click prediction: a view from the trenches, 2013, algorithm 1): each weight has its own
    /// rate, alpha / (beta + sqrt(sum of gradient^2)), and the penalties make most weights of a wide network exactly 0. For streams of
    /// <see cref="SparseRows{T}"/>, and for dense rows. Without a <see cref="LearningRate"/>.
    /// </summary>
    /// <remarks>
    /// The penalties are in the unit of a sum over all steps, not of a mean over the rows as those of <see cref="Penalty"/>: after n rows, one
    /// a step, l1 acts like <c>Penalty.L1(l1 / n)</c>, so it matters less and less. The bias has no penalty.
    /// </remarks>
    /// <param name="alpha">
    /// The rate of a weight before its first gradient is alpha / beta, (0, inf). Default 0.1, for inputs of size 1 of which a row has few; for
    /// rows of length 1, such as normalised text, 1 with a beta of 0.1.
    /// </param>
    /// <param name="beta">How large the gradients of a weight must have been, as the root of their sum of squares, to halve its rate, (0, inf). Default 1.</param>
    /// <param name="l1">The L1 penalty, [0, inf): weights whose sum of gradients is not larger are 0. Default 0.</param>
    /// <param name="l2">The L2 penalty, l2 / 2 * w^2, [0, inf). Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its interval.</exception>
    public static Optimizer Ftrl(
        double alpha = Defaults.FtrlAlpha,
        double beta = Defaults.FtrlBeta,
        double l1 = Defaults.FtrlPenalty,
        double l2 = Defaults.FtrlPenalty)
    {
        Throw.IfNotPositive(alpha);
        Throw.IfNotPositive(beta);
        Throw.IfNegative(l1);
        Throw.IfNegative(l2);
        var optimizer = new Ftrl(alpha, beta, l1, l2);
        return new StructOptimizer<Ftrl>(optimizer.Name, optimizer, new()
        {
            UsesLearningRate = false,
            SquaredState = 1,
            NoPenalty = "it has penalties of its own, in the unit of a sum. Leave out WithPenalty, and pass l1 or l2 to Optimizer.Ftrl",
        });
    }

    /// <summary>
    /// Passive-aggressive I: each row moves the weights just far enough for its loss to become 0, but a step along a row x is at most
    /// aggressiveness * |x| long (K. Crammer and others, Online passive-aggressive algorithms, 2006). Online, without a learning rate;
    /// for <see cref="Loss.Hinge"/> and <see cref="Loss.EpsilonInsensitive"/>, each output separately. The bias counts as the weight of
    /// an input that is always 1. The weight of a row multiplies its step.
    /// </summary>
    /// <param name="aggressiveness">The longest step, the C of the paper, (0, inf). Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The argument is NaN or not in (0, inf).</exception>
    public static Optimizer PassiveAggressive(double aggressiveness = Defaults.Aggressiveness)
    {
        Throw.IfNotPositive(aggressiveness);
        return new PassiveAggressiveOptimizer(
            Invariant($"passive-aggressive({aggressiveness})"), new StepLength(aggressiveness, Softens: false));
    }

    /// <summary>
    /// Passive-aggressive II: each row moves the weights by loss / (|x|^2 + 1 / (2 aggressiveness)) times the row x, which softens every
    /// step instead of limiting the longest (K. Crammer and others, 2006). Otherwise like <see cref="PassiveAggressive"/>.
    /// </summary>
    /// <param name="aggressiveness">The C of the paper, (0, inf): larger values soften the steps less. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The argument is NaN or not in (0, inf).</exception>
    public static Optimizer SoftPassiveAggressive(double aggressiveness = Defaults.Aggressiveness)
    {
        Throw.IfNotPositive(aggressiveness);
        return new PassiveAggressiveOptimizer(
            Invariant($"soft-passive-aggressive({aggressiveness})"), new StepLength(aggressiveness, Softens: true));
    }

    /// <summary>
    /// L-BFGS: all rows at once, with the curvature of the last steps and a line search that finds the length of each (D. C. Liu and J.
    /// Nocedal, 1989; strong Wolfe conditions). Reaches the optimum of a smooth loss, without a learning rate; with an L1 penalty it is
    /// OWL-QN (G. Andrew and J. Gao, 2007). An epoch is one iteration; a Fit ends as <see cref="StopReason.Converged"/> at the optimum.
    /// Only Fit can train with it, not Learn.
    /// </summary>
    /// <remarks>
    /// Memory: a network needs no extra memory until its first Fit, which takes 4 * memory + about 12 numbers for each weight and bias (8
    /// * memory with validation rows); saving it with its state takes 6 * memory more while it runs. 2 * memory * (weights and biases)
    /// numbers must fit in one array: larger descriptions are rejected.
    /// </remarks>
    /// <param name="memory">The number of steps whose curvature is remembered, [1, 1000]. Default 10.</param>
    /// <param name="gradientTolerance">
    /// The gradient at which the optimum is reached, relative to the derivatives of single rows and so independent of units, [0, inf). In
    /// float, values below 1e-6 act like 1e-6, the smallest share above rounding; 0 continues as long as the objective falls. Default
    /// 1e-8.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its interval.</exception>
    public static Optimizer Lbfgs(int memory = Defaults.LbfgsMemory, double gradientTolerance = Defaults.GradientTolerance)
    {
        if (memory is < 1 or > LbfgsOptimizer.LargestMemory)
        {
            throw new ArgumentOutOfRangeException(nameof(memory), memory, Invariant(
                $"memory is {memory}; it must lie in [1, {LbfgsOptimizer.LargestMemory}]. 5 to 20 is usual."));
        }

        if (!(gradientTolerance >= 0 && double.IsFinite(gradientTolerance)))
        {
            throw new ArgumentOutOfRangeException(nameof(gradientTolerance), gradientTolerance, Invariant(
                $"gradientTolerance is {gradientTolerance}; it must lie in [0, inf)."));
        }

        return new LbfgsOptimizer(memory, gradientTolerance);
    }

    /// <summary>
    /// Newton's method on all rows at once, with or without an L2 penalty. For the losses of generalized linear models,
    /// <see cref="Loss.HalfSquaredError"/>, <see cref="Loss.LogLoss"/>, <see cref="Loss.Poisson"/> and
    /// <see cref="Loss.SoftmaxCrossEntropy"/>, it is iteratively reweighted least squares (J. A. Nelder and R. W. M. Wedderburn, Generalized
    /// linear models, 1972); also for <see cref="Loss.Huber"/>, <see cref="Loss.SquaredHinge"/>, <see cref="Loss.ModifiedHuber"/> and
    /// <see cref="Loss.SquaredEpsilonInsensitive"/>. Reaches the optimum to the last digits, mostly in 5 to 10 epochs, least squares in 2,
    /// for inputs of any unit. For <see cref="Loss.Quantile"/>, <see cref="Loss.EpsilonInsensitive"/> and <see cref="Loss.Hinge"/> it is an
    /// interior point method, mostly in 1 epoch, and <see cref="StopReason.Converged"/> is proved by a lower bound of the loss. Without a
    /// <see cref="LearningRate"/>. Only Fit can train with it, not Learn.
    /// </summary>
    /// <remarks>
    /// <para>At the optimum of a loss with kinks the objective is above its lower bound by at most a share of 1e-9, in float 1e-6, or by the
    /// rounding of the logits. An objective of 0, of rows on the line or with a margin of 1, is an optimum. Rows near a kink are kept in
    /// memory: all rows up to 4,194,304 numbers, v weights and biases of one output rounded up to 16; else the nearest ones, found by a
    /// few epochs on a smoothed loss. The time of an epoch on rows in memory grows with 10 to 30 passes on one thread.</para>
    /// <para>An epoch is one step, one pass over the rows or a few. Its time grows with the square of the number of inputs, and its memory
    /// too: the second derivatives of v weights and biases of one output are v^2 numbers of double, for each output, or with softmax
    /// for each pair of outputs; a sum over n rows keeps at most about log2(n / 512) + 2 of them for each thread. Networks with more
    /// than 16,777,216 such numbers are rejected: 4,000 inputs with one output, or 10 classes of 400 inputs.</para>
    /// <para>An input that repeats others, such as a constant, has no weight of its own, unless it has a penalty. As in R's <c>lm</c>
    /// the later one of such inputs is dropped: its weight becomes 0, and the message of the training names it. Within bounds of weights no
    /// input is dropped, and losses with kinks are refused.</para>
    /// </remarks>
    /// <param name="rankTolerance">
    /// The share of an input, apart from the mean and the inputs before it, up to which it counts as their repetition, (0, 1). Default
    /// 1e-7, as in R. What may be the rounding of the input's own numbers counts too: 4 roundings of its root mean square, as a share of
    /// its standard deviation, 2.4e-7 or more in float.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">rankTolerance is NaN or not in (0, 1).</exception>
    public static Optimizer Newton(double rankTolerance = Defaults.RankTolerance)
    {
        if (!(rankTolerance > 0 && rankTolerance < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rankTolerance), rankTolerance, Invariant(
                $"rankTolerance is {rankTolerance}; it must lie in (0, 1). 1e-7 is usual, 1e-10 for polynomials of a high degree."));
        }

        return new NewtonOptimizer(rankTolerance);
    }

    /// <summary>
    /// Coordinate descent on all rows at once, for the same losses as <see cref="Newton"/>, with any penalty: the lasso and the elastic net
    /// (J. Friedman, T. Hastie and R. Tibshirani, Regularization paths for generalized linear models via coordinate descent, 2010).
    /// Reaches the optimum to the last digits in a few epochs, for inputs of any unit and for more inputs than rows: only the inputs whose
    /// weights are not 0 cost time. Without a <see cref="LearningRate"/>. Only Fit can train with it, not Learn.
    /// </summary>
    /// <remarks>
    /// <para>An epoch is one pass over all inputs, and a few over those that are not 0 or may leave 0. The second derivatives of v such inputs
    /// are v^2 numbers of double, for each output, or with softmax (outputs * v)^2.</para>
    /// <para>Sparse rows of more than 1,024 inputs cost what they have: the columns of these inputs once more in memory, with an index of 4
    /// bytes for each value, and 64 bytes for each row and output. All is done on one thread. Inputs are not centered, so the weights
    /// differ from those of the same rows with their zeros in the last digits. The batches of a stream are kept in memory for an epoch.</para>
    /// </remarks>
    public static Optimizer CoordinateDescent => LazyInitializer.EnsureInitialized(ref field, static () => new CoordinateOptimizer());

    /// <summary>
    /// Dual coordinate descent: with an L2 penalty, row after row moves the weights to where its own loss and the penalty are least, given all
    /// other rows (C.-J. Hsieh and others, A dual coordinate descent method for large-scale linear SVM, 2008; H.-F. Yu, F.-L. Huang and C.-J.
    /// Lin, Dual coordinate descent methods for logistic regression and maximum entropy models, 2011). A step costs what the row has, so it is
    /// the fastest way to the optimum for sparse rows of many columns. For the losses that <see cref="Newton"/> takes, but
    /// <see cref="Loss.SoftmaxCrossEntropy"/>. <see cref="StopReason.Converged"/> is proved by a lower bound of the loss. Without a
    /// <see cref="LearningRate"/>. Only Fit can train with it, not Learn.
    /// </summary>
    /// <remarks>
    /// <para>At the optimum the objective is above its lower bound by at most a share of 1e-9, in float 1e-6, of the sum of the magnitudes of
    /// its parts. The bias has no penalty; the
    /// bound holds for biases up to ten times as far from the last center as the one found, which is mostly far more than the bias can move. An epoch is the whole training: it begins with
    /// weights of 0, whatever they were, and goes over the rows until the optimum is reached, or at most 1,000 times. Then the training ends
    /// as <see cref="StopReason.Stalled"/>: with weak penalties, or long rows, the passes are too many. 5 to 100 passes are usual, where the
    /// strength times the number of rows is not far below the mean squared length of a row.</para>
    /// <para>The work is done on one thread, in double for any network. It takes 8 bytes for each weight, and 21 + 32 * outputs for each row,
    /// while it runs; nothing is kept between epochs. A pass takes the rows in an order that depends on its number alone. A stream is read
    /// once, and its rows are kept in memory: the values that are not 0 with an index of 4 bytes each.</para>
    /// </remarks>
    public static Optimizer DualCoordinateDescent => LazyInitializer.EnsureInitialized(ref field, static () => new DualCoordinateOptimizer());

    /// <summary>Creates a user's own optimizer.</summary>
    /// <param name="optimizer">The rule, with its settings; every network uses its own copy.</param>
    /// <exception cref="ArgumentException">The optimizer has a number of states per weight other than 0, 1 or 2.</exception>
    public static Optimizer From<TOptimizer>(TOptimizer optimizer)
        where TOptimizer : struct, IOptimizer
    {
        if (States<TOptimizer>.PerWeight is < 0 or > 2)
        {
            throw new ArgumentException(
                $"The optimizer '{optimizer.Name}' has StatesPerWeight {States<TOptimizer>.PerWeight}; 0, 1 and 2 are possible.", nameof(optimizer));
        }

        return new StructOptimizer<TOptimizer>(optimizer.Name, optimizer, OptimizerLimits.None);
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>Creates the training loops of this optimizer with the given loss.</summary>
    internal abstract Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private static Adam CheckedAdam(double beta1, double beta2, double epsilon)
    {
        Throw.IfNotPositive(epsilon);
        return new Adam(
            CheckedDecay(beta1, nameof(beta1)), CheckedDecay(beta2, nameof(beta2)), epsilon);
    }

    private static StructOptimizer<TOptimizer> Dividing<TOptimizer>(TOptimizer optimizer, double epsilon, int squaredState)
        where TOptimizer : struct, IOptimizer => new(optimizer.Name, optimizer, new() { Epsilon = epsilon, SquaredState = squaredState });

    private static double CheckedDecay(double value, string parameter) => value >= 0 && value < 1
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, Invariant(
            $"{parameter} is {value}; it must lie in [0, 1): 0 remembers nothing, 1 never forgets."));

    private sealed class StructOptimizer<TOptimizer>(
        string name, TOptimizer optimizer, OptimizerLimits limits, double weightDecay = 0)
        : Optimizer(name)
        where TOptimizer : struct, IOptimizer
    {
        internal override OptimizerLimits Limits => limits;

        internal override bool IgnoresZeroGradients => TOptimizer.IgnoresZeroGradients && weightDecay == 0;

        internal override bool PaysLater(Penalty penalty) =>
            typeof(TOptimizer) == typeof(Sgd) || (typeof(TOptimizer) == typeof(AdaGrad) && penalty.L2Strength == 0);

        internal override Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings) =>
            loss.CreateTrainer(parameters, optimizer, settings with { WeightDecay = weightDecay, SquaredState = limits.SquaredState });
    }

    private sealed class PassiveAggressiveOptimizer(string name, StepLength length) : Optimizer(name)
    {
        private const string TellsItself = "the loss of a row alone determines the step";

        internal override bool IgnoresZeroGradients => true;

        internal override OptimizerLimits Limits { get; } = new()
        {
            UsesLearningRate = false,
            NeedsUnitSlopes = true,
            BatchSize = 1,
            NoPenalty = $"{TellsItself}. Leave out WithPenalty, and lower the aggressiveness instead",
            NoClipping = $"{TellsItself}. Leave out WithGradientClipping, and lower the aggressiveness instead",
        };

        internal override Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings) =>
            loss.CreatePassiveAggressive(parameters, length, settings);
    }

    private sealed class LbfgsOptimizer(int memory, double gradientTolerance)
        : Optimizer(Invariant($"lbfgs({memory}, {gradientTolerance})"))
    {
        /// <summary>More pairs cost memory and time, without practical benefit.</summary>
        public const int LargestMemory = 1000;

        internal override OptimizerLimits Limits { get; } = new()
        {
            UsesLearningRate = false,
            Memory = memory,
            BatchSize = TrainingOptions.FullBatch,
            TakesPenaltyFactors = true,
            TakesWeightBounds = true,
            NoClipping = "its line search limits every step. Leave out WithGradientClipping",
            NoAveraging = "it converges to the optimum itself, and an average of earlier steps is worse. Leave out WithAveraging",
            NoSteps = "it trains on all rows at once. Call Fit, or use another optimizer to learn online",
        };

        internal override Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings) =>
            new FullBatchTrainer<T>(
                loss.CreateGradient(parameters, settings), memory, gradientTolerance, loss.OptimumOf(parameters.Outputs), settings);
    }

    private sealed class NewtonOptimizer(double rankTolerance)
        : Optimizer(Invariant($"newton({rankTolerance})"))
    {
        internal override double RankTolerance => rankTolerance;

        internal override OptimizerLimits Limits { get; } = new()
        {
            UsesLearningRate = false,
            NeedsCurvature = true,
            TakesBends = true,
            TakesAllInputs = true,
            BatchSize = TrainingOptions.FullBatch,
            TakesPenaltyFactors = true,
            TakesWeightBounds = true,
            NoL1Penalty = "its steps make no weight exactly 0",
            NoClipping = "it shortens a step that does not lower the loss. Leave out WithGradientClipping",
            NoAveraging = "it converges to the optimum itself, and an average of earlier steps is worse. Leave out WithAveraging",
            NoSteps = "it trains on all rows at once. Call Fit, or use another optimizer to learn online",
        };

        internal override Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings)
        {
            BatchGradient<T> gradient = loss.CreateGradient(parameters, settings);
            OptimumTraits optimum = loss.OptimumOf(parameters.Outputs);
            if (loss.Kinks is not { } kinks)
            {
                return new NewtonTrainer<T>(gradient, loss.Curvature ?? loss.Parabolas!, rankTolerance, optimum, settings);
            }

            var smoothed = new SmoothedKinks(kinks);
            var search = KinkSearch.Of(kinks, CurvatureShape.Of(parameters.Inputs, settings.HasBias, parameters.Outputs, smoothed));
            return new KinkTrainer<T>(gradient, smoothed, search, rankTolerance, optimum, settings);
        }
    }

    private sealed class CoordinateOptimizer() : Optimizer("coordinate-descent")
    {
        internal override OptimizerLimits Limits { get; } = new()
        {
            UsesLearningRate = false,
            NeedsCurvature = true,
            BatchSize = TrainingOptions.FullBatch,
            TakesPenaltyFactors = true,
            TakesWeightBounds = true,
            NoClipping = "it shortens a step that does not lower the loss. Leave out WithGradientClipping",
            NoAveraging = "it converges to the optimum itself, and an average of earlier steps is worse. Leave out WithAveraging",
            NoSteps = "it trains on all rows at once. Call Fit, or use another optimizer to learn online",
        };

        internal override Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings) =>
            new CoordinateTrainer<T>(
                loss.CreateGradient(parameters, settings), loss.Curvature!, loss.OptimumOf(parameters.Outputs), settings);
    }

    private sealed class DualCoordinateOptimizer() : Optimizer("dual-coordinate-descent")
    {
        internal override OptimizerLimits Limits { get; } = new()
        {
            UsesLearningRate = false,
            IsDual = true,
            BatchSize = TrainingOptions.FullBatch,
            NoL1Penalty = "its steps make no weight exactly 0",
            NoClipping = "it finds the length of each step itself. Leave out WithGradientClipping",
            NoAveraging = "it converges to the optimum itself, and an average of earlier steps is worse. Leave out WithAveraging",
            NoSteps = "it trains on all rows at once. Call Fit, or use another optimizer to learn online",
        };

        internal override Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings) =>
            new DualTrainer<T>(loss.CreateGradient(parameters, settings), loss.CreateProximal()!, settings);
    }
}
