using System.Numerics;

namespace NeuralNet.Core.Tests.Support;

/// <summary>Brings numbers written in double to the precision a test runs in.</summary>
internal static class Numbers
{
    /// <summary>The numbers, each rounded to T.</summary>
    public static T[] Of<T>(params ReadOnlySpan<double> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new T[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            result[index] = T.CreateTruncating(values[index]);
        }

        return result;
    }

    public static double[] ToDoubles<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new double[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            result[index] = double.CreateTruncating(values[index]);
        }

        return result;
    }

    /// <summary>The one of two numbers that belongs to T.</summary>
    public static double For<T>(double inDouble, double inFloat)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(double) ? inDouble : inFloat;

    /// <summary>The distance from 1 to the next number: 2^-52 in double, 2^-23 in float.</summary>
    public static double Epsilon<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        double.CreateTruncating(T.BitIncrement(T.One) - T.One);

    /// <summary>The least number with all its digits; what is smaller has no relative precision.</summary>
    public static double SmallestNormal<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        For<T>(2.2250738585072014e-308, 1.17549435e-38);
}
