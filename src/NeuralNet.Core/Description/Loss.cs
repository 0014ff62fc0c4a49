using System.Diagnostics;
using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>
/// The function that training minimizes. A loss is defined on the logits of a row, and determines the output activation, which turns
/// logits into predictions. Immutable and safe to share.
/// </summary>
public abstract partial class Loss
{
    private protected Loss(string name, Activation outputActivation, TargetDomain targets, bool couplesOutputs, bool startsFlat, bool isSmooth)
    {
        Name = name;
        OutputActivation = outputActivation;
        Targets = targets;
        CouplesOutputs = couplesOutputs;
        StartsFlat = startsFlat;
        IsSmooth = isSmooth;
    }

    /// <summary>
    /// (z - y)^2 / 2 with the identity output activation, for real targets: least squares. Its derivative is the error z - y.
    /// </summary>
    public static Loss HalfSquaredError => LazyInitializer.EnsureInitialized(
        ref field, static () => Curved(default(HalfSquaredError), Activation.Identity));

    /// <summary>
    /// -y ln s(z) - (1 - y) ln(1 - s(z)) with the sigmoid output activation s, for targets in [0, 1] or labels 0 and 1: logistic
    /// regression. Computed as max(z, 0) - y z + ln(1 + e^-|z|), which does not overflow or lose digits.
    /// </summary>
    public static Loss LogLoss => LazyInitializer.EnsureInitialized(
        ref field, static () => Curved(default(LogLoss), Activation.Sigmoid));

    /// <summary>
    /// -sum of y[o] ln a(z)[o] with the softmax output activation a, for labels 0 to outputs - 1, or the probabilities of the classes as
    /// targets: multinomial logistic regression. Needs 2 or more outputs.
    /// </summary>
    public static Loss SoftmaxCrossEntropy => LazyInitializer.EnsureInitialized(
        ref field, static () => new BatchLoss<SoftmaxCrossEntropy>( "softmax-cross-entropy", default, Activation.Softmax, TargetDomain.Classes(Interval.Probability), couplesOutputs: true)
        {
            ConstantOfMean = default(SoftmaxCrossEntropy),
            Curvature = new SoftmaxCurvature(),
        });

    /// <summary>
    /// max(0, 1 - m) with the margin m = (2y - 1) z and the identity output activation, for targets 0 and 1: the linear support vector
    /// machine (C. Cortes and V. Vapnik, Support-vector networks, 1995). Its derivative is 1 - 2y if m is at most 1, otherwise 0.
    /// </summary>
    public static Loss Hinge => LazyInitializer.EnsureInitialized(
        ref field, static () => WithUnitSlopes(default(Hinge), new(1, 0, new(DistanceForm.Shortfall))));

    /// <summary>
    /// max(0, 1 - m)^2 with the margin m = (2y - 1) z and the identity output activation, for targets 0 and 1: the support vector machine
    /// with squared slack (C. Cortes and V. Vapnik, Support-vector networks, 1995), smooth at m = 1.
    /// </summary>
    public static Loss SquaredHinge => LazyInitializer.EnsureInitialized(
        ref field, static () => Bent(default(SquaredHinge), new(2, 0, double.PositiveInfinity, new(DistanceForm.Shortfall))));

    /// <summary>
    /// max(0, 1 - m)^2 if the margin m = (2y - 1) z is at least -1, otherwise -4m, with the identity output activation, for targets 0 and
    /// 1: a squared hinge that grows linearly for large errors, and is therefore robust against wrong labels (T. Zhang, Solving large
    /// scale linear prediction problems using stochastic gradient descent algorithms, 2004).
    /// </summary>
    public static Loss ModifiedHuber => LazyInitializer.EnsureInitialized(
        ref field, static () => Bent(default(ModifiedHuber), new(2, 0, 2, new(DistanceForm.Shortfall))));

    /// <summary>
    /// max(0, -m) with the margin m = (2y - 1) z and the step as output activation, for targets 0 and 1: the perceptron (F. Rosenblatt,
    /// The perceptron: a probabilistic model for information storage and organization in the brain, 1958), which learns only from
    /// mistakes. A logit of 0 counts as a mistake, so training can start from weights of 0: the derivative is 1 - 2y if m is at most 0,
    /// otherwise 0.
    /// </summary>
    public static Loss Perceptron => LazyInitializer.EnsureInitialized(
        ref field, static () => Through(default(PerceptronLoss), Activation.Step, startsFlat: false, isSmooth: false));

    /// <summary>
    /// e^z - y z with the exponential as output activation, for targets in [0, inf): Poisson regression, of counts whose rate is e^z (J.
    /// A. Nelder and R. W. M. Wedderburn, Generalized linear models, 1972). It is the negative log-likelihood without a term that depends
    /// only on the targets, and may be below 0. Infinite if e^z overflows.
    /// </summary>
    public static Loss Poisson => LazyInitializer.EnsureInitialized(
        ref field, static () => Curved(default(Poisson), Activation.Exp, mayBeNegative: true));

    /// <summary>
    /// max(0, largest z[o] of the other classes - z[y]) with the identity output activation, for labels 0 to outputs - 1 or targets that
    /// are 1 for the class y of a row and 0 for the others: the multi-class perceptron (Kesler's construction in R. O. Duda and P. E.
    /// Hart, Pattern Classification and Scene Analysis, 1973). A tie is a mistake. Needs 2 or more outputs.
    /// </summary>
    public static Loss MultiClassPerceptron => LazyInitializer.EnsureInitialized(
        ref field, static () => new BatchLoss<MultiClassMargin>("multi-class-perceptron", new(margin: 0), Activation.Identity, TargetDomain.Labels, couplesOutputs: true, isSmooth: false)
        {
            ConstantOfMean = default(MultiClassMargin),
        });

    /// <summary>
    /// max(0, 1 + largest z[o] of the other classes - z[y]) with the identity output activation, for labels 0 to outputs - 1 or targets
    /// that are 1 for the class y of a row and 0 for the others: the multi-class support vector machine (K. Crammer and Y. Singer, On the
    /// algorithmic implementation of multiclass kernel-based vector machines, 2001). Needs 2 or more outputs.
    /// </summary>
    public static Loss CrammerSinger => LazyInitializer.EnsureInitialized(
        ref field, static () => new BatchLoss<MultiClassMargin>("crammer-singer", new(margin: 1), Activation.Identity, TargetDomain.Labels, couplesOutputs: true, isSmooth: false)
        {
            ConstantOfMean = default(MultiClassMargin),
        });

    /// <summary>The name of the loss in text and files, such as <c>log-loss</c>.</summary>
    public string Name { get; }

    /// <summary>The activation that <c>Predict</c> applies to the logits.</summary>
    public Activation OutputActivation { get; }

    /// <summary>The targets that the loss accepts, and whether it separates classes.</summary>
    public TargetDomain Targets { get; }

    /// <summary>Whether the outputs of a row are compared with each other, as by softmax.</summary>
    internal bool CouplesOutputs { get; }

    /// <summary>Whether the derivative at a logit of 0 is 0 for all targets, so that weights of 0 never change.</summary>
    internal bool StartsFlat { get; }

    /// <summary>
    /// Whether the derivative is known to be continuous: a loss with a kink may have no gradient of 0 at the optimum. False for a user's
    /// loss, which may have a kink.
    /// </summary>
    internal bool IsSmooth { get; }

    /// <summary>Whether the loss is known to be convex. False for a user's loss, and for an error through an activation.</summary>
    internal bool IsConvex { get; private init; } = true;

    /// <summary>
    /// Whether the slope is 0 where the loss is 0, and 1 or -1 elsewhere, so that the loss of a row is the distance of its logit from a
    /// loss of 0. False for the perceptron loss, which has a slope at a logit of 0 without a loss.
    /// </summary>
    internal virtual bool HasUnitSlopes => false;

    /// <summary>
    /// Computes the constant prediction with the smallest loss from the mean target; null if the mean is not enough, and for a user's
    /// loss.
    /// </summary>
    internal IConstantOfMean? ConstantOfMean { get; private init; }

    /// <summary>The second derivatives, for Newton's method; null for a loss that is not that of a generalized linear model.</summary>
    internal Curvature? Curvature { get; private init; }

    /// <summary>The second derivatives of a loss of parabolas and straight pieces, for Newton's method; null for other losses.</summary>
    internal ParabolicCurvature? Parabolas { get; private init; }

    /// <summary>The straight pieces of the loss; null for a loss that does not consist of such, or whose outputs are coupled.</summary>
    internal KinkedLoss? Kinks { get; private init; }

    /// <summary>Creates the steps of one row for dual coordinate descent; null if the loss is not known to be convex and of separate outputs.</summary>
    internal Proximal? CreateProximal() =>
        !IsConvex || CouplesOutputs ? null
        : Kinks is { } kinks ? new(new SmoothedKinks(kinks), kinks)
        : (Curvature ?? Parabolas) is { } curvature ? new(curvature, null)
        : null;

    /// <summary>The share of targets below the prediction, (0, 1); null for a loss other than <see cref="Quantile"/>.</summary>
    internal double? QuantileShare { get; private init; }

    /// <summary>Whether losses may be below 0, so that they have no natural scale.</summary>
    internal bool MayBeNegative { get; private init; }

    /// <summary>Computes the constant prediction with the smallest loss from the sorted targets.</summary>
    internal IConstantOfErrors? ConstantOfErrors { get; private init; }

    /// <summary>
    /// e^2 / 2 for errors e = z - y up to delta, and delta (|e| - delta / 2) beyond, with the identity output activation, for real
    /// targets: least squares that is robust against outliers (P. J. Huber, Robust estimation of a location parameter, 1964).
    /// </summary>
    /// <param name="delta">The largest derivative, in the unit of the targets, (0, inf). Default 1.35.</param>
    /// <exception cref="ArgumentOutOfRangeException">The argument is NaN or not in (0, inf).</exception>
    public static Loss Huber(double delta = Defaults.HuberDelta)
    {
        Throw.IfNotPositive(delta);
        return Bent(new Huber(delta), new(1, -delta, delta, new(DistanceForm.Error)));
    }

    /// <summary>
    /// max(0, |e| - epsilon) of the error e = z - y, with the identity output activation, for real targets: support vector regression (V.
    /// Vapnik, The Nature of Statistical Learning Theory, 1995). With epsilon 0 it is the absolute error.
    /// </summary>
    /// <param name="epsilon">The size of errors that cost nothing, in the unit of the targets, [0, inf). Default 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">epsilon is NaN or not in [0, inf).</exception>
    public static Loss EpsilonInsensitive(double epsilon = Defaults.InsensitiveEpsilon)
    {
        ThrowIfNegative(epsilon);
        return WithUnitSlopes(new EpsilonInsensitive(epsilon), new(1, 0, new(DistanceForm.ErrorBeyondEpsilon, epsilon)));
    }

    /// <summary>
    /// max(0, |e| - epsilon)^2 of the error e = z - y, with the identity output activation, for real targets: support vector regression
    /// with squared slack (V. Vapnik, The Nature of Statistical Learning Theory, 1995). With epsilon 0 it is the squared error.
    /// </summary>
    /// <param name="epsilon">The size of errors that cost nothing, in the unit of the targets, [0, inf). Default 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">epsilon is NaN or not in [0, inf).</exception>
    public static Loss SquaredEpsilonInsensitive(double epsilon = Defaults.InsensitiveEpsilon)
    {
        ThrowIfNegative(epsilon);
        return Bent(new SquaredEpsilonInsensitive(epsilon), new(2, 0, double.PositiveInfinity, new(DistanceForm.ErrorBeyondEpsilon, epsilon)));
    }

    /// <summary>
    /// q (y - z) for targets y at or above the logit z, and (1 - q) (z - y) below it, with the identity output activation, for real
    /// targets: the pinball loss, whose predictions have a share q of the targets below them (R. Koenker and G. Bassett, Regression
    /// quantiles, 1978).
    /// </summary>
    /// <param name="quantile">The share q, (0, 1). Default 0.5, the median.</param>
    /// <exception cref="ArgumentOutOfRangeException">quantile is NaN or not in (0, 1).</exception>
    public static Loss Quantile(double quantile = Defaults.Quantile)
    {
        if (!(quantile > 0 && quantile < 1))
        {
            Throw.ArgumentOutOfRange_Outside(
                nameof(quantile), quantile, "(0, 1)", "It is the share of targets below the prediction: 0.5 is the median.");
        }

        return Through(new Quantile(quantile), Activation.Identity, startsFlat: false, isSmooth: false, kinks: new(1 - quantile, quantile, new(DistanceForm.Error)), quantile: quantile);
    }

    /// <summary>
    /// (a(z) - y)^2 / 2 for an activation a, which is also the output activation: the textbook's delta rule, with the derivative (a(z) -
    /// y) a'(z). Targets lie in the range of the activation. If the range is bounded and a logit of 0 maps to its middle, as for sigmoid
    /// and tanh, the loss is a classification loss, and labels 0 and 1 stand for the two ends.
    /// </summary>
    /// <param name="activation">The activation, such as <see cref="Activation.Sigmoid"/>; not softmax or step.</param>
    /// <exception cref="ArgumentNullException">activation is null.</exception>
    /// <exception cref="ArgumentException">
    /// The activation is softmax, which couples the outputs of a row, or the step, which has no slope.
    /// </exception>
    public static Loss HalfSquaredErrorThrough(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (ReferenceEquals(activation, Activation.Step))
        {
            throw new ArgumentException(
                $"The derivative of '{activation.Name}' is 0 everywhere, so the delta rule would never change a weight. Use Loss.Perceptron, which has this output activation.", nameof(activation));
        }

        return activation.DeltaRule() ?? throw new ArgumentException(
            $"The delta rule needs an activation of one output, but '{activation.Name}' compares the outputs of a row. Use Loss.SoftmaxCrossEntropy.", nameof(activation));
    }

    /// <summary>Creates a user's own loss of one output.</summary>
    /// <param name="loss">The formula.</param>
    /// <param name="outputActivation">The activation that <c>Predict</c> applies.</param>
    /// <exception cref="ArgumentNullException">outputActivation is null.</exception>
    /// <exception cref="ArgumentException">
    /// The output activation is softmax, which couples the outputs of a row, or the loss accepts no targets.
    /// </exception>
    public static Loss From<TLoss>(TLoss loss, Activation outputActivation)
        where TLoss : struct, ILoss
    {
        ArgumentNullException.ThrowIfNull(outputActivation);
        if (ReferenceEquals(outputActivation, Activation.Softmax))
        {
            throw new ArgumentException(
                $"The loss '{loss.Name}' is defined for a single output, but 'softmax' compares the outputs of a row. Use another output activation, or Loss.SoftmaxCrossEntropy.", nameof(outputActivation));
        }

        return Through(loss, outputActivation, startsFlat: false, isSmooth: false, isConvex: false);
    }

    /// <summary>Computes the loss of one row, and its derivative with respect to each logit.</summary>
    /// <param name="logits">The logits <c>[outputs]</c>.</param>
    /// <param name="targets">The targets <c>[outputs]</c>.</param>
    /// <param name="derivatives">Receives the derivatives <c>[outputs]</c>; must not overlap logits or targets.</param>
    /// <returns>The loss, summed over the outputs.</returns>
    /// <exception cref="ArgumentException">A length does not match, memory overlaps, or the loss does not accept a target.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public abstract T Evaluate<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, Span<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>Creates a loss of one output with an output activation.</summary>
    internal static Loss Through<TLoss>(TLoss loss, Activation outputActivation, bool startsFlat, bool isSmooth = true, bool mayBeNegative = false, bool isConvex = true, Curvature? curvature = null, ParabolicCurvature? parabolas = null, KinkedLoss? kinks = null, double? quantile = null)
        where TLoss : struct, ILoss
    {
        if (!(loss.Targets.Interval.Low < loss.Targets.Interval.High))
        {
            throw new ArgumentException(
                $"The loss '{loss.Name}' accepts no targets. Its Targets must be TargetDomain.Numbers, TargetDomain.Classes or TargetDomain.Labels.", nameof(loss));
        }

        return new BatchLoss<OutputwiseLoss<TLoss>>(
            loss.Name, new OutputwiseLoss<TLoss>(loss), outputActivation, loss.Targets, couplesOutputs: false, startsFlat, isSmooth)
        {
            MayBeNegative = mayBeNegative,
            IsConvex = isConvex,
            Curvature = curvature,
            Parabolas = parabolas,
            Kinks = kinks,
            QuantileShare = quantile,
            ConstantOfMean = loss as IConstantOfMean,
            ConstantOfErrors = loss as IConstantOfErrors,
        };
    }

    /// <summary>Creates a loss of one output whose second derivative is known.</summary>
    private static Loss Curved<TLoss>(TLoss loss, Activation outputActivation, bool mayBeNegative = false)
        where TLoss : struct, ICurvedLoss =>
        Through(loss, outputActivation, startsFlat: false, mayBeNegative: mayBeNegative, curvature: new OutputwiseCurvature<TLoss>(loss));

    /// <summary>Creates a loss of one output that consists of parabolas and straight pieces.</summary>
    private static Loss Bent<TLoss>(TLoss loss, ParabolicCurvature parabolas)
        where TLoss : struct, ILoss =>
        Through(loss, Activation.Identity, startsFlat: false, parabolas: parabolas);

    /// <summary>Creates a loss of one output with straight pieces whose slopes are 0, 1 or -1.</summary>
    private static UnitSlopeLoss<OutputwiseLoss<TLoss>> WithUnitSlopes<TLoss>(TLoss loss, KinkedLoss kinks)
        where TLoss : struct, ILoss => new(loss.Name, new OutputwiseLoss<TLoss>(loss), loss.Targets)
        {
            Kinks = kinks,
            ConstantOfMean = loss as IConstantOfMean,
            ConstantOfErrors = loss as IConstantOfErrors,
        };

    /// <summary>Returns the number of classes of a network with this loss; 0 if it has none.</summary>
    internal int CountClasses(int outputs) => !Targets.IsClassification ? 0 : outputs == 1 ? 2 : outputs;

    /// <summary>Checks whether a row has at most one class, instead of a label for each of several independent outputs.</summary>
    internal bool HasOneClassARow(int outputs) => outputs == 1 || CouplesOutputs;

    /// <summary>Returns the traits of the optimum of a network with this number of outputs.</summary>
    internal OptimumTraits OptimumOf(int outputs) => new(IsSmooth, CountClasses(outputs) > 0, HasInfiniteOptimum, CouplesOutputs || HasInfiniteOptimum);

    /// <summary>Whether the loss of a row with a target at an end of the interval keeps falling as the logit grows.</summary>
    private bool HasInfiniteOptimum
    {
        get
        {
            const double sure = 5;
            if (!double.IsFinite(Targets.Interval.Low))
            {
                return false;
            }

            double[] logits = CouplesOutputs ? [sure, 0] : [-sure];
            double[] targets = CouplesOutputs ? [1, 0] : [Targets.Interval.Low];
            var derivatives = new double[logits.Length];
            Evaluate<double>(logits, targets, derivatives);
            return derivatives[0] != 0;
        }
    }

    /// <summary>The targets of each output for rows without and with its label; null if outputs do not decide separately.</summary>
    internal Interval? LabelTargets => Targets.IsClassification && !CouplesOutputs ? Targets.Interval : null;

    /// <summary>Creates the training loops of this loss with the given optimizer.</summary>
    internal abstract Trainer<T> CreateTrainer<T, TOptimizer>(
        Parameters<T> parameters, TOptimizer optimizer, in TrainerSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer;

    /// <summary>Creates the training loops of this loss with steps whose length follows from the loss.</summary>
    internal virtual Trainer<T> CreatePassiveAggressive<T>(
        Parameters<T> parameters, StepLength length, in TrainerSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        throw new UnreachableException("The description refuses losses with other slopes.");

    /// <summary>Creates the gradients of this loss over many rows, with the measures for L-BFGS.</summary>
    internal abstract BatchGradient<T> CreateGradient<T>(Parameters<T> parameters, in TrainerSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private static void ThrowIfNegative(double epsilon)
    {
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
        {
            Throw.ArgumentOutOfRange_Outside(
                nameof(epsilon), epsilon, "[0, inf)", "It is the size of errors that cost nothing, in the unit of the targets.");
        }
    }

    private class BatchLoss<TLoss>(
        string name, TLoss loss, Activation outputActivation, TargetDomain targets, bool couplesOutputs, bool startsFlat = false, bool isSmooth = true)
        : Loss(name, outputActivation, targets, couplesOutputs, startsFlat, isSmooth)
        where TLoss : struct, IBatchLoss
    {
        /// <summary>Up to so many outputs the loss of a row allocates nothing.</summary>
        private const int OutputsOnStack = 64;

        public override T Evaluate<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, Span<T> derivatives)
        {
            Throw.IfNotFloatOrDouble<T>();
            if (logits.IsEmpty)
            {
                Throw.Argument_Empty(nameof(logits));
            }

            if (CouplesOutputs && logits.Length == 1)
            {
                throw new ArgumentException(
                    $"The loss '{Name}' compares the logits of a row; this row has 1 logit. Pass one for each class, 2 or more.", nameof(logits));
            }

            if (targets.Length != logits.Length)
            {
                Throw.Argument_WrongLength(nameof(targets), targets.Length, logits.Length, "one for each logit");
            }

            Shape.CheckDestination(nameof(derivatives), derivatives.Length, logits.Length);
            Shape.CheckNoOverlap(nameof(derivatives), derivatives, logits, nameof(logits));
            Shape.CheckNoOverlap(nameof(derivatives), derivatives, targets, nameof(targets));
            TargetCheck.Targets(nameof(targets), targets, 1, logits.Length, Name, Targets, CouplesOutputs);
            Span<T> losses = logits.Length <= OutputsOnStack ? stackalloc T[OutputsOnStack] : new T[logits.Length];
            loss.Evaluate(logits, targets, logits.Length, derivatives[..logits.Length], losses);
            return losses[0];
        }

        internal override Trainer<T> CreateTrainer<T, TOptimizer>(
            Parameters<T> parameters, TOptimizer optimizer, in TrainerSettings settings) =>
            new Trainer<T, TLoss, TOptimizer>(Gradient(parameters, settings), loss, optimizer, settings);

        internal override BatchGradient<T> CreateGradient<T>(Parameters<T> parameters, in TrainerSettings settings) =>
            Gradient(parameters, settings, measures: true);

        private protected BatchGradient<T, TLoss> Gradient<T>(Parameters<T> parameters, in TrainerSettings settings, bool measures = false)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var code = new TargetCode<T>(settings.Targets);
            return new(parameters, loss, code, new SampleWeights<T>(code, parameters.Outputs), CouplesOutputs, measures);
        }
    }

    /// <summary>A loss with the steps of passive-aggressive learning, whose code the other losses do not need.</summary>
    private sealed class UnitSlopeLoss<TLoss>(string name, TLoss loss, TargetDomain targets)
        : BatchLoss<TLoss>(name, loss, Activation.Identity, targets, couplesOutputs: false, isSmooth: false)
        where TLoss : struct, IBatchLoss
    {
        private readonly TLoss _loss = loss;

        internal override bool HasUnitSlopes => true;

        internal override Trainer<T> CreatePassiveAggressive<T>(
            Parameters<T> parameters, StepLength length, in TrainerSettings settings) =>
            new PassiveAggressiveTrainer<T, TLoss>(Gradient(parameters, settings), _loss, length, settings);
    }
}
