using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Losses;

/// <summary>A loss that treats each output separately. The loss of a row is the sum over its outputs.</summary>
internal readonly struct OutputwiseLoss<TLoss>(TLoss loss) : IBatchLoss
    where TLoss : struct, ILoss
{
    private readonly TLoss _loss = loss;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes> => _loss.Evaluate(logit, target, out derivative);

    [MethodImpl(Jit.Loop)]
    public void Evaluate<T>(
        ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, int outputs, Span<T> derivatives, Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(
            targets.Length == logits.Length && derivatives.Length == logits.Length && losses.Length >= logits.Length,
            "Each logit has a target, a derivative and a loss.");
        LaneLoop.RunRepeatable<T, Loop<T>>(new Loop<T>(_loss, logits, targets, derivatives, losses), logits.Length);
        int rows = logits.Length / outputs;
        for (int start = rows; start < logits.Length; start += rows)
        {
            TensorPrimitives.Add(losses[..rows], losses.Slice(start, rows), losses[..rows]);
        }
    }

    private readonly ref struct Loop<T>(
        TLoss loss, ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, Span<T> derivatives, Span<T> losses) : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly TLoss _loss = loss;
        private readonly ref T _logits = ref MemoryMarshal.GetReference(logits);
        private readonly ref T _targets = ref MemoryMarshal.GetReference(targets);
        private readonly ref T _derivatives = ref MemoryMarshal.GetReference(derivatives);
        private readonly ref T _losses = ref MemoryMarshal.GetReference(losses);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes value = _loss.Evaluate(
                TLanes.Load(in _logits, index), TLanes.Load(in _targets, index), out TLanes derivative);
            derivative.Store(ref _derivatives, index);
            value.Store(ref _losses, index);
        }
    }
}
