using System.Runtime.CompilerServices;

namespace NeuralNet.Core;

/// <summary>
/// The transcendental functions of the library, built of exactly rounded operations alone, so that they give the same
/// bits scalar, on every vector width and on every processor. Use them inside an <see cref="ILoss"/> or an
/// <see cref="IActivation"/>.
/// </summary>
/// <remarks>
/// The method is the classical one (W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980): reduce
/// the argument by a multiple of ln 2 held in two parts, sum a short series, scale by a power of two. NaN gives NaN.
/// </remarks>
public static class LaneMath
{
    private const double Ln2 = 0.69314718055994530942;

    // The high part has trailing zeros enough for n * Ln2High to be exact; both parts together hold ln 2 to twice the precision.
    private const double Ln2HighDouble = 6.93147180369123816490e-01;
    private const double Ln2LowDouble = 1.90821492927058770002e-10;
    private const double Ln2HighSingle = 0.693145751953125;
    private const double Ln2LowSingle = 1.428606820309417e-06;

    /// <summary>e^x for every x: 0 below about -745.2 (double) or -103.98 (float), infinity above 709.8 or 88.73.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // Just outside the range in which the result is neither 0 nor infinity: the exponent stays one that ScaleB takes.
        TLanes low = TLanes.Create(TLanes.SignificandBits == 24 ? -105 : -747);
        TLanes high = TLanes.Create(TLanes.SignificandBits == 24 ? 90 : 711);
        x = TLanes.IfLess(x, low, low, x);
        x = TLanes.IfLess(high, x, high, x);
        TLanes fraction = Reduce(x, out TLanes exponent);
        return TLanes.ScaleB(TLanes.Create(1) + fraction, exponent);
    }

    /// <summary>The logistic function 1 / (1 + e^-x), in [0, 1]; accurate relative to its own size also far below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes tail = Exp(-TLanes.Abs(x));
        TLanes upper = TLanes.Create(1) / (TLanes.Create(1) + tail);
        return TLanes.IfLess(x, TLanes.Create(0), tail * upper, upper);
    }

    /// <summary>The hyperbolic tangent, in [-1, 1]; accurate relative to its own size also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => Tanh(x, out _);

    /// <summary>The hyperbolic tangent with its derivative, which keeps its digits where 1 - tanh^2 would have none left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Tanh<TLanes>(TLanes x, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        // tanh|x| = -t / (2 + t) with t = e^(-2|x|) - 1. At the limit e^(-2|x|) has long rounded to 0, and its exponent is
        // still one that ScaleB takes.
        TLanes limit = TLanes.Create(TLanes.SignificandBits == 24 ? 53 : 375);
        TLanes magnitude = TLanes.Abs(x);
        magnitude = TLanes.IfLess(limit, magnitude, limit, magnitude);
        TLanes fraction = Reduce(TLanes.Create(-2) * magnitude, out TLanes exponent);
        TLanes power = TLanes.ScaleB(TLanes.Create(1), exponent);
        TLanes t = TLanes.FusedMultiplyAdd(power, fraction, power - TLanes.Create(1));
        TLanes tail = TLanes.ScaleB(TLanes.Create(1) + fraction, exponent);
        TLanes sum = TLanes.Create(1) + tail;
        derivative = TLanes.Create(4) * tail / (sum * sum);
        TLanes result = t / (TLanes.Create(2) + t);
        return TLanes.IfLess(TLanes.Create(0), x, -result, result);
    }

    /// <summary>
    /// The natural logarithm for x in (0, inf), subnormal numbers included; accurate relative to its own size also near 1.
    /// Minus infinity for 0, infinity for infinity, NaN below 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // Subnormal numbers are lifted into the range of LogB: 2^64 is enough in float and double, and exact.
        TLanes zero = TLanes.Create(0);
        TLanes small = TLanes.Create(1 / 18446744073709551616.0);
        TLanes lifted = TLanes.IfLess(x, small, x * TLanes.Create(18446744073709551616.0), x);
        TLanes drop = TLanes.IfLess(x, small, TLanes.Create(-64), zero);

        // lifted = 2^n (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); f is exact.
        TLanes one = TLanes.Create(1);
        TLanes n = TLanes.LogB(lifted * TLanes.Create(0.70710678118654752440)) + one;
        TLanes f = TLanes.ScaleB(lifted, -n) - one;
        TLanes result = LogOf(n + drop, f);

        TLanes infinity = TLanes.Create(double.PositiveInfinity);
        TLanes limit = TLanes.IfLess(x, small, -infinity, x);
        limit = TLanes.IfLess(x, zero, TLanes.Create(double.NaN), limit);
        return TLanes.IfLess(zero, x, TLanes.IfLess(x, infinity, result, limit), limit);
    }

    /// <summary>ln(1 + x) for x in [0, inf); accurate relative to its own size also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log1p<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // 1 + x = 2^n (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); f comes from x, not from the rounded 1 + x.
        TLanes one = TLanes.Create(1);
        TLanes n = TLanes.LogB((one + x) * TLanes.Create(0.70710678118654752440)) + one;
        TLanes inverse = TLanes.ScaleB(one, -n);
        TLanes f = TLanes.FusedMultiplyAdd(x, inverse, inverse - one);
        return LogOf(n, f);
    }

    /// <summary>ln(1 + e^x), in [0, inf): the smooth form of max(x, 0); neither overflows nor loses the tail below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Softplus<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.Max(x, TLanes.Create(0)) + Log1p(Exp(-TLanes.Abs(x)));

    /// <summary>e^x = 2^exponent (1 + result), the result in about [-0.30, 0.42].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Reduce<TLanes>(TLanes x, out TLanes exponent)
        where TLanes : struct, ILanes<TLanes>
    {
        exponent = TLanes.Round(x * TLanes.Create(1 / Ln2));
        TLanes n = -exponent;
        if (TLanes.SignificandBits == 24)
        {
            TLanes r = TLanes.FusedMultiplyAdd(n, TLanes.Create(Ln2HighSingle), x);
            r = TLanes.FusedMultiplyAdd(n, TLanes.Create(Ln2LowSingle), r);
            TLanes rr = r * r;

            // 1/2! + r/3! + ... + r^5/7!, in pairs to shorten the chain of dependent operations.
            TLanes pair0 = TLanes.FusedMultiplyAdd(r, TLanes.Create(1.0 / 6), TLanes.Create(1.0 / 2));
            TLanes pair1 = TLanes.FusedMultiplyAdd(r, TLanes.Create(1.0 / 120), TLanes.Create(1.0 / 24));
            TLanes pair2 = TLanes.FusedMultiplyAdd(r, TLanes.Create(1.0 / 5040), TLanes.Create(1.0 / 720));
            TLanes series = TLanes.FusedMultiplyAdd(TLanes.FusedMultiplyAdd(pair2, rr, pair1), rr, pair0);
            return TLanes.FusedMultiplyAdd(rr, series, r);
        }
        else
        {
            TLanes r = TLanes.FusedMultiplyAdd(n, TLanes.Create(Ln2HighDouble), x);
            r = TLanes.FusedMultiplyAdd(n, TLanes.Create(Ln2LowDouble), r);
            TLanes rr = r * r;

            // 1/2! + r/3! + ... + r^11/13!, in pairs and pairs of pairs.
            TLanes pair0 = TLanes.FusedMultiplyAdd(r, TLanes.Create(1.0 / 6), TLanes.Create(1.0 / 2));
            TLanes pair1 = TLanes.FusedMultiplyAdd(r, TLanes.Create(1.0 / 120), TLanes.Create(1.0 / 24));
            TLanes pair2 = TLanes.FusedMultiplyAdd(r, TLanes.Create(1.0 / 5040), TLanes.Create(1.0 / 720));
            TLanes pair3 = TLanes.FusedMultiplyAdd(r, TLanes.Create(1.0 / 362880), TLanes.Create(1.0 / 40320));
            TLanes pair4 = TLanes.FusedMultiplyAdd(r, TLanes.Create(1.0 / 39916800), TLanes.Create(1.0 / 3628800));
            TLanes pair5 = TLanes.FusedMultiplyAdd(r, TLanes.Create(1.0 / 6227020800), TLanes.Create(1.0 / 479001600));
            TLanes quad0 = TLanes.FusedMultiplyAdd(rr, pair1, pair0);
            TLanes quad1 = TLanes.FusedMultiplyAdd(rr, pair3, pair2);
            TLanes quad2 = TLanes.FusedMultiplyAdd(rr, pair5, pair4);
            TLanes rrrr = rr * rr;
            TLanes series = TLanes.FusedMultiplyAdd(TLanes.FusedMultiplyAdd(quad2, rrrr, quad1), rrrr, quad0);
            return TLanes.FusedMultiplyAdd(rr, series, r);
        }
    }

    /// <summary>n ln 2 + ln(1 + f), for 1 + f in [sqrt(1/2), sqrt(2)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOf<TLanes>(TLanes n, TLanes f)
        where TLanes : struct, ILanes<TLanes>
    {
        // ln(1 + f) = f - (f^2/2 - s (f^2/2 + r)), s = f / (2 + f), r the rest of the series of 2 atanh(s).
        TLanes s = f / (TLanes.Create(2) + f);
        TLanes r = AtanhRest(s * s);
        TLanes half = TLanes.Create(0.5) * f * f;
        TLanes low = n * TLanes.Create(TLanes.SignificandBits == 24 ? Ln2LowSingle : Ln2LowDouble);
        TLanes high = n * TLanes.Create(TLanes.SignificandBits == 24 ? Ln2HighSingle : Ln2HighDouble);
        return high - (half - TLanes.FusedMultiplyAdd(s, half + r, low) - f);
    }

    /// <summary>2 atanh(s) / s - 2 = ss (2/3 + 2/5 ss + 2/7 ss^2 + ...), for ss = s^2 below 0.0295.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AtanhRest<TLanes>(TLanes ss)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes sum;
        if (TLanes.SignificandBits == 24)
        {
            sum = TLanes.Create(2.0 / 11);
        }
        else
        {
            sum = TLanes.Create(2.0 / 21);
            sum = TLanes.FusedMultiplyAdd(sum, ss, TLanes.Create(2.0 / 19));
            sum = TLanes.FusedMultiplyAdd(sum, ss, TLanes.Create(2.0 / 17));
            sum = TLanes.FusedMultiplyAdd(sum, ss, TLanes.Create(2.0 / 15));
            sum = TLanes.FusedMultiplyAdd(sum, ss, TLanes.Create(2.0 / 13));
            sum = TLanes.FusedMultiplyAdd(sum, ss, TLanes.Create(2.0 / 11));
        }

        sum = TLanes.FusedMultiplyAdd(sum, ss, TLanes.Create(2.0 / 9));
        sum = TLanes.FusedMultiplyAdd(sum, ss, TLanes.Create(2.0 / 7));
        sum = TLanes.FusedMultiplyAdd(sum, ss, TLanes.Create(2.0 / 5));
        sum = TLanes.FusedMultiplyAdd(sum, ss, TLanes.Create(2.0 / 3));
        return sum * ss;
    }
}
