using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Activations;

/// <summary>An output activation that is applied to each output separately.</summary>
internal sealed class OutputwiseFunction<T, TActivation>(TActivation activation) : OutputFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TActivation : struct, IActivation
{
    /// <remarks>
    /// Guided by a profile, the compiler would inline this into a prediction, and leave calls in the middle of the formula once
    /// its budget for inlining is spent. One call around the whole formula is faster.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override T Apply(T logit) => activation.Evaluate(new Scalar<T>(logit), out _).Value;

    [MethodImpl(Jit.Loop)]
    public override void Apply(Span<T> logits, int outputs) =>
        LaneLoop.RunLong<T, Loop>(new Loop(activation, logits), logits.Length);

    private readonly ref struct Loop(TActivation activation, Span<T> logits) : ILaneLoop<T>
    {
        private readonly ref T _logits = ref MemoryMarshal.GetReference(logits);
        private readonly TActivation _activation = activation;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> =>
            _activation.Evaluate(TLanes.Load(in _logits, index), out _).Store(ref _logits, index);
    }
}
