using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// left * right + addend, rounded once, to nearest, halves to even, for every value of IEEE 754: for processors without the
/// instruction. The framework would ask the C library there, and not every C library rounds each case right.
/// </summary>
/// <remarks>
/// The method is that of S. Boldo and G. Melquiond (Emulation of FMA and correctly rounded sums: proved algorithms using
/// rounding to odd, 2008). What an addition or a multiplication loses is a number too and can be had exactly; added up to
/// more bits than the result has, and rounded to odd, it lets the last addition round as if nothing had been lost before.
/// </remarks>
internal static class SoftwareFused
{
    /// <summary>2^-900: of a product this large, what is lost is no smaller than a double can be.</summary>
    private const double LeastProduct = 1.1830521861667747e-271;

    [MethodImpl(Jit.Loop)]
    public static float MultiplyAdd(float left, float right, float addend)
    {
        // Two factors of 24 bits: a double holds their product.
        double sum = Add((double)left * right, addend, out double lost);
        return (float)ToOdd(sum, lost);
    }

    [MethodImpl(Jit.Loop)]
    public static double MultiplyAdd(double left, double right, double addend)
    {
        double product = left * right;
        if (Math.Abs(product) >= LeastProduct)
        {
            double low = Add(addend, LostBy(product, left, right), out double lowLost);
            double high = Add(product, low, out double highLost);
            double rest = Add(lowLost, highLost, out double restLost);
            double result = high + ToOdd(rest, restLost);

            // What overflows on the way ends as infinity or NaN.
            if (double.IsFinite(result))
            {
                return result;
            }
        }

        return IntegerFused.MultiplyAdd(left, right, addend);
    }

    /// <summary>D. E. Knuth's TwoSum: the rounded sum, and what is missing from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Add(double left, double right, out double lost)
    {
        double sum = left + right;
        double shareOfRight = sum - left;
        lost = (left - (sum - shareOfRight)) + (right - shareOfRight);
        return sum;
    }

    /// <summary>T. J. Dekker's product: what is missing from the rounded one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LostBy(double product, double left, double right)
    {
        double leftHigh = UpperHalf(left);
        double leftLow = left - leftHigh;
        double rightHigh = UpperHalf(right);
        double rightLow = right - rightHigh;
        return (((leftHigh * rightHigh) - product) + (leftHigh * rightLow) + (leftLow * rightHigh)) + (leftLow * rightLow);
    }

    /// <summary>G. W. Veltkamp's splitting: 26 bits of the 53, which leave 26 and a sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double UpperHalf(double value)
    {
        double scaled = value * ((1 << 27) + 1);
        return scaled - (scaled - value);
    }

    /// <summary>Where the sum is not exact, the one of its two neighbours whose last bit is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToOdd(double sum, double lost)
    {
        if (!(Math.Abs(lost) > 0))
        {
            return sum;
        }

        // Larger bits are a larger magnitude: one less where the sum is too large, and then odd.
        long bits = BitConverter.DoubleToInt64Bits(sum);
        long tooLarge = (bits ^ BitConverter.DoubleToInt64Bits(lost)) >> 63;
        return BitConverter.Int64BitsToDouble((bits + tooLarge) | 1);
    }
}
