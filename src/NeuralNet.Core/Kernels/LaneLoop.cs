using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>Runs an element-wise loop on the widest registers of the machine, and what is left on narrower ones.</summary>
internal static class LaneLoop
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TLoop>(TLoop loop, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoop : struct, ILaneLoop<T>, allows ref struct
    {
        nuint index = 0;
        nuint end = (nuint)count;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; index + (nuint)Vector512<T>.Count <= end; index += (nuint)Vector512<T>.Count)
            {
                loop.At<Lanes512<T>>(index);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; index + (nuint)Vector256<T>.Count <= end; index += (nuint)Vector256<T>.Count)
            {
                loop.At<Lanes256<T>>(index);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; index + (nuint)Vector128<T>.Count <= end; index += (nuint)Vector128<T>.Count)
            {
                loop.At<Lanes128<T>>(index);
            }
        }

        for (; index < end; index++)
        {
            loop.At<Scalar<T>>(index);
        }
    }
}
