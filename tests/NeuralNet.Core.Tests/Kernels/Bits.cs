using System.Numerics;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Compares numbers by their bits, so that 0 and -0 differ. One NaN is as good as another.</summary>
internal static class Bits
{
    public static long Of<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(value) ? long.MinValue + 1
        : typeof(T) == typeof(float) ? BitConverter.SingleToInt32Bits(float.CreateTruncating(value))
        : BitConverter.DoubleToInt64Bits(double.CreateTruncating(value));

    public static bool Same<T>(T left, T right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Of(left) == Of(right);

    public static bool Same<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => IndexOfDifference(left, right) < 0;

    /// <summary>The first index at which the bits differ, or -1.</summary>
    public static int IndexOfDifference<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException("The spans differ in length.", nameof(right));
        }

        for (int index = 0; index < left.Length; index++)
        {
            if (!Same(left[index], right[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The number of steps from one number to the other, below 0 in descending order; 0 and -0 count as equal.</summary>
    public static double Steps<T>(T from, T to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (double)((Int128)Place(to) - Place(from));

    /// <summary>
    /// The distance of a float from the exact value, in units of that value's last place; past the largest, 0 or infinity.
    /// </summary>
    public static double UnitsApart(float value, double exact)
    {
        if ((float)exact == value || (double.IsNaN(exact) && float.IsNaN(value)))
        {
            return float.IsFinite(value) ? Math.Abs(value - exact) / UnitOf(exact) : 0;
        }

        return float.IsFinite(value) && float.IsFinite((float)exact)
            ? Math.Abs(value - exact) / UnitOf(exact)
            : double.PositiveInfinity;

        static double UnitOf(double exact) => Math.ScaleB(1, exact == 0 ? -149 : Math.Max(Math.ILogB(exact), -126) - 23);
    }

    private static long Place<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNegative(value) ? -Of(T.Abs(value)) : Of(value);
}
