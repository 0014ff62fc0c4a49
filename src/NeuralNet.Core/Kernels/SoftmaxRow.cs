using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        if (Avx512F.IsSupported && logits.Length <= Vector512<T>.Count)
        {
            return InOneRegister(logits, destination, out largest);
        }

        largest = ArgMax.Of(logits);
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

        T kept = destination[largest];
        destination[largest] = T.Zero;
        T others = Sum.Of<T>(destination);
        destination[largest] = kept;
        return others;
    }

    /// <summary>Fewer logits than a register holds, in one register all the same: one exponential instead of up to four.</summary>
    [MethodImpl(Jit.Loop)]
    private static void ExponentialsOfRest<T>(ReadOnlySpan<T> logits, T most, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
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
            Vector512<T> mask = FirstLanes<T>(row.Length);
            Vector512<T> powers = Powers(memory, mask, out int largest);
            T* room = stackalloc T[Vector512<T>.Count];
            T others = Others(powers, largest, row.Length, room);
            StoreMasked(memory, mask, powers / Vector512.Create(T.One + others));
        }
    }

    /// <summary>The exponentials of no more logits than a register has lanes: neither loop nor guess.</summary>
    [MethodImpl(Jit.Loop)]
    private static unsafe T InOneRegister<T>(ReadOnlySpan<T> logits, Span<T> destination, out int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* source = logits, target = destination)
        {
            Vector512<T> mask = FirstLanes<T>(logits.Length);
            Vector512<T> powers = Powers(source, mask, out largest);
            StoreMasked(target, mask, powers);
            T* room = stackalloc T[Vector512<T>.Count];
            return Others(powers, largest, logits.Length, room);
        }
    }

    /// <summary>e^(logit - largest logit) in the lanes of a mask; elsewhere 0, or NaN where the largest is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<T> Powers<T>(T* logits, Vector512<T> mask, out int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> values = LoadMasked(logits, mask, Vector512.Create(T.NegativeInfinity));
        Vector512<T> most = Vector512.Create(Largest(values));
        ulong equals = (Vector512.Equals(values, most) & mask).ExtractMostSignificantBits();
        largest = equals == 0 ? 0 : BitOperations.TrailingZeroCount(equals);
        return LaneMath.Exp(new Lanes512<T>(values - most)).Register;
    }

    /// <summary>The largest lane. One that is NaN may be passed over: what is summed of the exponentials is NaN by it all the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Largest<T>(Vector512<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> half = Vector256.MaxNative(values.GetLower(), values.GetUpper());
        Vector128<T> quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        quarter = Vector128.MaxNative(quarter, Swapped(quarter));
        return typeof(T) == typeof(float) ? T.MaxNative(quarter[0], quarter[1]) : quarter[0];
    }

    /// <summary>The sum of all but the largest. The room, of a register, is the caller's: with it the compiler would not inline this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe T Others<T>(Vector512<T> powers, int largest, int count, T* room)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Left out in the register: a lane that is stored by itself would keep the processor from reading the rest until it is
        // in the cache.
        Vector512<T> isLargest = typeof(T) == typeof(float)
            ? Vector512.Equals(Vector512<int>.Indices, Vector512.Create(largest)).As<int, T>()
            : Vector512.Equals(Vector512<long>.Indices, Vector512.Create((long)largest)).As<long, T>();
        Vector512.AndNot(powers, isLargest).Store(room);
        return Sum.Of(new ReadOnlySpan<T>(room, count));
    }

    /// <summary>The upper half in the lower one, and the lower one in the upper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Swapped<T>(Vector128<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector128.Shuffle(value.AsInt64(), Vector128.Create(1L, 0)).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> FirstLanes<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).As<int, T>()
            : Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<T> LoadMasked<T>(T* source, Vector512<T> mask, Vector512<T> elsewhere)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Avx512F.MaskLoad((float*)source, mask.AsSingle(), elsewhere.AsSingle()).As<float, T>()
            : Avx512F.MaskLoad((double*)source, mask.AsDouble(), elsewhere.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void StoreMasked<T>(T* target, Vector512<T> mask, Vector512<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Avx512F.MaskStore((float*)target, mask.AsSingle(), values.AsSingle());
        }
        else
        {
            Avx512F.MaskStore((double*)target, mask.AsDouble(), values.AsDouble());
        }
    }

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
