using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>The sum of a span with one fixed order of summation, the same on every machine.</summary>
internal static class Sum
{
    /// <summary>
    /// Eight partial sums, element i in sum i mod 8, halved to one: short enough a chain for a tile or a row of outputs.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static T Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum0 = T.Zero, sum1 = T.Zero, sum2 = T.Zero, sum3 = T.Zero;
        T sum4 = T.Zero, sum5 = T.Zero, sum6 = T.Zero, sum7 = T.Zero;
        while (values.Length >= 8)
        {
            sum0 += values[0];
            sum1 += values[1];
            sum2 += values[2];
            sum3 += values[3];
            sum4 += values[4];
            sum5 += values[5];
            sum6 += values[6];
            sum7 += values[7];
            values = values[8..];
        }

        T sum = (sum0 + sum4) + (sum2 + sum6) + ((sum1 + sum5) + (sum3 + sum7));
        foreach (T value in values)
        {
            sum += value;
        }

        return sum;
    }
}
