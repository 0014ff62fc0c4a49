using System.Numerics;

namespace NeuralNet.Core.Activations;

/// <summary>The output activation of a network, bound to an element type: one virtual call for a logit or a whole span of them.</summary>
internal abstract class OutputFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The prediction of a network with one output.</summary>
    public abstract T Apply(T logit);

    /// <summary>Turns the logits <c>[rows x outputs]</c> into predictions, in place.</summary>
    public abstract void Apply(Span<T> logits, int outputs);
}
