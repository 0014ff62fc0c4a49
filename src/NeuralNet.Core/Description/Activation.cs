using System.Numerics;
using NeuralNet.Core.Activations;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core;

/// <summary>
/// An activation: the function from the logits of a row to its predictions. <c>Predict</c> applies the output activation, which belongs
/// to the loss. Immutable and safe to share.
/// </summary>
public abstract partial class Activation
{
    private protected Activation(string name, Interval range)
    {
        Name = name;
        Range = range;
    }

    /// <summary>The logit itself, in (-inf, inf): the output activation of regression.</summary>
    public static Activation Identity { get; } = new OutputwiseActivation<Identity>(default);

    /// <summary>1 / (1 + e^-z), in [0, 1]: the output activation of the log loss; a probability.</summary>
    public static Activation Sigmoid { get; } = new OutputwiseActivation<Sigmoid>(default);

    /// <summary>The hyperbolic tangent, in [-1, 1].</summary>
    public static Activation Tanh { get; } = new OutputwiseActivation<Tanh>(default);

    /// <summary>1 if the logit is above 0, otherwise 0: the output activation of the perceptron loss. Its derivative is 0.</summary>
    public static Activation Step { get; } = new OutputwiseActivation<Step>(default);

    /// <summary>max(z, 0), in [0, inf): the rectified linear unit. Its derivative is 1 if the logit is above 0, otherwise 0.</summary>
    public static Activation ReLU { get; } = new OutputwiseActivation<Relu>(default);

    /// <summary>ln(1 + e^z), in [0, inf): a smooth form of <see cref="ReLU"/>, whose derivative is the sigmoid.</summary>
    public static Activation Softplus { get; } = new OutputwiseActivation<Softplus>(default);

    /// <summary>
    /// e^z, in [0, inf): the output activation of the Poisson loss; a rate. Infinite above 709.8 (double) or 88.73 (float).
    /// </summary>
    public static Activation Exp { get; } = new OutputwiseActivation<Exp>(default);

    /// <summary>
    /// e^z[o] / (sum of e^z over the outputs of the row), each in [0, 1], with the sum 1: the output activation of the cross-entropy; the
    /// probability of each class.
    /// </summary>
    public static Activation Softmax { get; } = new SoftmaxActivation();

    /// <summary>The name of the activation in text and files, such as <c>sigmoid</c>.</summary>
    public string Name { get; }

    /// <summary>The smallest closed interval that contains all values of the activation.</summary>
    public Interval Range { get; }

    /// <summary>Creates a user's own activation of one output.</summary>
    /// <param name="activation">The formula.</param>
    public static Activation From<TActivation>(TActivation activation)
        where TActivation : struct, IActivation => new OutputwiseActivation<TActivation>(activation);

    /// <summary>Applies the activation to the logits of one row.</summary>
    /// <param name="logits">The logits <c>[outputs]</c>.</param>
    /// <param name="destination">Receives the activations <c>[outputs]</c>; may be the memory of the logits.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public void Apply<T>(ReadOnlySpan<T> logits, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        Shape.CheckDestination(nameof(destination), destination.Length, logits.Length);
        if (!logits.IsEmpty)
        {
            logits.CopyTo(destination);
            Bind<T>().Apply(destination[..logits.Length], logits.Length);
        }
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>Checks whether the predictions of a row are probabilities with the sum 1 over the classes.</summary>
    internal bool GivesProbabilities(int outputs) =>
        outputs == 1 ? ReferenceEquals(this, Sigmoid) : ReferenceEquals(this, Softmax);

    internal abstract OutputFunction<T> Bind<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Creates the half squared error through this activation; null if it couples the outputs of a row.</summary>
    internal abstract Loss? DeltaRule();

    private sealed class OutputwiseActivation<TActivation>(TActivation activation)
        : Activation(activation.Name, activation.Range)
        where TActivation : struct, IActivation
    {
        internal override OutputFunction<T> Bind<T>() => new OutputwiseFunction<T, TActivation>(activation);

        internal override Loss DeltaRule()
        {
            activation.Evaluate(new Scalar<double>(0), out Scalar<double> slope);
            return Loss.Through(new Training.DeltaRule<TActivation>(activation), this, startsFlat: slope.Value == 0, isConvex: false);
        }
    }

    private sealed class SoftmaxActivation() : Activation("softmax", Interval.Probability)
    {
        internal override OutputFunction<T> Bind<T>() => new SoftmaxFunction<T>();

        internal override Loss? DeltaRule() => null;
    }
}
