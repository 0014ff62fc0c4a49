using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Kernels;

/// <summary>Moves values by their means, and multiplies them by their scales.</summary>
internal static class Scaling
{
    /// <summary>destination[j] = (values[j] - means[j]) * scales[j]. One loop: two calls of the framework would take longer than a short row.</summary>
    [MethodImpl(Jit.Loop)]
    public static void Apply<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> means, ReadOnlySpan<T> scales, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(means.Length == values.Length && scales.Length == values.Length, "Each value has a mean and a scale.");
        Debug.Assert(destination.Length >= values.Length, "Each value has a place.");
        LaneLoop.Run<T, Loop<T>>(new Loop<T>(values, means, scales, destination), values.Length);
    }

    private readonly ref struct Loop<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> means, ReadOnlySpan<T> scales, Span<T> destination)
        : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ref T _values = ref MemoryMarshal.GetReference(values);
        private readonly ref T _means = ref MemoryMarshal.GetReference(means);
        private readonly ref T _scales = ref MemoryMarshal.GetReference(scales);
        private readonly ref T _destination = ref MemoryMarshal.GetReference(destination);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> =>
            ((TLanes.Load(in _values, index) - TLanes.Load(in _means, index)) * TLanes.Load(in _scales, index))
                .Store(ref _destination, index);
    }
}
