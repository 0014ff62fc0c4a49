using System.Numerics;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Numbers to compute with, the same in every run.</summary>
internal static class Sample
{
    /// <summary>In [-1, 1).</summary>
    public static T[] Uniform<T>(int length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return Fill(length, () => T.CreateTruncating((2 * random.NextDouble()) - 1));
    }

    /// <summary>Of either sign, with exponents spread evenly over [least, most].</summary>
    public static T[] Exponents<T>(int length, int seed, int least, int most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return Fill(length, () =>
        {
            T significand = T.CreateTruncating((1 + random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1));
            return T.ScaleB(significand, random.Next(least, most + 1));
        });
    }

    /// <summary>Everything there is: any bits, and each special value against each.</summary>
    public static T[] Anything<T>(int length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] specials =
        [
            T.Zero, T.NegativeZero, T.One, T.NegativeOne, T.Epsilon, -T.Epsilon, T.NaN, T.PositiveInfinity, T.NegativeInfinity,
            Largest<T>(), -Largest<T>(), LeastNormal<T>(), -LeastNormal<T>(), T.BitDecrement(LeastNormal<T>()),
            T.CreateTruncating(0.5), T.CreateTruncating(-0.5), T.CreateTruncating(1.5), T.CreateTruncating(2.5),
            T.CreateTruncating(1e4), T.CreateTruncating(-1e4), T.CreateTruncating(1e-4), T.CreateTruncating(-1e-4),
        ];
        var random = new Random(seed);
        return Fill(length, () => random.Next(4) switch
        {
            0 => specials[random.Next(specials.Length)],
            1 => T.CreateTruncating((random.NextDouble() - 0.5) * 200),
            2 => T.CreateTruncating((random.NextDouble() - 0.5) * 2000),
            _ => typeof(T) == typeof(float)
                ? T.CreateTruncating(BitConverter.Int32BitsToSingle((int)random.NextInt64()))
                : T.CreateTruncating(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))),
        });
    }

    public static T Largest<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.BitDecrement(T.PositiveInfinity);

    public static T LeastNormal<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.ScaleB(T.One, typeof(T) == typeof(float) ? -126 : -1022);

    private static T[] Fill<T>(int length, Func<T> next)
    {
        var numbers = new T[length];
        foreach (ref T number in numbers.AsSpan())
        {
            number = next();
        }

        return numbers;
    }
}
