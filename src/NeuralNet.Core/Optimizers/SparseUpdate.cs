using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Moves the weights of the given columns by an optimizer that ignores gradients of 0, with the bits of <see cref="Update"/> on all
/// columns. A column is given once in a row, so several weights of a row can move side by side.
/// </summary>
internal static class SparseUpdate
{
    /// <summary>The step of one row of a network with one output: the weights of its columns move along value * derivative.</summary>
    [MethodImpl(Jit.Loop)]
    public static void ApplyRow<T, TOptimizer, TTransform>(
        TOptimizer optimizer,
        TTransform transform,
        ReadOnlySpan<int> indices,
        ReadOnlySpan<T> values,
        T derivative,
        Span<T> weights,
        Span<T> first,
        Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
    {
        ref int index = ref MemoryMarshal.GetReference(indices);
        ref T value = ref MemoryMarshal.GetReference(values.IsEmpty ? values : values[..indices.Length]);
        ref T weight = ref MemoryMarshal.GetReference(weights);
        ref T firsts = ref MemoryMarshal.GetReference(first);
        ref T seconds = ref MemoryMarshal.GetReference(second);
        ref int copy = ref MemoryMarshal.GetReference(stackalloc int[Gathered.MostIndices]);
        int position = 0;
        for (; Vector256.IsHardwareAccelerated && position + Vector256<T>.Count <= indices.Length; position += Vector256<T>.Count)
        {
            if (!Gathered.TryCopy<T>(ref index, position, weights.Length, ref copy))
            {
                break;
            }

            Vector256<T> slope = Vector256.Create(derivative);
            slope = values.IsEmpty ? slope : Vector256.LoadUnsafe(ref value, (nuint)position) * slope;
            MoveTogether(optimizer, transform, slope, ref copy, ref weight, ref firsts, ref seconds);
        }

        for (; position < indices.Length; position++)
        {
            T gradient = values.IsEmpty ? derivative : values[position] * derivative;
            Move(optimizer, transform, gradient, indices[position], weights, ref firsts, ref seconds);
        }
    }

    /// <summary>Moves the last of the parameters, the bias of a network with one output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MoveBias<T, TOptimizer, TTransform>(
        TOptimizer optimizer, TTransform transform, T derivative, Span<T> parameters, Span<T> first, Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform => Move(
        optimizer,
        transform,
        derivative,
        parameters.Length - 1,
        parameters,
        ref MemoryMarshal.GetReference(first),
        ref MemoryMarshal.GetReference(second));

    /// <summary>
    /// Moves the weights of the given columns along sum[index] * scale, and sets these sums to 0. A column that is given again, by another
    /// row of the batch, has no more to move by.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void ApplySum<T, TOptimizer, TTransform>(
        TOptimizer optimizer,
        TTransform transform,
        ReadOnlySpan<int> indices,
        Span<T> sum,
        T scale,
        Span<T> weights,
        Span<T> first,
        Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
    {
        ref int index = ref MemoryMarshal.GetReference(indices);
        ref T sums = ref MemoryMarshal.GetReference(sum[..weights.Length]);
        ref T weight = ref MemoryMarshal.GetReference(weights);
        ref T firsts = ref MemoryMarshal.GetReference(first);
        ref T seconds = ref MemoryMarshal.GetReference(second);
        ref int copy = ref MemoryMarshal.GetReference(stackalloc int[Gathered.MostIndices]);
        int position = 0;
        for (; Vector256.IsHardwareAccelerated && position + Vector256<T>.Count <= indices.Length; position += Vector256<T>.Count)
        {
            if (!Gathered.TryCopy<T>(ref index, position, weights.Length, ref copy))
            {
                break;
            }

            Vector256<T> slope = Gathered.Load(ref sums, ref copy, 0) * scale;
            MoveTogether(optimizer, transform, slope, ref copy, ref weight, ref firsts, ref seconds);
            Gathered.Store(default, ref sums, ref copy, 0);
        }

        for (; position < indices.Length; position++)
        {
            ref T gradient = ref sum[indices[position]];
            Move(optimizer, transform, gradient * scale, indices[position], weights, ref firsts, ref seconds);
            gradient = T.Zero;
        }
    }

    /// <summary>Moves as many weights as a register holds, whose indices are within the weights and differ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveTogether<T, TOptimizer, TTransform>(
        TOptimizer optimizer,
        TTransform transform,
        Vector256<T> slope,
        ref int index,
        ref T weights,
        ref T firsts,
        ref T seconds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
    {
        var before = new Lanes256<T>(Gathered.Load(ref weights, ref index, 0));
        var first = new Lanes256<T>(States<TOptimizer>.PerWeight > 0 ? Gathered.Load(ref firsts, ref index, 0) : default);
        var second = new Lanes256<T>(States<TOptimizer>.PerWeight > 1 ? Gathered.Load(ref seconds, ref index, 0) : default);
        Lanes256<T> after = TransformedStep.Move(optimizer, transform, new Lanes256<T>(slope), before, ref first, ref second);
        Gathered.Store(after.Register, ref weights, ref index, 0);
        if (States<TOptimizer>.PerWeight > 0)
        {
            Gathered.Store(first.Register, ref firsts, ref index, 0);
        }

        if (States<TOptimizer>.PerWeight > 1)
        {
            Gathered.Store(second.Register, ref seconds, ref index, 0);
        }
    }

    /// <summary>Moves one weight. The states are at least as long as the weights, within which the index is checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move<T, TOptimizer, TTransform>(
        TOptimizer optimizer, TTransform transform, T slope, int index, Span<T> weights, ref T firsts, ref T seconds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
    {
        nuint offset = (uint)index;
        ref T weight = ref weights[index];
        var first = new Scalar<T>(States<TOptimizer>.PerWeight > 0 ? Unsafe.Add(ref firsts, offset) : T.Zero);
        var second = new Scalar<T>(States<TOptimizer>.PerWeight > 1 ? Unsafe.Add(ref seconds, offset) : T.Zero);
        var before = new Scalar<T>(weight);
        weight = TransformedStep.Move(optimizer, transform, new Scalar<T>(slope), before, ref first, ref second).Value;
        if (States<TOptimizer>.PerWeight > 0)
        {
            Unsafe.Add(ref firsts, offset) = first.Value;
        }

        if (States<TOptimizer>.PerWeight > 1)
        {
            Unsafe.Add(ref seconds, offset) = second.Value;
        }
    }
}
