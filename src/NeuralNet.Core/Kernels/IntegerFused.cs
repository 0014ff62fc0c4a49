using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// left * right + addend, rounded once, like <see cref="SoftwareFused"/>, in integers of 128 bits: for numbers so large or so
/// small that floating-point operations would overflow or lose bits on the way.
/// </summary>
internal static class IntegerFused
{
    private const int FractionBits = 52;
    private const int LargestExponent = 0x7FF;
    private const ulong Infinity = (ulong)LargestExponent << FractionBits;

    [MethodImpl(Jit.Loop)]
    public static double MultiplyAdd(double left, double right, double addend)
    {
        // If one of the three is 0, infinite or NaN, plain operations round at most once.
        if (left == 0 || right == 0 || !double.IsFinite(left) || !double.IsFinite(right))
        {
            return (left * right) + addend;
        }

        if (addend == 0 || !double.IsFinite(addend))
        {
            return addend == 0 ? left * right : addend;
        }

        // Both terms are in [2^122, 2^124), so that their sum has room, and end in 18 zeros or more. The term with the smaller
        // exponent is shifted to the right, to the exponent of the other. A shift that loses bits makes it so much smaller that
        // the two cannot cancel.
        UInt128 product = Math.BigMul(Significand(left, out int leftExponent), Significand(right, out int rightExponent));
        UInt128 term = (UInt128)Significand(addend, out int exponent) << 62;
        exponent -= 62;
        int distance = leftExponent + rightExponent - exponent;
        product = ShiftRightToOdd(product, Math.Max(-distance, 0));
        term = ShiftRightToOdd(term, Math.Max(distance, 0));
        exponent += Math.Max(distance, 0);

        Int128 sum = (double.IsNegative(left) == double.IsNegative(right) ? (Int128)product : -(Int128)product) +
            (double.IsNegative(addend) ? -(Int128)term : (Int128)term);
        double magnitude = Round((UInt128)Int128.Abs(sum), exponent);
        return Int128.IsNegative(sum) ? -magnitude : magnitude;
    }

    /// <summary>|value| = result * 2^exponent, the result in [2^61, 2^62); the value is neither 0 nor infinite nor NaN.</summary>
    private static ulong Significand(double value, out int exponent)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        ulong fraction = bits & ((1UL << FractionBits) - 1);
        exponent = (int)(bits >> FractionBits) & LargestExponent;
        ulong significand = exponent == 0 ? fraction : fraction | (1UL << FractionBits);
        int shift = (int)ulong.LeadingZeroCount(significand) - 2;
        exponent = Math.Max(exponent, 1) - 1075 - shift;
        return significand << shift;
    }

    /// <summary>significand * 2^exponent, to nearest, halves to even.</summary>
    private static double Round(UInt128 significand, int exponent)
    {
        if (significand == 0)
        {
            return 0;
        }

        // The leading bit goes to the left end, and for a subnormal number from there to its place. Then the upper 64 bits are
        //
        //   [ 53 bits, kept | 11 bits, rest ]
        //
        // The rest decides the rounding: 0x400 is a half. The lower 64 bits leave a 1 in its last place if they are not 0.
        int shift = (int)UInt128.LeadingZeroCount(significand);
        exponent += 127 - shift + 1023;
        significand = ShiftRightToOdd(significand << shift, Math.Max(1 - exponent, 0));
        ulong upper = (ulong)ShiftRightToOdd(significand, 64);
        ulong kept = upper >> 11;
        ulong rest = upper & 0x7FF;
        kept += rest > 0x400 || (rest == 0x400 && (kept & 1) != 0) ? 1UL : 0;

        // The leading bit of a normal number adds 1 to the exponent field, and so does a carry of the rounding.
        ulong bits = ((ulong)(Math.Max(exponent, 1) - 1) << FractionBits) + kept;
        return BitConverter.UInt64BitsToDouble(Math.Min(bits, Infinity));
    }

    /// <summary>
    /// value / 2^count, rounded to odd: bits that are cut off leave a 1 in the last place. The value must not be 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt128 ShiftRightToOdd(UInt128 value, int count)
    {
        if (count >= 128)
        {
            return 1;
        }

        UInt128 kept = value >> count;
        return kept << count == value ? kept : kept | 1;
    }
}
