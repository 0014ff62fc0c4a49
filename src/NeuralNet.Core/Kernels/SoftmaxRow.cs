using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>The parts of softmax over one row of logits, which its output activation and its loss share.</summary>
internal static class SoftmaxRow
{
    /// <summary>
    /// destination[o] = e^(logits[o] - largest logit), so that nothing overflows. Returns the sum of all but the largest, whose
    /// exponential is 1. The sum over all is 1 plus the result, and its logarithm keeps the digits of a sure prediction.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static T Exponentials<T>(ReadOnlySpan<T> logits, Span<T> destination, out int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(logits.Length > 0 && destination.Length == logits.Length, "Each logit has a place.");
        if (Avx512F.IsSupported && logits.Length <= Vector512<T>.Count)
        {
            return InOneRegister(logits, destination, out largest);
        }

        // With registers of 512 bits the loop takes the whole registers, and the last logits share one more. Without them the
        // loop takes all logits.
        largest = ArgMax.Find(logits);
        int whole = Vector512.IsHardwareAccelerated ? logits.Length & -Vector512<T>.Count : logits.Length;
        T most = logits[largest];
        if (whole > 0)
        {
            LaneLoop.RunLong<T, Loop<T>>(new Loop<T>(logits, most, destination), whole);
        }

        if (whole < logits.Length)
        {
            ExponentialsOfRest(logits[whole..], most, destination[whole..]);
        }

        // The largest is left out by a 0 in its place. So the order of summation does not depend on where it is.
        T kept = destination[largest];
        destination[largest] = T.Zero;
        T others = Sum.Compute<T>(destination);
        destination[largest] = kept;
        return others;
    }

    /// <summary>
    /// The exponentials of fewer logits than a register of 512 bits holds, still in one such register: it computes one
    /// exponential, where narrower registers and scalars would compute several one after the other.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    private static void ExponentialsOfRest<T>(ReadOnlySpan<T> logits, T most, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The lanes without a logit compute e^0, which is not copied.
        Span<T> register = stackalloc T[Vector512<T>.Count];
        register.Fill(most);
        logits.CopyTo(register);
        new Loop<T>(register, most, register).At<Lanes512<T>>(0);
        register[..logits.Length].CopyTo(destination);
    }

    /// <summary>Turns one or more logits into their softmax, in place.</summary>
    [MethodImpl(Jit.Loop)]
    public static unsafe void Apply<T>(Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(row.Length > 0, "There is a largest logit.");
        if (!Avx512F.IsSupported || row.Length > Vector512<T>.Count)
        {
            T others = Exponentials(row, row, out _);
            TensorPrimitives.Divide(row, T.One + others, row);
            return;
        }

        fixed (T* memory = row)
        {
            Vector512<T> mask = Masked.FirstLanes<T>(row.Length);
            Masked.Store(memory, mask, Apply(Masked.Load(memory, mask), mask));
        }
    }

    /// <summary>The softmax of the logits in the lanes of a mask. Only with AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Apply<T>(Vector512<T> logits, Vector512<T> mask)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> powers = Powers(logits, mask, out int largest);
        return powers / Vector512.Create(T.One + Others(powers, mask, largest));
    }

    /// <summary>The exponentials of no more logits than a register has lanes, by masks instead of loops.</summary>
    [MethodImpl(Jit.Loop)]
    private static unsafe T InOneRegister<T>(ReadOnlySpan<T> logits, Span<T> destination, out int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* source = logits, target = destination)
        {
            Vector512<T> mask = Masked.FirstLanes<T>(logits.Length);
            Vector512<T> powers = Powers(Masked.Load(source, mask), mask, out largest);
            Masked.Store(target, mask, powers);
            return Others(powers, mask, largest);
        }
    }

    /// <summary>
    /// e^(logit - largest logit) in the lanes of a mask. The other lanes are 0, or NaN if the largest logit is NaN or minus
    /// infinity.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Powers<T>(Vector512<T> logits, Vector512<T> mask, out int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The other lanes are minus infinity, which is the largest only if all logits are.
        Vector512<T> values = Vector512.ConditionalSelect(mask, logits, Vector512.Create(T.NegativeInfinity));
        Vector512<T> most = Vector512.Create(Largest(values));

        // One bit for each logit that is the largest; the lowest bit is the first index. If the largest is NaN, no bit is set.
        ulong equals = (Vector512.Equals(values, most) & mask).ExtractMostSignificantBits();
        largest = equals == 0 ? 0 : BitOperations.TrailingZeroCount(equals);
        return LaneMath.Exp(new Lanes512<T>(values - most)).Register;
    }

    /// <summary>The largest lane. It may pass over a NaN, since then the sum of the exponentials is NaN anyway.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Largest<T>(Vector512<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Lower half against upper half, down to one lane. The last steps:
        //
        //             floats       doubles
        //   quarter   [a b c d]    [a b]
        //   Swapped   [c d a b]    [b a]
        //
        // Then lane 0 has the larger of a and b as doubles. As floats it has that of a and c, and lane 1 has that of b and d.
        Vector256<T> half = Vector256.MaxNative(values.GetLower(), values.GetUpper());
        Vector128<T> quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        quarter = Vector128.MaxNative(quarter, Swapped(quarter));
        return typeof(T) == typeof(float) ? T.MaxNative(quarter[0], quarter[1]) : quarter[0];
    }

    /// <summary>The sum of all but the largest, in the order of <see cref="Sum.Compute"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Others<T>(Vector512<T> powers, Vector512<T> mask, int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> isLargest = typeof(T) == typeof(float)
            ? Vector512.Equals(Vector512<int>.Indices, Vector512.Create(largest)).As<int, T>()
            : Vector512.Equals(Vector512<long>.Indices, Vector512.Create((long)largest)).As<long, T>();
        return Dot.OfHalf(Vector512.AndNot(powers & mask, isLargest));
    }

    /// <summary>The upper half in the lower one, and the lower one in the upper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Swapped<T>(Vector128<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector128.Shuffle(value.AsInt64(), Vector128.Create(1L, 0)).As<long, T>();

    private readonly ref struct Loop<T>(ReadOnlySpan<T> logits, T largest, Span<T> destination) : ILaneLoop<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ref T _logits = ref MemoryMarshal.GetReference(logits);
        private readonly ref T _destination = ref MemoryMarshal.GetReference(destination);
        private readonly T _largest = largest;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> =>
            LaneMath.Exp(TLanes.Load(in _logits, index) - TLanes.Create(_largest)).Store(ref _destination, index);
    }
}
