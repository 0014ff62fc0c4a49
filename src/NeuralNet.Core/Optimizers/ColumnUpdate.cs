using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Moves the weights of the given columns where those of all outputs lie side by side, and behind them the states of the optimizer, with the
/// bits of <see cref="SparseUpdate"/> output by output.
/// </summary>
internal static class ColumnUpdate
{
    /// <summary>
    /// Moves along value * derivative for one row, whose sum begins at 0 as that of a batch does; without derivatives along the sum of a
    /// batch times its scale, and sets the sums to 0. A column that is given again, by another row of the batch, has no more to move by.
    /// </summary>
    /// <param name="optimizer">The optimizer in its step.</param>
    /// <param name="transform">Changes gradients and weights.</param>
    /// <param name="indices">The columns of the row.</param>
    /// <param name="values">Their values; empty if each is 1.</param>
    /// <param name="derivatives">The derivative of each output, as many as the numbers of a column; empty for sums.</param>
    /// <param name="scale">The scale of the sums.</param>
    /// <param name="columns">Of each column the weights, the states, and, for sums, the sums.</param>
    /// <param name="stride">The weights of a column, whole registers of 128 bits.</param>
    [MethodImpl(Jit.Loop)]
    public static void Apply<T, TOptimizer, TTransform>(
        TOptimizer optimizer,
        TTransform transform,
        ReadOnlySpan<int> indices,
        ReadOnlySpan<T> values,
        ReadOnlySpan<T> derivatives,
        T scale,
        Span<T> columns,
        int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
    {
        values = values.IsEmpty ? values : values[..indices.Length];
        int between = (1 + States<TOptimizer>.PerWeight + (derivatives.IsEmpty ? 1 : 0)) * stride;
        nuint width = (nuint)stride;
        ref T derivative = ref MemoryMarshal.GetReference(derivatives.IsEmpty ? derivatives : derivatives[..stride]);
        for (int position = 0; position < indices.Length; position++)
        {
            ref T weights = ref MemoryMarshal.GetReference(columns.Slice(indices[position] * between, between));
            T factor = derivatives.IsEmpty ? scale : values.IsEmpty ? T.One : values[position];
            nuint lane = 0;
            if (Vector256.IsHardwareAccelerated)
            {
                lane = Move<T, TOptimizer, TTransform, Lanes256<T>>(optimizer, transform, ref derivative, factor, ref weights, lane, width, (nuint)Vector256<T>.Count);
            }

            if (Vector128.IsHardwareAccelerated)
            {
                Move<T, TOptimizer, TTransform, Lanes128<T>>(optimizer, transform, ref derivative, factor, ref weights, lane, width, (nuint)Vector128<T>.Count);
            }
            else
            {
                Move<T, TOptimizer, TTransform, Scalar<T>>(optimizer, transform, ref derivative, factor, ref weights, lane, width, 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Move<T, TOptimizer, TTransform, TLanes>(
        TOptimizer optimizer, TTransform transform, ref T derivatives, T factor, ref T weights, nuint lane, nuint width, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (; lane + count <= width; lane += count)
        {
            TLanes slope;
            if (Unsafe.IsNullRef(ref derivatives))
            {
                nuint sum = lane + (width * (nuint)(1 + States<TOptimizer>.PerWeight));
                slope = TLanes.Load(in weights, sum) * TLanes.Create(factor);
                TLanes.Create(T.Zero).Store(ref weights, sum);
            }
            else
            {
                slope = TLanes.FusedMultiplyAdd(TLanes.Create(factor), TLanes.Load(in derivatives, lane), TLanes.Create(T.Zero));
            }

            var before = TLanes.Load(in weights, lane);
            TLanes first = States<TOptimizer>.PerWeight > 0 ? TLanes.Load(in weights, lane + width) : default;
            TLanes second = States<TOptimizer>.PerWeight > 1 ? TLanes.Load(in weights, lane + (2 * width)) : default;
            TransformedStep.Move(optimizer, transform, slope, before, ref first, ref second).Store(ref weights, lane);
            if (States<TOptimizer>.PerWeight > 0)
            {
                first.Store(ref weights, lane + width);
            }

            if (States<TOptimizer>.PerWeight > 1)
            {
                second.Store(ref weights, lane + (2 * width));
            }
        }

        return lane;
    }
}
