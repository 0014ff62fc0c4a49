using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Kernels;

/// <summary>Means that are kept up to date as values arrive.</summary>
internal static class RunningMean
{
    /// <summary>means[j] += (values[j] - means[j]) * share, fused; a share of 1 / n makes it the mean of n values.</summary>
    [MethodImpl(Jit.Loop)]
    public static void Add<T>(Span<T> means, ReadOnlySpan<T> values, T share)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(means.Length == values.Length, "Each value has a mean.");
        LaneLoop.Run<T, Loop<T>>(new Loop<T>(means, values, share), means.Length);
    }

    private readonly ref struct Loop<T>(Span<T> means, ReadOnlySpan<T> values, T share) : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ref T _means = ref MemoryMarshal.GetReference(means);
        private readonly ref T _values = ref MemoryMarshal.GetReference(values);
        private readonly T _share = share;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes mean = TLanes.Load(in _means, index);
            TLanes.FusedMultiplyAdd(TLanes.Load(in _values, index) - mean, TLanes.Create(_share), mean)
                .Store(ref _means, index);
        }
    }
}
