using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Losses;

/// <summary>The derivatives of a loss that treats each output separately.</summary>
internal sealed class OutputwiseCurvature<TLoss>(TLoss loss) : Curvature
    where TLoss : struct, ICurvedLoss
{
    public override bool IsQuadratic => TLoss.IsQuadratic;

    [MethodImpl(Jit.Loop)]
    public override void Evaluate(
        ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, int outputs, Span<double> derivatives, Span<double> curvatures, Span<double> losses)
    {
        LaneLoop.RunRepeatable<double, Loop>(new Loop(loss, logits, targets, derivatives, curvatures, losses), logits.Length);
        int rows = logits.Length / outputs;
        for (int start = rows; start < logits.Length; start += rows)
        {
            TensorPrimitives.Add<double>(losses[..rows], losses.Slice(start, rows), losses[..rows]);
        }
    }

    private readonly ref struct Loop(
        TLoss loss, ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, Span<double> derivatives, Span<double> curvatures, Span<double> losses)
        : ILaneLoop<double>
    {
        private readonly TLoss _loss = loss;
        private readonly ref double _logits = ref MemoryMarshal.GetReference(logits);
        private readonly ref double _targets = ref MemoryMarshal.GetReference(targets);
        private readonly ref double _derivatives = ref MemoryMarshal.GetReference(derivatives);
        private readonly ref double _curvatures = ref MemoryMarshal.GetReference(curvatures);
        private readonly ref double _losses = ref MemoryMarshal.GetReference(losses);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, double>
        {
            TLanes value = _loss.Evaluate(
                TLanes.Load(in _logits, index), TLanes.Load(in _targets, index), out TLanes derivative, out TLanes curvature);
            derivative.Store(ref _derivatives, index);
            curvature.Store(ref _curvatures, index);
            value.Store(ref _losses, index);
        }
    }
}
