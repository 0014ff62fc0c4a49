using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Reads rows once and does nothing with them that takes time: what a pass over them costs at the very least.</summary>
internal static class PlainReading
{
    public static T Sum<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T first = ref MemoryMarshal.GetReference(values);
        Vector512<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int step = 4 * Vector512<T>.Count;
        int index = 0;
        for (; index <= values.Length - step; index += step)
        {
            sum0 += Vector512.LoadUnsafe(ref first, (nuint)index);
            sum1 += Vector512.LoadUnsafe(ref first, (nuint)(index + Vector512<T>.Count));
            sum2 += Vector512.LoadUnsafe(ref first, (nuint)(index + (2 * Vector512<T>.Count)));
            sum3 += Vector512.LoadUnsafe(ref first, (nuint)(index + (3 * Vector512<T>.Count)));
        }

        T sum = Vector512.Sum(sum0 + sum1 + sum2 + sum3);
        for (; index < values.Length; index++)
        {
            sum += values[index];
        }

        return sum;
    }
}
