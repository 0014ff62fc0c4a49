namespace NeuralNet.Data.Numbers;

/// <summary>
/// Functions of exactly rounded operations alone, which give the same bits on every machine; those of the C library do not. Series and
/// reductions are those of fdlibm (Sun Microsystems, 1993), with errors below one unit of the last place.
/// </summary>
internal static class SameBits
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>The high word of sqrt(1/2), where the reduced argument begins.</summary>
    private const uint RootOfHalf = 0x3FE6A09E;
    private const uint One = 0x3FF00000;

    /// <summary>ln(1 + x) for a finite x above -1.</summary>
    public static double LogP1(double x)
    {
        double f = x;
        double correction = 0;
        int power = 0;
        if (x is <= -0.2928932188134524 or >= 0.4142135623730950)
        {
            double u = 1 + x;
            ulong bits = BitConverter.DoubleToUInt64Bits(u);
            uint high = (uint)(bits >> 32) + (One - RootOfHalf);
            power = (int)(high >> 20) - 0x3FF;

            // What the rounding of 1 + x lost; beyond 2^54 it is nothing.
            correction = power >= 54 ? 0 : (power >= 2 ? 1 - (u - x) : x - (u - 1)) / u;
            f = BitConverter.UInt64BitsToDouble(((ulong)((high & 0x000FFFFF) + RootOfHalf) << 32) | (uint)bits) - 1;
        }

        double half = 0.5 * f * f;
        double s = f / (2 + f);
        double z = s * s;
        double w = z * z;
        double even = w * (3.999999999940941908e-01 + (w * (2.222219843214978396e-01 + (w * 1.531383769920937332e-01))));
        double odd = z * (6.666666666666735130e-01 + (w * (2.857142874366239149e-01 + (w * (1.818357216161805012e-01 + (w * 1.479819860511658591e-01))))));
        return (s * (half + even + odd)) + ((power * Ln2Low) + correction) - half + f + (power * Ln2High);
    }

    /// <summary>Sine and cosine of the share part / whole of a full turn, with part in [0, whole).</summary>
    public static (double Sine, double Cosine) OfTurn(int part, int whole)
    {
        // Quarters are exact in whole numbers; the rest is an angle of at most an eighth, counted from the nearer axis.
        int quarter = 4 * part / whole;
        int rest = (4 * part) - (quarter * whole);
        bool isNearNext = 2 * rest > whole;
        double angle = Math.PI / 2 * (isNearNext ? whole - rest : rest) / whole;
        (double sine, double cosine) = isNearNext ? (Cosine(angle), Sine(angle)) : (Sine(angle), Cosine(angle));
        return quarter switch
        {
            0 => (sine, cosine),
            1 => (cosine, 0 - sine),
            2 => (0 - sine, 0 - cosine),
            _ => (0 - cosine, sine),
        };
    }

    /// <summary>The sine of an angle in [0, pi / 4].</summary>
    private static double Sine(double x)
    {
        double z = x * x;
        double series = 8.33333333332248946124e-03 + (z * (-1.98412698298579493134e-04 + (z * 2.75573137070700676789e-06)))
            + (z * z * z * (-2.50507602534068634195e-08 + (z * 1.58969099521155010221e-10)));
        return x + (z * x * (-1.66666666666666324348e-01 + (z * series)));
    }

    /// <summary>The cosine of an angle in [0, pi / 4].</summary>
    private static double Cosine(double x)
    {
        double z = x * x;
        double w = z * z;
        double series = (z * (4.16666666666666019037e-02 + (z * (-1.38888888888741095749e-03 + (z * 2.48015872894767294178e-05)))))
            + (w * w * (-2.75573143513906633035e-07 + (z * (2.08757232129817482790e-09 + (z * -1.13596475577881948265e-11)))));
        double half = 0.5 * z;
        double first = 1 - half;
        return first + (1 - first - half + (z * series));
    }
}
