using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>Runs an element-wise loop on the widest registers of the machine, and the last elements on narrower ones.</summary>
internal static class LaneLoop
{
    // 21 floats with registers of 512 bits:
    //
    //   Run, RunLong     [16 lanes       ][4   ][1]      512, 128 bits and scalar; each index once
    //   RunRepeatable    [16 lanes       ]               512 bits only; the last register begins at 21 - 16,
    //                         [16 lanes       ]          and indices 5 to 15 run twice
    //
    // Every lane computes the same bits in every width, so the split decides only the time.

    /// <summary>For a short body: all loops are inlined into the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TLoop>(TLoop loop, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoop : struct, ILaneLoop<T>, allows ref struct =>
        Run<T, TLoop>(loop, 0, (nuint)count);

    /// <summary>The same from one index to another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TLoop>(TLoop loop, nuint index, nuint end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoop : struct, ILaneLoop<T>, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated && end - index >= (nuint)Vector512<T>.Count)
        {
            index = RunHere<T, TLoop, Lanes512<T>>(loop, index, end, (nuint)Vector512<T>.Count);
        }

        if (Vector256.IsHardwareAccelerated && end - index >= (nuint)Vector256<T>.Count)
        {
            index = RunHere<T, TLoop, Lanes256<T>>(loop, index, end, (nuint)Vector256<T>.Count);
        }

        if (Vector128.IsHardwareAccelerated && end - index >= (nuint)Vector128<T>.Count)
        {
            index = RunHere<T, TLoop, Lanes128<T>>(loop, index, end, (nuint)Vector128<T>.Count);
        }

        if (index < end)
        {
            RunHere<T, TLoop, Scalar<T>>(loop, index, end, 1);
        }
    }

    /// <summary>
    /// For a body so long, such as an exponential, that each loop must be a method of its own: all four in one would exceed
    /// what the compiler is willing to inline, and the rest of the operations would be calls.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunLong<T, TLoop>(TLoop loop, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoop : struct, ILaneLoop<T>, allows ref struct =>
        RunLong<T, TLoop>(loop, 0, (nuint)count);

    /// <summary>The same from one index to another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunLong<T, TLoop>(TLoop loop, nuint index, nuint end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoop : struct, ILaneLoop<T>, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated && end - index >= (nuint)Vector512<T>.Count)
        {
            index = RunApart<T, TLoop, Lanes512<T>>(loop, index, end, (nuint)Vector512<T>.Count);
        }

        if (Vector256.IsHardwareAccelerated && end - index >= (nuint)Vector256<T>.Count)
        {
            index = RunApart<T, TLoop, Lanes256<T>>(loop, index, end, (nuint)Vector256<T>.Count);
        }

        if (Vector128.IsHardwareAccelerated && end - index >= (nuint)Vector128<T>.Count)
        {
            index = RunApart<T, TLoop, Lanes128<T>>(loop, index, end, (nuint)Vector128<T>.Count);
        }

        if (index < end)
        {
            RunApart<T, TLoop, Scalar<T>>(loop, index, end, 1);
        }
    }

    /// <summary>
    /// The same for a body that may run twice for an index, since it reads nothing that the loop writes. All indices run on the
    /// widest registers that the count fills. The last register begins early enough to be whole.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunRepeatable<T, TLoop>(TLoop loop, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoop : struct, ILaneLoop<T>, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated && count >= Vector512<T>.Count)
        {
            RunWhole<T, TLoop, Lanes512<T>>(loop, (nuint)count, (nuint)Vector512<T>.Count);
        }
        else if (Vector256.IsHardwareAccelerated && count >= Vector256<T>.Count)
        {
            RunWhole<T, TLoop, Lanes256<T>>(loop, (nuint)count, (nuint)Vector256<T>.Count);
        }
        else if (Vector128.IsHardwareAccelerated && count >= Vector128<T>.Count)
        {
            RunWhole<T, TLoop, Lanes128<T>>(loop, (nuint)count, (nuint)Vector128<T>.Count);
        }
        else if (count > 0)
        {
            RunWhole<T, TLoop, Scalar<T>>(loop, (nuint)count, 1);
        }
    }

    [MethodImpl(Jit.Loop)]
    private static void RunWhole<T, TLoop, TLanes>(TLoop loop, nuint count, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoop : struct, ILaneLoop<T>, allows ref struct
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint last = count - width;
        for (nuint index = 0; ; index = Math.Min(index + width, last))
        {
            loop.At<TLanes>(index);
            if (index == last)
            {
                return;
            }
        }
    }

    /// <summary>The loop as a method of its own.</summary>
    [MethodImpl(Jit.Loop)]
    private static nuint RunApart<T, TLoop, TLanes>(TLoop loop, nuint index, nuint end, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoop : struct, ILaneLoop<T>, allows ref struct
        where TLanes : struct, ILanes<TLanes, T> =>
        RunHere<T, TLoop, TLanes>(loop, index, end, width);

    /// <summary>The loop in the method that calls it. Returns the first index that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint RunHere<T, TLoop, TLanes>(TLoop loop, nuint index, nuint end, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoop : struct, ILaneLoop<T>, allows ref struct
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (; index + width <= end; index += width)
        {
            loop.At<TLanes>(index);
        }

        return index;
    }
}
