using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Kernels;

/// <summary>Adds scaled rows to a sum: the gradient of a batch is its rows, each times the derivative of its loss.</summary>
internal static class ScaledRows
{
    /// <summary>
    /// sums[j] += scales[r * stride] * rows[r, j] for r = 0, 1, ... in this order, every product fused. Rows
    /// <c>[count x inputs]</c>, sums <c>[inputs]</c>.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Add<T>(ReadOnlySpan<T> rows, int count, ReadOnlySpan<T> scales, int stride, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = sums.Length;
        Debug.Assert(rows.Length >= count * inputs, "The rows are whole.");
        Debug.Assert(count == 0 || scales.Length > (count - 1) * stride, "Each row has a scale.");
        int row = 0;
        for (; row + 4 <= count; row += 4)
        {
            LaneLoop.Run<T, FourRows<T>>(
                new FourRows<T>(rows[(row * inputs)..], inputs, scales[(row * stride)..], stride, sums), inputs);
        }

        for (; row < count; row++)
        {
            LaneLoop.Run<T, OneRow<T>>(new OneRow<T>(rows[(row * inputs)..], scales[row * stride], sums), inputs);
        }
    }

    private readonly ref struct OneRow<T>(ReadOnlySpan<T> row, T scale, Span<T> sums) : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ref T _row = ref MemoryMarshal.GetReference(row);
        private readonly ref T _sums = ref MemoryMarshal.GetReference(sums);
        private readonly T _scale = scale;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> =>
            TLanes.FusedMultiplyAdd(
                TLanes.Create(_scale), TLanes.Load(in _row, index), TLanes.Load(in _sums, index)).Store(ref _sums, index);
    }

    private readonly ref struct FourRows<T>(ReadOnlySpan<T> rows, int inputs, ReadOnlySpan<T> scales, int stride, Span<T> sums)
        : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ref T _rows = ref MemoryMarshal.GetReference(rows);
        private readonly ref T _sums = ref MemoryMarshal.GetReference(sums);
        private readonly nuint _inputs = (nuint)inputs;
        private readonly T _scale0 = scales[0];
        private readonly T _scale1 = scales[stride];
        private readonly T _scale2 = scales[2 * stride];
        private readonly T _scale3 = scales[3 * stride];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes sum = TLanes.Load(in _sums, index);
            sum = TLanes.FusedMultiplyAdd(TLanes.Create(_scale0), TLanes.Load(in _rows, index), sum);
            sum = TLanes.FusedMultiplyAdd(TLanes.Create(_scale1), TLanes.Load(in _rows, index + _inputs), sum);
            sum = TLanes.FusedMultiplyAdd(TLanes.Create(_scale2), TLanes.Load(in _rows, index + (2 * _inputs)), sum);
            sum = TLanes.FusedMultiplyAdd(TLanes.Create(_scale3), TLanes.Load(in _rows, index + (3 * _inputs)), sum);
            sum.Store(ref _sums, index);
        }
    }
}
