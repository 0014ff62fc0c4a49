using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>The Euclidean norm.</summary>
internal static class Norm
{
    /// <summary>
    /// sqrt(sum of squares), in double and in units of the largest value, so that no square overflows or vanishes; in four
    /// partial sums that any machine adds in this order. NaN or infinity where a value is.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static double Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0;
        foreach (T value in values)
        {
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(value)));
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        int index = 0;
        for (; index + 4 <= values.Length; index += 4)
        {
            sum0 += Square(values[index], largest);
            sum1 += Square(values[index + 1], largest);
            sum2 += Square(values[index + 2], largest);
            sum3 += Square(values[index + 3], largest);
        }

        double sum = (sum0 + sum2) + (sum1 + sum3);
        for (; index < values.Length; index++)
        {
            sum += Square(values[index], largest);
        }

        return largest * Math.Sqrt(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Square<T>(T value, double unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double ratio = double.CreateTruncating(value) / unit;
        return ratio * ratio;
    }
}
