using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Losses;

/// <summary>
/// l(z, y) = -sum of y[o] ln a(z)[o] over the outputs, with a the softmax and y a distribution over the classes;
/// dl/dz[o] = a(z)[o] - y[o]
/// </summary>
internal readonly struct SoftmaxCrossEntropy : IBatchLoss
{
    public T Evaluate<T>(T logit, T target, out T derivative)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        throw new UnreachableException("Softmax compares two or more outputs.");
    }

    [MethodImpl(Jit.Loop)]
    public void Evaluate<T>(
        ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, int outputs, Span<T> derivatives, Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = logits.Length / outputs;
        for (int row = 0; row < rows; row++)
        {
            losses[row] = EvaluateRow(
                logits.Slice(row * outputs, outputs),
                targets.Slice(row * outputs, outputs),
                derivatives.Slice(row * outputs, outputs));
        }
    }

    [MethodImpl(Jit.Loop)]
    private static T EvaluateRow<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, Span<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T others = SoftmaxRow.Exponentials(logits, derivatives, out int largest);
        T total = T.One + others;

        // ln(sum of e^z) = largest + ln(1 + others), and -sum of y ln a = sum of y (ln(sum of e^z) - z).
        T logTotal = LaneMath.Log1p(new Scalar<T>(others)).Value;
        T loss = logTotal;
        for (int output = 0; output < logits.Length; output++)
        {
            if (targets[output] != T.Zero)
            {
                loss = Fused.MultiplyAdd(targets[output], logits[largest] - logits[output], loss);
            }

            derivatives[output] = (derivatives[output] / total) - targets[output];
        }

        // The likeliest class again, from the others: 1 - a keeps its digits there, a - 1 would not.
        derivatives[largest] = (T.One - targets[largest]) - (others / total);
        return loss;
    }
}
