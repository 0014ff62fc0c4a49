using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>
/// What a training makes small. A loss is defined on the logits of a row, and brings its link: the activation that turns
/// logits into predictions. Immutable and safe to share.
/// </summary>
public abstract class Loss
{
    private protected Loss(string name, Activation link, TargetDomain targets, bool couplesOutputs)
    {
        Name = name;
        Link = link;
        Targets = targets;
        CouplesOutputs = couplesOutputs;
    }

    /// <summary>
    /// (z - y)^2 / 2 with the identity link, for real targets: least squares. Its derivative is the error z - y.
    /// </summary>
    public static Loss HalfSquaredError => field ??= From(default(HalfSquaredError), Activation.Identity);

    /// <summary>
    /// -y ln s(z) - (1 - y) ln(1 - s(z)) with the sigmoid link s, for targets in [0, 1] or labels 0 and 1: logistic
    /// regression. Computed as max(z, 0) - y z + ln(1 + e^-|z|), which neither overflows nor loses digits.
    /// </summary>
    public static Loss LogLoss => field ??= From(default(LogLoss), Activation.Sigmoid);

    /// <summary>
    /// -sum of y[o] ln a(z)[o] with the softmax link a, for labels 0 to outputs - 1, or the probabilities of the classes as
    /// targets: multinomial logistic regression. Needs 2 or more outputs.
    /// </summary>
    public static Loss SoftmaxCrossEntropy => field ??=
        new BatchLoss<SoftmaxCrossEntropy>(
            "softmax-cross-entropy", default, Activation.Softmax, TargetDomain.Classes(Interval.Probability), couplesOutputs: true);

    /// <summary>The name by which people and files know the loss, such as <c>log-loss</c>.</summary>
    public string Name { get; }

    /// <summary>The activation that <c>Predict</c> applies to the logits.</summary>
    public Activation Link { get; }

    /// <summary>The targets the loss is defined for, and whether it separates classes.</summary>
    public TargetDomain Targets { get; }

    /// <summary>Whether the outputs of a row are compared with each other, as by softmax.</summary>
    internal bool CouplesOutputs { get; }

    /// <summary>
    /// (a(z) - y)^2 / 2 for an activation a, which is also the link: the textbook's delta rule, with the derivative
    /// (a(z) - y) a'(z). Targets lie in the range of the activation. Where it is bounded and a logit of 0 gives its
    /// middle, as of sigmoid and tanh, the loss is one of classification, and labels 0 and 1 stand for the two ends.
    /// </summary>
    /// <param name="activation">The activation, such as <see cref="Activation.Sigmoid"/>; softmax is not possible.</param>
    /// <exception cref="ArgumentNullException">The activation is null.</exception>
    /// <exception cref="ArgumentException">The activation is softmax, which couples the outputs of a row.</exception>
    public static Loss HalfSquaredErrorThrough(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return activation.DeltaRule() ?? throw new ArgumentException(
            $"The delta rule is defined for an activation of one output, and '{activation.Name}' compares the outputs of a row. Use Loss.SoftmaxCrossEntropy.", nameof(activation));
    }

    /// <summary>A user's own loss of one output.</summary>
    /// <param name="loss">The formula.</param>
    /// <param name="link">The activation that <c>Predict</c> applies.</param>
    /// <exception cref="ArgumentNullException">The link is null.</exception>
    /// <exception cref="ArgumentException">The link is softmax, which couples the outputs of a row.</exception>
    public static Loss From<TLoss>(TLoss loss, Activation link)
        where TLoss : struct, ILoss
    {
        ArgumentNullException.ThrowIfNull(link);
        if (ReferenceEquals(link, Activation.Softmax))
        {
            throw new ArgumentException(
                $"The loss '{loss.Name}' is one of a single output, and 'softmax' compares the outputs of a row. Use another link, or Loss.SoftmaxCrossEntropy.", nameof(link));
        }

        return new BatchLoss<OutputwiseLoss<TLoss>>(
            loss.Name, new OutputwiseLoss<TLoss>(loss), link, loss.Targets, couplesOutputs: false);
    }

    /// <summary>The loss of one row, and its derivative with respect to each logit.</summary>
    /// <param name="logits">The logits <c>[outputs]</c>.</param>
    /// <param name="targets">The targets <c>[outputs]</c>.</param>
    /// <param name="derivatives">Receives the derivatives <c>[outputs]</c>; must overlap neither logits nor targets.</param>
    /// <returns>The loss, summed over the outputs.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public abstract T Evaluate<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, Span<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>How many classes a network with this loss tells apart; 0 where it has none.</summary>
    internal int Classes(int outputs) => !Targets.IsClassification ? 0 : outputs == 1 ? 2 : outputs;

    /// <summary>The training loops of this loss with the given optimizer.</summary>
    internal abstract Trainer<T> CreateTrainer<T, TOptimizer>(
        Parameters<T> parameters, TOptimizer optimizer, in TrainerSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer;

    /// <summary>The training loops of this loss with steps whose length the loss itself tells.</summary>
    internal abstract Trainer<T> CreatePassiveAggressive<T>(
        Parameters<T> parameters, StepLength length, in TrainerSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Gradients of this loss over many rows.</summary>
    internal abstract BatchGradient<T> CreateGradient<T>(Parameters<T> parameters, in TrainerSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private sealed class BatchLoss<TLoss>(string name, TLoss loss, Activation link, TargetDomain targets, bool couplesOutputs)
        : Loss(name, link, targets, couplesOutputs)
        where TLoss : struct, IBatchLoss
    {
        public override T Evaluate<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, Span<T> derivatives)
        {
            Throw.IfNotFloatOrDouble<T>();
            if (logits.IsEmpty)
            {
                Throw.Argument_Empty(nameof(logits));
            }

            if (targets.Length != logits.Length)
            {
                Throw.Argument_WrongLength(nameof(targets), targets.Length, logits.Length, "one for each logit");
            }

            Shape.CheckDestination(nameof(derivatives), derivatives.Length, logits.Length);
            Shape.CheckNoOverlap(nameof(derivatives), derivatives, logits, nameof(logits));
            Shape.CheckNoOverlap(nameof(derivatives), derivatives, targets, nameof(targets));
            var losses = new T[logits.Length];
            loss.Evaluate(logits, targets, logits.Length, derivatives[..logits.Length], losses);
            return losses[0];
        }

        internal override Trainer<T> CreateTrainer<T, TOptimizer>(
            Parameters<T> parameters, TOptimizer optimizer, in TrainerSettings settings) =>
            new Trainer<T, TLoss, TOptimizer>(Gradient(parameters, settings), loss, optimizer, settings);

        internal override Trainer<T> CreatePassiveAggressive<T>(
            Parameters<T> parameters, StepLength length, in TrainerSettings settings) =>
            new PassiveAggressiveTrainer<T, TLoss>(Gradient(parameters, settings), loss, length, settings);

        internal override BatchGradient<T> CreateGradient<T>(Parameters<T> parameters, in TrainerSettings settings) =>
            Gradient(parameters, settings);

        private BatchGradient<T, TLoss> Gradient<T>(Parameters<T> parameters, in TrainerSettings settings)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var code = new TargetCode<T>(settings.Targets);
            return new(parameters, loss, code, new RowWeights<T>(code, parameters.Outputs));
        }
    }
}
