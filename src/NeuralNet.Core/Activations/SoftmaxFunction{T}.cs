using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Activations;

/// <summary>a(z)[o] = e^z[o] / sum of e^z over the outputs of a row</summary>
internal sealed class SoftmaxFunction<T> : OutputFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override T Apply(T logit) => throw new UnreachableException("Softmax compares two or more outputs.");

    /// <remarks>
    /// With registers of 512 bits the logits stay in one, from the dot products to the predictions. Written to memory in one piece and
    /// read again in another, they would have to wait for each other.
    /// </remarks>
    [SkipLocalsInit]
    [MethodImpl(Jit.Loop)]
    public override unsafe void Predict(ReadOnlySpan<T> row, ReadOnlySpan<T> parameters, Span<T> destination)
    {
        int outputs = destination.Length;
        if (!Vector512.IsHardwareAccelerated || outputs > Vector512<T>.Count)
        {
            base.Predict(row, parameters, destination);
            return;
        }

        fixed (T* rowMemory = row, weights = parameters, target = destination)
        {
            byte* room = stackalloc byte[Dots.RoomOfFew];
            Vector512<T> logits = Dots.Few(weights, rowMemory, (nuint)row.Length, (nuint)outputs, room);
            Vector512<T> mask = Masked.FirstLanes<T>(outputs);
            logits += Masked.Load(weights + (outputs * (nint)row.Length), mask);
            Masked.Store(target, mask, SoftmaxRow.Apply(logits, mask));
        }
    }

    public override void Apply(Span<T> logits, int outputs)
    {
        for (int start = 0; start < logits.Length; start += outputs)
        {
            SoftmaxRow.Apply(logits.Slice(start, outputs));
        }
    }
}
