using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        LaneLoop.Run<T, Loop<T, TOptimizer, TShrinkage>>(
            new Loop<T, TOptimizer, TShrinkage>(optimizer, shrinkage, direction, scale, weights, first, second),
            weights.Length);
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
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes gradient = TLanes.Load(in _direction, index) * TLanes.Create(_scale);
            TLanes first = TOptimizer.StatesPerWeight > 0 ? TLanes.Load(in _first, index) : TLanes.Create(0);
            TLanes second = TOptimizer.StatesPerWeight > 1 ? TLanes.Load(in _second, index) : TLanes.Create(0);
            TLanes weight = TLanes.Load(in _weights, index);
            gradient = _shrinkage.Before(gradient, weight);
            weight = _optimizer.Move(_shrinkage.Decayed(weight), gradient, ref first, ref second, out TLanes rate);
            _shrinkage.After(weight, rate).Store(ref _weights, index);
            if (TOptimizer.StatesPerWeight > 0)
            {
                first.Store(ref _first, index);
            }

            if (TOptimizer.StatesPerWeight > 1)
            {
                second.Store(ref _second, index);
            }
        }
    }
}
