using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Losses;

/// <summary>
/// l(z, y) = max(0, margin + largest z[o] of the other classes - z[y]), y the class of the row. At the kink the derivative is
/// that of a mistake, so that with a margin of 0 weights of 0 learn.
/// </summary>
internal readonly struct MultiClassMargin(double margin) : IBatchLoss
{
    private readonly double _margin = margin;

    public T Evaluate<T>(T logit, T target, out T derivative)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        throw new UnreachableException("A class has rivals where there are two or more outputs.");
    }

    [MethodImpl(Jit.Loop)]
    public void Evaluate<T>(
        ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, int outputs, Span<T> derivatives, Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var margin = T.CreateTruncating(_margin);
        int rows = logits.Length / outputs;
        for (int row = 0; row < rows; row++)
        {
            losses[row] = EvaluateRow(
                logits.Slice(row * outputs, outputs),
                targets.Slice(row * outputs, outputs),
                margin,
                derivatives.Slice(row * outputs, outputs));
        }
    }

    [MethodImpl(Jit.Loop)]
    private static T EvaluateRow<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, T margin, Span<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int own = targets.IndexOf(T.One);
        Debug.Assert(own >= 0, "A row has a class.");
        int rival = own == 0 ? 1 : 0;
        for (int output = rival + 1; output < logits.Length; output++)
        {
            // NaN is the largest, so that the loss tells of it.
            if (output != own && (logits[output] > logits[rival] || T.IsNaN(logits[output])))
            {
                rival = output;
            }
        }

        T shortfall = margin + (logits[rival] - logits[own]);
        derivatives.Clear();
        if (shortfall >= T.Zero)
        {
            derivatives[rival] = T.One;
            derivatives[own] = -T.One;
        }

        return T.Max(T.Zero, shortfall);
    }
}
