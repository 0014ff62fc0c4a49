using System.Diagnostics;
using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Activations;

/// <summary>a(z)[o] = e^z[o] / sum of e^z over the outputs of a row</summary>
internal sealed class SoftmaxFunction<T> : OutputFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override T Apply(T logit) => throw new UnreachableException("Softmax compares two or more outputs.");

    public override void Apply(Span<T> logits, int outputs)
    {
        for (int start = 0; start < logits.Length; start += outputs)
        {
            SoftmaxRow.Apply(logits.Slice(start, outputs));
        }
    }
}
