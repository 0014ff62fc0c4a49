using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>The Euclidean norm.</summary>
internal static class Norm
{
    /// <summary>
    /// sqrt(sum of squares), in double and in units of the largest value, so that no square overflows or vanishes. Every machine
    /// adds the same four partial sums in the same order. NaN or infinity if a value is.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static double Compute<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = Largest(values);
        return largest == 0 || !double.IsFinite(largest) ? largest : largest * InUnits(values, largest);
    }

    /// <summary>
    /// Scales values that are not all 0 to the given norm, in double and without a square or a quotient that overflows or
    /// vanishes. If a value is NaN or infinite, all become NaN.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Set<T>(Span<T> values, double norm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = Largest<T>(values);
        double factor = norm / InUnits<T>(values, largest);
        foreach (ref T value in values)
        {
            // First in units of the largest value: value * factor / largest could overflow on the way.
            value = T.CreateTruncating(double.CreateTruncating(value) / largest * factor);
        }
    }

    /// <summary>The largest absolute value; NaN if a value is.</summary>
    [MethodImpl(Jit.Loop)]
    private static double Largest<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0;
        foreach (T value in values)
        {
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(value)));
        }

        return largest;
    }

    /// <summary>The norm in units of the largest value.</summary>
    [MethodImpl(Jit.Loop)]
    private static double InUnits<T>(ReadOnlySpan<T> values, double largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // In whole groups of four element i goes to sum i mod 4: four chains instead of one. They join as two halvings would
        // join them, and up to three elements that are left over follow.
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

        return Math.Sqrt(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Square<T>(T value, double unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double ratio = double.CreateTruncating(value) / unit;
        return ratio * ratio;
    }
}
