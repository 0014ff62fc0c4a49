using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// The constants by which a small integer n, held in a floating-point number, becomes the number 2^n, and back, with
/// integer operations that every register width has: adding <see cref="Magic"/> leaves n + bias in the lowest bits of the
/// significand, and a shift moves it into the exponent field.
/// </summary>
internal static class PowerOfTwo<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
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
    public static T Of(int n) => typeof(T) == typeof(float)
        ? T.CreateTruncating(BitConverter.Int32BitsToSingle((n + Bias) << FractionBits))
        : T.CreateTruncating(BitConverter.Int64BitsToDouble((long)(n + Bias) << FractionBits));

    /// <summary>2^FractionBits: an exponent field n or-ed into its bits makes the number 2^FractionBits + n.</summary>
    public static T Unit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.CreateTruncating(typeof(T) == typeof(float) ? 8388608.0 : 4503599627370496.0);
    }
}
