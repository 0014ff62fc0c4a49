using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Activations;

/// <summary>The output activation of a network, bound to an element type: one virtual call for a logit or a whole span of them.</summary>
internal abstract class OutputFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The prediction of a network with one output.</summary>
    public abstract T Apply(T logit);

    /// <summary>
    /// The predictions of one row by several outputs. Row <c>[inputs]</c>, parameters: weights <c>[outputs x inputs]</c> and bias
    /// <c>[outputs]</c>, destination <c>[outputs]</c>.
    /// </summary>
    public virtual void Predict(ReadOnlySpan<T> row, ReadOnlySpan<T> parameters, Span<T> destination)
    {
        int outputs = destination.Length;
        Logits.Compute(row, parameters[..^outputs], parameters[^outputs..], row.Length, destination);
        Apply(destination, outputs);
    }

    /// <summary>Turns the logits <c>[rows x outputs]</c> into predictions, in place.</summary>
    public abstract void Apply(Span<T> logits, int outputs);
}
