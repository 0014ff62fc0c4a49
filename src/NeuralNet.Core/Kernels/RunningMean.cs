using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Kernels;

/// <summary>Means that are updated as values arrive.</summary>
internal static class RunningMean
{
    /// <summary>
    /// means[j] += (values[j] - means[j]) * share; a share of 1 / n makes it the mean of n values. A mean of many values moves
    /// by less than its last digit. So the part of a step that rounding drops is kept in rests[j] and joins the next step
    /// (W. Kahan, Further remarks on reducing truncation errors, 1965).
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Add<T>(Span<T> means, Span<T> rests, ReadOnlySpan<T> values, T share)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(means.Length == values.Length && rests.Length == values.Length, "Each value has a mean and a rest.");
        LaneLoop.Run<T, Loop<T>>(new Loop<T>(means, rests, values, share), means.Length);
    }

    private readonly ref struct Loop<T>(Span<T> means, Span<T> rests, ReadOnlySpan<T> values, T share) : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ref T _means = ref MemoryMarshal.GetReference(means);
        private readonly ref T _rests = ref MemoryMarshal.GetReference(rests);
        private readonly ref T _values = ref MemoryMarshal.GetReference(values);
        private readonly T _share = share;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes mean = TLanes.Load(in _means, index);
            TLanes step = TLanes.FusedMultiplyAdd(
                TLanes.Load(in _values, index) - mean, TLanes.Create(_share), TLanes.Load(in _rests, index));
            TLanes moved = mean + step;
            moved.Store(ref _means, index);
            (step - (moved - mean)).Store(ref _rests, index);
        }
    }
}
