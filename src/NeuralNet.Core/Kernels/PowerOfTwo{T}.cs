using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Constants that turn a small integer n, held in a floating-point number, into the number 2^n and back, with operations that
/// every register width has.
/// </summary>
internal static class PowerOfTwo<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // From n to 2^n, for a float: adding Magic leaves n + Bias in the lowest bits of the fraction, and a shift by 23 moves it
    // into the exponent field.
    //
    //                       sign  exponent  fraction
    //   n + Magic           0     10010110  100000000000000eeeeeeee      eeeeeeee is n + Bias
    //   shifted             0     eeeeeeee  00000000000000000000000      2^n
    //
    // From the number to the exponent it goes the other way: a shift to the right by 23, and subtracting Unit as a number.
    //
    //   2^n (1 + f)         0     eeeeeeee  fffffffffffffffffffffff
    //   shifted | Unit      0     10010110  000000000000000eeeeeeee      2^23 + n + Bias

    /// <summary>The bits of the significand that are stored: 23 or 52.</summary>
    public static int FractionBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 23 : 52;
    }

    /// <summary>The exponent bias: 127 or 1023.</summary>
    public static int Bias
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 127 : 1023;
    }

    /// <summary>1.5 * 2^FractionBits + Bias: n plus this is exact, and its low bits are n + Bias.</summary>
    public static T Magic
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.CreateTruncating(typeof(T) == typeof(float) ? 12582912.0 + 127 : 6755399441055744.0 + 1023);
    }

    /// <summary>2 to the power of n, which is normal: n in [1 - Bias, Bias].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Create(int n) => typeof(T) == typeof(float)
        ? T.CreateTruncating(BitConverter.Int32BitsToSingle((n + Bias) << FractionBits))
        : T.CreateTruncating(BitConverter.Int64BitsToDouble((long)(n + Bias) << FractionBits));

    /// <summary>2^FractionBits. With an exponent field n or-ed into its bits it is the number 2^FractionBits + n.</summary>
    public static T Unit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.CreateTruncating(typeof(T) == typeof(float) ? 8388608.0 : 4503599627370496.0);
    }
}
