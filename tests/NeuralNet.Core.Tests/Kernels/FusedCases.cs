using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Factors and addends for which one rounding is hard to get right.</summary>
internal static class FusedCases
{
    public static T[] Specials<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T leastNormal = Sample.LeastNormal<T>();
        T largest = Sample.Largest<T>();
        T[] positive =
        [
            T.Zero, T.Epsilon, T.Epsilon + T.Epsilon, T.BitDecrement(leastNormal), leastNormal, T.BitIncrement(leastNormal),
            T.Sqrt(leastNormal), T.CreateTruncating(0.5), T.BitDecrement(T.One), T.One, T.BitIncrement(T.One),
            T.CreateTruncating(1.5), T.CreateTruncating(3), T.Sqrt(largest), largest / T.CreateTruncating(2),
            T.BitDecrement(largest), largest, T.PositiveInfinity,
        ];
        return [.. positive, .. positive.Select(value => -value), T.NaN];
    }

    /// <summary>
    /// Factors of every size, with few and many bits. The addend is arbitrary, about as large as the product, so much larger or smaller
    /// that it only affects the rounding, or nearly the negated product.
    /// </summary>
    public static IEnumerable<(T Left, T Right, T Addend)> Random<T>(int count, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int most = typeof(T) == typeof(float) ? 128 : 1024;
        int precision = typeof(T) == typeof(float) ? 24 : 53;
        var random = new Random(seed);
        for (int index = 0; index < count; index++)
        {
            // The exponent of the product, over all there are or close to where something changes: subnormal numbers,
            // overflow, and the products too small for floating-point operations alone.
            int exponent = random.Next(5) switch
            {
                0 => random.Next(-most - precision, most),
                1 => random.Next(-most - precision - 4, -most + precision),
                2 => random.Next(most - 4, most + 2),
                3 => -900 * most / 1024 + random.Next(-3, 4),
                _ => random.Next(-8, 8),
            };
            int share = random.Next(Math.Max(exponent - most, -most), Math.Min(exponent + most, most));
            T left = Number<T>(random, share);
            T right = Number<T>(random, exponent - share);
            T addend = random.Next(5) switch
            {
                0 => Number<T>(random, random.Next(-most - precision, most)),
                1 => Number<T>(random, exponent + random.Next(-2, 3)),
                2 => Number<T>(random, exponent + random.Next(precision - 3, precision + 4)),
                3 => Number<T>(random, exponent - random.Next(precision - 3, (2 * precision) + 4)),
                _ => Near(random, -(left * right)),
            };
            yield return (left, right, addend);
        }
    }

    /// <summary>Returns a number of either sign in [2^exponent, 2^(exponent + 1)), or with the nearest possible exponent.</summary>
    private static T Number<T>(Random random, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int fractionBits = typeof(T) == typeof(float) ? 23 : 52;
        int bias = typeof(T) == typeof(float) ? 127 : 1023;
        long mask = (1L << fractionBits) - 1;
        long fraction = random.NextInt64() & mask;
        int run = random.Next(fractionBits + 1);
        fraction = random.Next(3) switch
        {
            0 => fraction,
            1 => (fraction << run) & mask,
            _ => (fraction | ((1L << run) - 1)) & mask,
        };

        // Below the exponent of the normal numbers a subnormal one, of the bits that are left.
        int field = exponent + bias;
        if (field < 1)
        {
            fraction = (fraction | (mask + 1)) >> Math.Min(1 - field, fractionBits);
        }

        long bits = fraction | ((long)Math.Clamp(field, 0, 2 * bias) << fractionBits);
        T magnitude = typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>((int)bits) : Unsafe.BitCast<long, T>(bits);
        return random.Next(2) == 0 ? magnitude : -magnitude;
    }

    /// <summary>Returns the number itself or one a few steps away.</summary>
    private static T Near<T>(Random random, T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => random.Next(3) switch
        {
            0 => T.BitDecrement(value),
            1 => value,
            _ => T.BitIncrement(value),
        };
}
