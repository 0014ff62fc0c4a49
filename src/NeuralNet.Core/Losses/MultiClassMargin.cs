using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Losses;

/// <summary>
/// l(z, y) = max(0, margin + largest z[o] of the other classes - z[y]), y the class of the row. At the kink the derivative is
/// that of a mistake, so that weights of 0 learn even with a margin of 0.
/// </summary>
internal readonly struct MultiClassMargin(double margin) : IBatchLoss, IConstantOfMean
{
    private readonly double _margin = margin;

    /// <remarks>Like the hinge: the best constant depends only on which class is the largest, and 0 lies between.</remarks>
    public bool IsLink => false;

    public double BestConstant(double mean, double rows) => 0;

    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
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
        derivatives.Clear();
        for (int row = 0; row < rows; row++)
        {
            int own = row;
            while (targets[own] != T.One)
            {
                own += rows;
            }

            int rival = Rival(logits, row, rows, own);
            T shortfall = margin + (logits[rival] - logits[own]);
            if (shortfall >= T.Zero)
            {
                derivatives[rival] = T.One;
                derivatives[own] = -T.One;
            }

            losses[row] = T.Max(T.Zero, shortfall);
        }
    }

    /// <summary>The index of the largest logit of a row, its own class left out; the first one of equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rival<T>(ReadOnlySpan<T> logits, int row, int rows, int own)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rival = own == row ? row + rows : row;
        for (int index = rival + rows; index < logits.Length; index += rows)
        {
            // NaN counts as the largest, so that the loss becomes NaN too.
            if (index != own && (logits[index] > logits[rival] || T.IsNaN(logits[index])))
            {
                rival = index;
            }
        }

        return rival;
    }
}
