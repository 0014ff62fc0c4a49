using System.Numerics;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>
/// A number held exactly, in units of 2^-2148, of which every product of two finite doubles is a multiple: the twin that
/// rounds nothing.
/// </summary>
internal readonly record struct Exact(BigInteger Units)
{
    public static Exact Of<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Product(value, T.One);

    public static Exact Product<T>(T left, T right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (long leftSignificand, int leftShift) = Parts(double.CreateTruncating(left));
        (long rightSignificand, int rightShift) = Parts(double.CreateTruncating(right));
        return new(((BigInteger)leftSignificand * rightSignificand) << (leftShift + rightShift));
    }

    public static Exact operator +(Exact left, Exact right) => new(left.Units + right.Units);

    public static Exact operator -(Exact left, Exact right) => new(left.Units - right.Units);

    public static bool operator <=(Exact left, Exact right) => left.Units <= right.Units;

    public static bool operator >=(Exact left, Exact right) => left.Units >= right.Units;

    public Exact Abs() => new(BigInteger.Abs(Units));

    /// <summary>The largest total error of a number of roundings of values up to a size, including gradual underflow.</summary>
    public Exact Roundings<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(count * ((Units >> (typeof(T) == typeof(float) ? 24 : 53)) + Of(T.Epsilon).Units));

    /// <summary>value = significand * 2^(shift - 1074)</summary>
    private static (long Significand, int Shift) Parts(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers can be held exactly.");
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        long fraction = bits & 0xFFFFFFFFFFFFF;
        long significand = exponent == 0 ? fraction : fraction | (1L << 52);
        return (bits < 0 ? -significand : significand, Math.Max(exponent, 1) - 1);
    }
}
