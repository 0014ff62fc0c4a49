using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>The parts of softmax over one row of logits, from which link and loss are made.</summary>
internal static class SoftmaxRow
{
    /// <summary>
    /// destination[o] = e^(logits[o] - largest logit), so that nothing overflows. Returns the sum of all but the largest,
    /// whose exponential is 1: the sum over all is 1 plus that, and its logarithm keeps the digits of a sure prediction.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static T Exponentials<T>(ReadOnlySpan<T> logits, Span<T> destination, out int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(logits.Length > 0 && destination.Length == logits.Length, "Each logit has a place.");
        largest = ArgMax.Of(logits);
        int whole = Vector512.IsHardwareAccelerated ? logits.Length & -Vector512<T>.Count : logits.Length;
        T most = logits[largest];
        if (whole > 0)
        {
            LaneLoop.Run<T, Loop<T>>(new Loop<T>(logits, most, destination), whole);
        }

        if (whole < logits.Length)
        {
            ExponentialsOfFew(logits[whole..], most, destination[whole..]);
        }

        T kept = destination[largest];
        destination[largest] = T.Zero;
        T others = Sum.Of<T>(destination);
        destination[largest] = kept;
        return others;
    }

    /// <summary>Fewer logits than a register holds, in one register all the same: one exponential instead of up to four.</summary>
    [MethodImpl(Jit.Loop | MethodImplOptions.NoInlining)]
    private static void ExponentialsOfFew<T>(ReadOnlySpan<T> logits, T most, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> register = stackalloc T[Vector512<T>.Count];
        register.Fill(most);
        logits.CopyTo(register);
        new Loop<T>(register, most, register).At<Lanes512<T>>(0);
        register[..logits.Length].CopyTo(destination);
    }

    /// <summary>Divides every value by the divisor, in place.</summary>
    public static void Divide<T>(Span<T> values, T divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TensorPrimitives.Divide(values, divisor, values);

    private readonly ref struct Loop<T>(ReadOnlySpan<T> logits, T largest, Span<T> destination) : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ref T _logits = ref MemoryMarshal.GetReference(logits);
        private readonly ref T _destination = ref MemoryMarshal.GetReference(destination);
        private readonly T _largest = largest;

        public static bool IsLong => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> =>
            LaneMath.Exp(TLanes.Load(in _logits, index) - TLanes.Create(_largest)).Store(ref _destination, index);
    }
}
