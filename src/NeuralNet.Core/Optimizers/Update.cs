using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>Moves weights in place by an optimizer. The gradient is direction * scale, element by element.</summary>
internal static class Update
{
    /// <summary>
    /// weights[j] moves along direction[j] * scale. States are at least as long as the weights, or empty where the
    /// optimizer keeps none: the direction is a row of inputs (scale: its derivative), or a sum over a batch (scale: 1 / its rows).
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Apply<T, TOptimizer, TShrinkage>(
        TOptimizer optimizer,
        TShrinkage shrinkage,
        ReadOnlySpan<T> direction,
        T scale,
        Span<T> weights,
        Span<T> first,
        Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TShrinkage : struct, IShrinkage
    {
        Debug.Assert(direction.Length == weights.Length, "Each weight has a direction.");
        Debug.Assert(TOptimizer.StatesPerWeight < 1 || first.Length >= weights.Length, "Each weight has its first state.");
        Debug.Assert(TOptimizer.StatesPerWeight < 2 || second.Length >= weights.Length, "Each weight has its second state.");
        Run<T, TOptimizer, TShrinkage>(
            new(optimizer, shrinkage, direction, scale, weights, first, second), 0, (nuint)weights.Length);
    }

    /// <summary>The same for a single weight, without a shrinkage.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ApplyToOne<T, TOptimizer>(
        TOptimizer optimizer, T direction, Span<T> weight, Span<T> first, Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer =>
        new Loop<T, TOptimizer, NoShrinkage>(
            optimizer, default, new ReadOnlySpan<T>(in direction), T.One, weight, first, second).At<Scalar<T>>(0);

    /// <summary>
    /// The same without a shrinkage, and the inner product of another vector with the weights after it: what was just
    /// computed need not be read again.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static T ApplyAndDot<T, TOptimizer>(
        TOptimizer optimizer,
        ReadOnlySpan<T> direction,
        T scale,
        Span<T> weights,
        Span<T> first,
        Span<T> second,
        ReadOnlySpan<T> other)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
    {
        nuint width = (nuint)Vector512<T>.Count;
        nuint length = (nuint)weights.Length;
        if (!Vector512.IsHardwareAccelerated || length < 2 * width)
        {
            Apply(optimizer, default(NoShrinkage), direction, scale, weights, first, second);
            return Dot.Of(other, weights);
        }

        var loop = new Loop<T, TOptimizer, NoShrinkage>(optimizer, default, direction, scale, weights, first, second);
        ref readonly T factor = ref MemoryMarshal.GetReference(other);
        Lanes512<T> lower = Lanes512<T>.Create(T.Zero), upper = lower;
        nuint index = 0;
        for (; index + (2 * width) <= length; index += 2 * width)
        {
            lower = Lanes512<T>.FusedMultiplyAdd(Lanes512<T>.Load(in factor, index), loop.Move<Lanes512<T>>(index), lower);
            upper = Lanes512<T>.FusedMultiplyAdd(
                Lanes512<T>.Load(in factor, index + width), loop.Move<Lanes512<T>>(index + width), upper);
        }

        if (index < length)
        {
            Run(loop, index, length);
        }

        return Dot.OfHalf(in factor, in MemoryMarshal.GetReference(weights), length, index, (lower + upper).Register);
    }

    /// <summary>A plain step is short; whatever else a user may have written is not known to be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, TOptimizer, TShrinkage>(Loop<T, TOptimizer, TShrinkage> loop, nuint index, nuint end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TShrinkage : struct, IShrinkage
    {
        if (typeof(TOptimizer) == typeof(Sgd) && typeof(TShrinkage) == typeof(NoShrinkage))
        {
            LaneLoop.Run<T, Loop<T, TOptimizer, TShrinkage>>(loop, index, end);
        }
        else
        {
            LaneLoop.RunLong<T, Loop<T, TOptimizer, TShrinkage>>(loop, index, end);
        }
    }

    private ref struct Loop<T, TOptimizer, TShrinkage>(
        TOptimizer optimizer,
        TShrinkage shrinkage,
        ReadOnlySpan<T> direction,
        T scale,
        Span<T> weights,
        Span<T> first,
        Span<T> second)
        : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TShrinkage : struct, IShrinkage
    {
        private readonly ref T _direction = ref MemoryMarshal.GetReference(direction);
        private readonly ref T _weights = ref MemoryMarshal.GetReference(weights);
        private readonly ref T _first = ref MemoryMarshal.GetReference(first);
        private readonly ref T _second = ref MemoryMarshal.GetReference(second);
        private readonly T _scale = scale;
        private readonly TShrinkage _shrinkage = shrinkage;
        private TOptimizer _optimizer = optimizer;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> => Move<TLanes>(index);

        /// <summary>Moves the weights at an index, and returns them.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Move<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes gradient = TLanes.Load(in _direction, index) * TLanes.Create(_scale);
            TLanes first = TOptimizer.StatesPerWeight > 0 ? TLanes.Load(in _first, index) : TLanes.Create(0);
            TLanes second = TOptimizer.StatesPerWeight > 1 ? TLanes.Load(in _second, index) : TLanes.Create(0);
            TLanes weight = TLanes.Load(in _weights, index);
            gradient = _shrinkage.Before(gradient, weight);
            weight = _optimizer.Move(_shrinkage.Decayed(weight), gradient, ref first, ref second, out TLanes rate);
            weight = _shrinkage.After(weight, rate);
            weight.Store(ref _weights, index);
            if (TOptimizer.StatesPerWeight > 0)
            {
                first.Store(ref _first, index);
            }

            if (TOptimizer.StatesPerWeight > 1)
            {
                second.Store(ref _second, index);
            }

            return weight;
        }
    }
}
