using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// left * right + addend, rounded once, to nearest, halves to even, for every value of IEEE 754: for processors without the
/// instruction. The framework would call the C library there, and some C libraries round some cases wrong.
/// </summary>
/// <remarks>
/// The method is that of S. Boldo and G. Melquiond (Emulation of FMA and correctly rounded sums: proved algorithms using
/// rounding to odd, 2008). The rounding error of an addition or a multiplication is itself a floating-point number and can be
/// computed exactly. The errors are added and rounded to odd, to more bits than the result has. Then the last addition rounds
/// as if there had been no error before it.
/// </remarks>
internal static class SoftwareFused
{
    /// <summary>2^-900: the rounding error of a product this large is not too small for a double.</summary>
    private const double LeastProduct = 1.1830521861667747e-271;

    [MethodImpl(Jit.Loop)]
    public static float MultiplyAdd(float left, float right, float addend)
    {
        // Two factors of 24 bits: a double holds their product. Their sum with the addend is rounded to odd, to 53 bits, and the
        // conversion to 24 bits then rounds as it would round the exact sum.
        double sum = Add((double)left * right, addend, out double lost);
        return (float)ToOdd(sum, lost);
    }

    [MethodImpl(Jit.Loop)]
    public static double MultiplyAdd(double left, double right, double addend)
    {
        double product = left * right;
        if (Math.Abs(product) >= LeastProduct)
        {
            // The exact result is the sum of three terms:
            //
            //   left * right + addend = product + LostBy(...) + addend
            //                         = product + low + lowLost           low is the rounded sum of the last two
            //                         = high + highLost + lowLost         high is the rounded sum of the first two
            //
            // The two errors become one number that is rounded to odd, so that only the last addition rounds to nearest.
            double low = Add(addend, LostBy(product, left, right), out double lowLost);
            double high = Add(product, low, out double highLost);
            double rest = Add(lowLost, highLost, out double restLost);
            double result = high + ToOdd(rest, restLost);

            // An overflow on the way ends as infinity or NaN.
            if (double.IsFinite(result))
            {
                return result;
            }
        }

        return IntegerFused.MultiplyAdd(left, right, addend);
    }

    /// <summary>D. E. Knuth's TwoSum: the rounded sum, and its exact error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Add(double left, double right, out double lost)
    {
        double sum = left + right;
        double shareOfRight = sum - left;
        lost = (left - (sum - shareOfRight)) + (right - shareOfRight);
        return sum;
    }

    /// <summary>T. J. Dekker's product: the exact error of the rounded product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LostBy(double product, double left, double right)
    {
        // The four products of halves have at most 52 bits and are exact. From the largest to the smallest, so are the sums.
        double leftHigh = UpperHalf(left);
        double leftLow = left - leftHigh;
        double rightHigh = UpperHalf(right);
        double rightLow = right - rightHigh;
        return (((leftHigh * rightHigh) - product) + (leftHigh * rightLow) + (leftLow * rightHigh)) + (leftLow * rightLow);
    }

    /// <summary>G. W. Veltkamp's splitting: the upper 26 of the 53 bits. The lower part has 26 bits and a sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double UpperHalf(double value)
    {
        double scaled = value * ((1 << 27) + 1);
        return scaled - (scaled - value);
    }

    /// <summary>
    /// Rounds sum + lost to odd: an exact sum stays; otherwise the exact value lies between two neighbors, and the one whose
    /// last bit is 1 is taken. This bit tells the next rounding that there was more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToOdd(double sum, double lost)
    {
        if (!(Math.Abs(lost) > 0))
        {
            return sum;
        }

        // Larger bits are a larger magnitude. If the signs differ, the magnitude of the sum is too large and tooLarge is -1. So
        // bits + tooLarge is the smaller neighbor, and | 1 leads to the odd one of the two.
        long bits = BitConverter.DoubleToInt64Bits(sum);
        long tooLarge = (bits ^ BitConverter.DoubleToInt64Bits(lost)) >> 63;
        return BitConverter.Int64BitsToDouble((bits + tooLarge) | 1);
    }
}
