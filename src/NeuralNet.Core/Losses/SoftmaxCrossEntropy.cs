using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Losses;

/// <summary>
/// l(z, y) = -sum of y[o] ln a(z)[o] over the outputs, with a the softmax and y a distribution over the classes;
/// dl/dz[o] = a(z)[o] - y[o]
/// </summary>
internal readonly struct SoftmaxCrossEntropy : IBatchLoss, IConstantOfMean
{
    /// <remarks>Up to a constant that is the same for all outputs and does not change the softmax.</remarks>
    public double BestConstant(double mean, double rows) => Logarithm.OfShare(mean, rows);

    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        throw new UnreachableException("Softmax compares two or more outputs.");
    }

    [MethodImpl(Jit.Loop)]
    public void Evaluate<T>(
        ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, int outputs, Span<T> derivatives, Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = logits.Length / outputs;
        LaneLoop.RunRepeatable<T, Loop<T>>(new Loop<T>(logits, targets, outputs, derivatives, losses), rows);
    }

    /// <summary>As many rows at a time as there are lanes.</summary>
    private readonly ref struct Loop<T>(
        ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, int outputs, Span<T> derivatives, Span<T> losses) : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ref T _logits = ref MemoryMarshal.GetReference(logits);
        private readonly ref T _targets = ref MemoryMarshal.GetReference(targets);
        private readonly ref T _derivatives = ref MemoryMarshal.GetReference(derivatives);
        private readonly ref T _losses = ref MemoryMarshal.GetReference(losses);
        private readonly nuint _rows = (nuint)(logits.Length / outputs);
        private readonly nuint _end = (nuint)logits.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes zero = TLanes.Create(T.Zero);
            TLanes one = TLanes.Create(T.One);
            TLanes most = Largest(index, out TLanes largest);
            TLanes others = Exponentials(index, most, largest);
            TLanes total = one + others;

            // ln(sum of e^z) = most + ln(1 + others), and -sum of y ln a = sum of y (ln(sum of e^z) - z).
            TLanes loss = LaneMath.Log1p(others);
            TLanes output = zero;
            for (nuint at = index; at < _end; at += _rows)
            {
                TLanes target = TLanes.Load(in _targets, at);
                TLanes more = TLanes.FusedMultiplyAdd(target, most - TLanes.Load(in _logits, at), loss);
                loss = TLanes.IfLess(zero, target, more, loss);

                // For the likeliest class a - y is computed from the other classes, as (1 - y) - (1 - a). So 1 - a keeps its
                // digits where a is nearly 1.
                TLanes power = TLanes.Load(in _derivatives, at);
                TLanes isLargest = TLanes.Abs(output - largest);
                TLanes share = TLanes.IfLess(isLargest, one, others, power) / total;
                TLanes rest = one - target;
                TLanes.IfLess(isLargest, one, rest - share, share - target).Store(ref _derivatives, at);
                output += one;
            }

            loss.Store(ref _losses, index);
        }

        /// <summary>The largest logit, and the number of its output; the first one of equals.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TLanes Largest<TLanes>(nuint index, out TLanes largest)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes most = TLanes.Load(in _logits, index);
            TLanes output = TLanes.Create(T.Zero);
            largest = output;
            for (nuint at = index + _rows; at < _end; at += _rows)
            {
                output += TLanes.Create(T.One);
                TLanes logit = TLanes.Load(in _logits, at);
                largest = TLanes.IfLess(most, logit, output, largest);
                most = TLanes.IfLess(most, logit, logit, most);
            }

            return most;
        }

        /// <summary>Writes e^(z - most) for each output, and returns the sum of all but the largest.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TLanes Exponentials<TLanes>(nuint index, TLanes most, TLanes largest)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes zero = TLanes.Create(T.Zero);
            TLanes one = TLanes.Create(T.One);
            TLanes even = zero, odd = zero;
            TLanes output = zero;
            for (nuint at = index; at < _end; at += _rows)
            {
                TLanes power = LaneMath.Exp(TLanes.Load(in _logits, at) - most);
                power.Store(ref _derivatives, at);

                // Two sums take turns: a chain of additions half as long.
                TLanes sum = even + TLanes.IfLess(TLanes.Abs(output - largest), one, zero, power);
                even = odd;
                odd = sum;
                output += one;
            }

            return even + odd;
        }
    }
}
