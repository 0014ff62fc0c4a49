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
    /// weights[j] moves along direction[j] * scale. The direction is a row of inputs (scale: its derivative), or a sum over a
    /// batch (scale: 1 / its rows). States are at least as long as the weights, or empty if the optimizer keeps no such state.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Apply<T, TOptimizer, TTransform>(
        TOptimizer optimizer,
        TTransform transform,
        ReadOnlySpan<T> direction,
        T scale,
        Span<T> weights,
        Span<T> first,
        Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
    {
        Debug.Assert(direction.Length == weights.Length, "Each weight has a direction.");
        Debug.Assert(States<TOptimizer>.PerWeight < 1 || first.Length >= weights.Length, "Each weight has its first state.");
        Debug.Assert(States<TOptimizer>.PerWeight < 2 || second.Length >= weights.Length, "Each weight has its second state.");
        Run<T, TOptimizer, TTransform>(
            new(optimizer, transform, direction, scale, weights, first, second), 0, (nuint)weights.Length);
    }

    /// <summary>
    /// The step of one row of a network with one output, without a transform: weights move along the row times the derivative.
    /// The bias, which follows them in memory, moves along the derivative, if it moves.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void ApplyRow<T, TOptimizer>(
        TOptimizer optimizer,
        ReadOnlySpan<T> row,
        T derivative,
        Span<T> parameters,
        Span<T> first,
        Span<T> second,
        bool movesBias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
    {
        nuint length = (nuint)row.Length;
        AssertRow<T, TOptimizer>(row, parameters, first, second);
        var loop = new Loop<T, TOptimizer, NoGradientTransform>(optimizer, default, row, derivative, parameters, first, second);
        Run(loop, 0, length);
        if (movesBias)
        {
            loop.MoveAlong(length, new Scalar<T>(derivative));
        }
    }

    /// <summary>
    /// The same, and the logit of another row with the moved parameters: they need not be read from memory again, and the
    /// derivative stays in its register.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static T ApplyRowAndLogit<T, TOptimizer>(
        TOptimizer optimizer,
        ReadOnlySpan<T> row,
        T derivative,
        Span<T> parameters,
        Span<T> first,
        Span<T> second,
        bool movesBias,
        ReadOnlySpan<T> next)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
    {
        nuint width = (nuint)Vector512<T>.Count;
        nuint length = (nuint)row.Length;
        AssertRow<T, TOptimizer>(row, parameters, first, second);
        Debug.Assert(next.Length == row.Length, "Both rows have a value for each weight.");
        ref T weights = ref MemoryMarshal.GetReference(parameters);
        ref readonly T factor = ref MemoryMarshal.GetReference(next);
        if (!Vector512.IsHardwareAccelerated || length <= 4)
        {
            ApplyRow(optimizer, row, derivative, parameters, first, second, movesBias);
            return Dot.Compute(in factor, in weights, length) + Unsafe.Add(ref weights, length);
        }

        var loop = new Loop<T, TOptimizer, NoGradientTransform>(optimizer, default, row, derivative, parameters, first, second);
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
            lower = loop.MoveLastAndMultiply(index, length - index, in factor, lower);
            if (index + width < length)
            {
                upper = loop.MoveLastAndMultiply(index + width, length - index - width, in factor, upper);
            }
        }

        if (movesBias)
        {
            loop.MoveAlong(length, new Scalar<T>(derivative));
        }

        lower = length > width ? lower + upper : lower;
        return Dot.OfHalf(lower.Register, length) + Unsafe.Add(ref weights, length);
    }

    [Conditional("DEBUG")]
    private static void AssertRow<T, TOptimizer>(ReadOnlySpan<T> row, Span<T> parameters, Span<T> first, Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
    {
        Debug.Assert(parameters.Length == row.Length + 1, "A bias follows the weights, whether or not it moves.");
        Debug.Assert(States<TOptimizer>.PerWeight < 1 || first.Length >= parameters.Length, "Each has its first state.");
        Debug.Assert(States<TOptimizer>.PerWeight < 2 || second.Length >= parameters.Length, "Each has its second state.");
    }

    /// <summary>Only a plain step is known to be short; an optimizer of a user may be long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, TOptimizer, TTransform>(Loop<T, TOptimizer, TTransform> loop, nuint index, nuint end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
    {
        if (typeof(TOptimizer) == typeof(Sgd) && typeof(TTransform) == typeof(NoGradientTransform))
        {
            LaneLoop.Run<T, Loop<T, TOptimizer, TTransform>>(loop, index, end);
        }
        else
        {
            LaneLoop.RunLong<T, Loop<T, TOptimizer, TTransform>>(loop, index, end);
        }
    }

    private readonly ref struct Loop<T, TOptimizer, TTransform>(
        TOptimizer optimizer,
        TTransform transform,
        ReadOnlySpan<T> direction,
        T scale,
        Span<T> weights,
        Span<T> first,
        Span<T> second)
        : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
    {
        private readonly ref T _direction = ref MemoryMarshal.GetReference(direction);
        private readonly ref T _weights = ref MemoryMarshal.GetReference(weights);
        private readonly ref T _first = ref MemoryMarshal.GetReference(first);
        private readonly ref T _second = ref MemoryMarshal.GetReference(second);
        private readonly T _scale = scale;
        private readonly TTransform _transform = transform;
        private readonly TOptimizer _optimizer = optimizer;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> => Move<TLanes>(index);

        /// <summary>Moves the weights at an index, and returns them.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Move<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> =>
            MoveAlong(index, TLanes.Load(in _direction, index) * TLanes.Create(_scale));

        /// <summary>The same along a given gradient.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes MoveAlong<TLanes>(nuint index, TLanes gradient)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes first = States<TOptimizer>.PerWeight > 0 ? TLanes.Load(in _first, index) : TLanes.Create(0);
            TLanes second = States<TOptimizer>.PerWeight > 1 ? TLanes.Load(in _second, index) : TLanes.Create(0);
            TLanes weight = TLanes.Load(in _weights, index);
            weight = TransformedStep.Move(_optimizer, _transform, gradient, weight, ref first, ref second);
            weight.Store(ref _weights, index);
            if (States<TOptimizer>.PerWeight > 0)
            {
                first.Store(ref _first, index);
            }

            if (States<TOptimizer>.PerWeight > 1)
            {
                second.Store(ref _second, index);
            }

            return weight;
        }

        /// <summary>
        /// Moves the last weights, which may be fewer than a register holds, and adds their products with the values of a row to a sum.
        /// Only with AVX-512.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe Lanes512<T> MoveLastAndMultiply(nuint index, nuint count, ref readonly T row, Lanes512<T> sum)
        {
            fixed (T* direction = &_direction, weights = &_weights, firstStates = &_first, secondStates = &_second, factor = &row)
            {
                // In the lanes without a weight all is 0, from which an optimizer may come to NaN.
                Vector512<T> mask = Masked.FirstLanes<T>((nint)count);
                var first = new Lanes512<T>(States<TOptimizer>.PerWeight > 0 ? Masked.Load(firstStates + index, mask) : default);
                var second = new Lanes512<T>(States<TOptimizer>.PerWeight > 1 ? Masked.Load(secondStates + index, mask) : default);
                var weight = new Lanes512<T>(Masked.Load(weights + index, mask));
                var gradient = new Lanes512<T>(Masked.Load(direction + index, mask)) * Lanes512<T>.Create(_scale);
                weight = TransformedStep.Move(_optimizer, _transform, gradient, weight, ref first, ref second);
                Masked.Store(weights + index, mask, weight.Register);
                if (States<TOptimizer>.PerWeight > 0)
                {
                    Masked.Store(firstStates + index, mask, first.Register);
                }

                if (States<TOptimizer>.PerWeight > 1)
                {
                    Masked.Store(secondStates + index, mask, second.Register);
                }

                return Lanes512<T>.FusedMultiplyAdd(
                    new Lanes512<T>(Masked.Load(factor + index, mask)), new Lanes512<T>(weight.Register & mask), sum);
            }
        }
    }
}
