using System.Runtime.CompilerServices;

namespace NeuralNet.Core;

/// <summary>
/// The transcendental functions of the library, built only of exactly rounded operations, so that they give the same
/// bits scalar, on every vector width and on every processor. Use them inside an <see cref="ILoss"/> or an
/// <see cref="IActivation"/>.
/// </summary>
/// <remarks>
/// The method is the classical one (W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980): reduce
/// the argument by a multiple of ln 2 held in two parts, sum a short series, scale by a power of two. NaN gives NaN. Every
/// result is within 2 units of its last place in float and 4 in double. The coefficients of e^-r, of ln(1 + x) on [0, 1]
/// and of tanh near 0 are those of least relative error there among the numbers of the lane's precision (fpminimax of
/// Sollya, S. Chevillard, M. Joldes and C. Lauter, 2010).
/// </remarks>
public static class LaneMath
{
    private const double Ln2 = 0.69314718055994530942;

    // The high part ends in enough zeros that n * Ln2High is exact. Both parts together hold ln 2 to twice the precision.
    private const double Ln2HighDouble = 6.93147180369123816490e-01;
    private const double Ln2LowDouble = 1.90821492927058770002e-10;
    private const double Ln2HighSingle = 0.693145751953125;
    private const double Ln2LowSingle = 1.428606820309417e-06;

    /// <summary>e^x for every x: 0 below about -745.2 (double) or -103.98 (float), infinity above 709.8 or 88.73.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        ExpOfMinus(TLanes.AtLeast(-x, TLanes.Create(TLanes.SignificandBits == 24 ? -90 : -711)));

    /// <summary>The logistic function 1 / (1 + e^-x), in [0, 1]; accurate relative to its own size also far below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => Sigmoid(x, ExpOfMinusAbs(x));

    /// <summary>The hyperbolic tangent, in [-1, 1]; accurate relative to its own size also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => Tanh(x, out _);

    /// <summary>e^-|x|, in [0, 1]: the tail that the functions below take, so that it is computed only once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes ExpOfMinusAbs<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => ExpOfMinus(TLanes.Abs(x));

    /// <summary>The logistic function from x and tail = e^-|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Sigmoid<TLanes>(TLanes x, TLanes tail)
        where TLanes : struct, ILanes<TLanes>
    {
        // t - t u below 0 and 1 - u above, with u = t / (1 + t). The rounding error of u counts for less there than in u itself.
        TLanes limit = TLanes.IfLess(x, TLanes.Create(0), tail, TLanes.Create(1));
        return TLanes.FusedMultiplyAdd(limit, tail / (TLanes.Create(-1) - tail), limit);
    }

    /// <summary>The logistic function of -|x| from tail = e^-|x|: the probability of the less likely class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes LowerSigmoid<TLanes>(TLanes tail)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.FusedMultiplyAdd(tail, tail / (TLanes.Create(-1) - tail), tail);

    /// <summary>The hyperbolic tangent and its derivative, which keeps its digits where 1 - tanh^2 would lose all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Tanh<TLanes>(TLanes x, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        // tanh|x| = 1 - 2u and its derivative 4u (1 - u) with u = t / (1 + t) and t = e^(-2|x|). Where 1 - 2u is below a
        // half and loses digits, the odd series has few terms.
        TLanes magnitude = TLanes.Abs(x);
        TLanes tail = ExpOfMinus(magnitude + magnitude);
        TLanes lower = LowerSigmoid(tail);
        derivative = TLanes.Create(4) * TLanes.FusedMultiplyAdd(-lower, lower, lower);
        TLanes far = TLanes.FusedMultiplyAdd(TLanes.Create(2), tail / (TLanes.Create(-1) - tail), TLanes.Create(1));
        TLanes result = TLanes.IfLess(magnitude, TLanes.Create(0.55), TanhNearZero(magnitude), far);
        return TLanes.IfLess(x, TLanes.Create(0), -result, result);
    }

    /// <summary>
    /// The natural logarithm for x in (0, inf), subnormal numbers included; accurate relative to its own size also near 1.
    /// Minus infinity for 0, infinity for infinity, NaN below 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // Subnormal numbers are multiplied by 2^64 into the range of LogB. This is enough in float and double, and exact.
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

        // Below -1 there is no logarithm. The bound keeps the argument of LogB where it is defined, so all machines agree there.
        TLanes least = TLanes.Create(TLanes.SignificandBits == 24 ? 1.1754943508222875e-38 : 2.2250738585072014e-308);
        TLanes n = TLanes.LogB(TLanes.AtLeast((one + x) * TLanes.Create(0.70710678118654752440), least)) + one;
        TLanes inverse = TLanes.ScaleB(one, -n);
        TLanes f = TLanes.FusedMultiplyAdd(x, inverse, inverse - one);
        return LogOf(n, f);
    }

    /// <summary>ln(1 + e^x), in [0, inf): the smooth form of max(x, 0); neither overflows nor loses the tail below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Softplus<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => Softplus(x, ExpOfMinusAbs(x));

    /// <summary>ln(1 + e^x) from x and tail = e^-|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Softplus<TLanes>(TLanes x, TLanes tail)
        where TLanes : struct, ILanes<TLanes> => TLanes.AtLeast(x, TLanes.Create(0)) + Log1pOfUnit(tail);

    /// <summary>ln(1 + x) for x in [0, 1], without a division; accurate relative to its own size also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Log1pOfUnit<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes xx = x * x;
        TLanes series = TLanes.SignificandBits == 24 ? Log1pSeriesSingle(x, xx) : Log1pSeriesDouble(x, xx);
        return TLanes.FusedMultiplyAdd(xx, series, x);
    }

    /// <summary>e^-x for x not below -90 (float) or -711 (double). The sign saves the functions of |x| a negation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes ExpOfMinus<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.SignificandBits == 24 ? ExpOfMinusSingle(x) : ExpOfMinusDouble(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpOfMinusSingle<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // The bound is just above the range in which the result is not 0. It keeps the exponent in the range of ScaleB.
        x = TLanes.AtMost(x, TLanes.Create(105));

        // e^-x = 2^exponent e^-r = 2^exponent (1 - (r - rr (1/2! - r/3! + ...))), r in about [-0.35, 0.35]. The series is
        // summed in pairs, to shorten the chain of dependent operations.
        TLanes exponent = TLanes.Round(x * TLanes.Create(-1 / Ln2));
        TLanes r = TLanes.FusedMultiplyAdd(exponent, TLanes.Create(Ln2HighSingle), x);
        r = TLanes.FusedMultiplyAdd(exponent, TLanes.Create(Ln2LowSingle), r);
        TLanes rr = r * r;
        TLanes pair0 = TLanes.FusedMultiplyAdd(r, TLanes.Create(0.16666521), TLanes.Create(-0.4999999));
        TLanes pair1 = TLanes.FusedMultiplyAdd(r, TLanes.Create(0.008368674), TLanes.Create(-0.041668963));
        TLanes rest = TLanes.FusedMultiplyAdd(rr, TLanes.Create(-0.0013782497), pair1);
        TLanes series = TLanes.FusedMultiplyAdd(rr, rest, pair0);
        return TLanes.ScaleB(TLanes.Create(1) - TLanes.FusedMultiplyAdd(rr, series, r), exponent);
    }

    /// <summary>Like <see cref="ExpOfMinusSingle"/>, with the terms that the precision of double needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpOfMinusDouble<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        x = TLanes.AtMost(x, TLanes.Create(747));
        TLanes exponent = TLanes.Round(x * TLanes.Create(-1 / Ln2));
        TLanes r = TLanes.FusedMultiplyAdd(exponent, TLanes.Create(Ln2HighDouble), x);
        r = TLanes.FusedMultiplyAdd(exponent, TLanes.Create(Ln2LowDouble), r);
        TLanes rr = r * r;
        TLanes rrrr = rr * rr;
        TLanes pair0 = TLanes.FusedMultiplyAdd(r, TLanes.Create(0.16666666666666424), TLanes.Create(-0.5000000000000011));
        TLanes pair1 = TLanes.FusedMultiplyAdd(r, TLanes.Create(0.008333333333487038), TLanes.Create(-0.04166666666652696));
        TLanes pair2 = TLanes.FusedMultiplyAdd(r, TLanes.Create(0.00019841269522577847), TLanes.Create(-0.0013888888944353609));
        TLanes pair3 = TLanes.FusedMultiplyAdd(r, TLanes.Create(2.755757209000929e-06), TLanes.Create(-2.480149242846183e-05));
        TLanes pair4 = TLanes.FusedMultiplyAdd(r, TLanes.Create(2.5004591618126204e-08), TLanes.Create(-2.7630467658187916e-07));
        TLanes quad0 = TLanes.FusedMultiplyAdd(rr, pair1, pair0);
        TLanes quad1 = TLanes.FusedMultiplyAdd(rr, pair3, pair2);
        TLanes rest = TLanes.FusedMultiplyAdd(rrrr, pair4, quad1);
        TLanes series = TLanes.FusedMultiplyAdd(rrrr, rest, quad0);
        return TLanes.ScaleB(TLanes.Create(1) - TLanes.FusedMultiplyAdd(rr, series, r), exponent);
    }

    /// <summary>(ln(1 + x) - x) / x^2 for x in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Log1pSeriesSingle<TLanes>(TLanes x, TLanes xx)
        where TLanes : struct, ILanes<TLanes>
    {
        // The rest is summed in pairs, to shorten the chain of dependent operations. The two largest terms follow one by one: so
        // the rounding error of each counts for less in the next.
        TLanes pair0 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.19899188), TLanes.Create(-0.24988808));
        TLanes pair1 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.124752), TLanes.Create(-0.16133384));
        TLanes pair2 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.04205833), TLanes.Create(-0.08317504));
        TLanes pair3 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.002078881), TLanes.Create(-0.013664181));
        TLanes quad0 = TLanes.FusedMultiplyAdd(xx, pair1, pair0);
        TLanes quad1 = TLanes.FusedMultiplyAdd(xx, pair3, pair2);
        TLanes rest = TLanes.FusedMultiplyAdd(xx * xx, quad1, quad0);
        return TLanes.FusedMultiplyAdd(x, TLanes.FusedMultiplyAdd(x, rest, TLanes.Create(0.3333271)), TLanes.Create(-0.49999988));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Log1pSeriesDouble<TLanes>(TLanes x, TLanes xx)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes xxxx = xx * xx;
        TLanes pair0 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.3333333333323526), TLanes.Create(-0.4999999999999946));
        TLanes pair1 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.19999999791559805), TLanes.Create(-0.24999999993686325));
        TLanes pair2 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.1428565893383811), TLanes.Create(-0.16666662502085672));
        TLanes pair3 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.11107507434707097), TLanes.Create(-0.12499479879625608));
        TLanes pair4 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.09013172271691229), TLanes.Create(-0.09981020810163775));
        TLanes pair5 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.07035631651649304), TLanes.Create(-0.08081257539682676));
        TLanes pair6 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.04230173811810363), TLanes.Create(-0.05750338180801984));
        TLanes pair7 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.013839600074231842), TLanes.Create(-0.026745440021665203));
        TLanes pair8 = TLanes.FusedMultiplyAdd(x, TLanes.Create(0.0015959134917274546), TLanes.Create(-0.005543612164019034));
        TLanes pair9 = TLanes.FusedMultiplyAdd(x, TLanes.Create(2.533348381079605e-05), TLanes.Create(-0.0002917975285972107));
        TLanes quad0 = TLanes.FusedMultiplyAdd(xx, pair1, pair0);
        TLanes quad1 = TLanes.FusedMultiplyAdd(xx, pair3, pair2);
        TLanes quad2 = TLanes.FusedMultiplyAdd(xx, pair5, pair4);
        TLanes quad3 = TLanes.FusedMultiplyAdd(xx, pair7, pair6);
        TLanes quad4 = TLanes.FusedMultiplyAdd(xx, pair9, pair8);
        TLanes octet1 = TLanes.FusedMultiplyAdd(xxxx, quad2, quad1);
        TLanes octet2 = TLanes.FusedMultiplyAdd(xxxx, quad4, quad3);
        TLanes rest = TLanes.FusedMultiplyAdd(xxxx * xxxx, octet2, octet1);
        return TLanes.FusedMultiplyAdd(xxxx, rest, quad0);
    }

    /// <summary>tanh(x) for x in [0, 0.55].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes TanhNearZero<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes xx = x * x;
        TLanes series = TLanes.SignificandBits == 24 ? TanhSeriesSingle(xx) : TanhSeriesDouble(xx);
        return TLanes.FusedMultiplyAdd(x * xx, series, x);
    }

    /// <summary>(tanh(x) / x - 1) / x^2 for xx = x^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes TanhSeriesSingle<TLanes>(TLanes xx)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes xxxx = xx * xx;
        TLanes pair0 = TLanes.FusedMultiplyAdd(xx, TLanes.Create(0.13332558), TLanes.Create(-0.33333316));
        TLanes pair1 = TLanes.FusedMultiplyAdd(xx, TLanes.Create(0.021063004), TLanes.Create(-0.05384986));
        TLanes rest = TLanes.FusedMultiplyAdd(xxxx, TLanes.Create(-0.006263359), pair1);
        return TLanes.FusedMultiplyAdd(xxxx, rest, pair0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes TanhSeriesDouble<TLanes>(TLanes xx)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes xxxx = xx * xx;
        TLanes pair0 = TLanes.FusedMultiplyAdd(xx, TLanes.Create(0.1333333333316894), TLanes.Create(-0.33333333333332316));
        TLanes pair1 = TLanes.FusedMultiplyAdd(xx, TLanes.Create(0.02186948597653734), TLanes.Create(-0.05396825387616767));
        TLanes pair2 = TLanes.FusedMultiplyAdd(xx, TLanes.Create(0.003591719837104794), TLanes.Create(-0.008863194523922048));
        TLanes pair3 = TLanes.FusedMultiplyAdd(xx, TLanes.Create(0.0005791386588548239), TLanes.Create(-0.0014532173705836579));
        TLanes pair4 = TLanes.FusedMultiplyAdd(xx, TLanes.Create(5.102303792888661e-05), TLanes.Create(-0.00021030484898970463));
        TLanes quad0 = TLanes.FusedMultiplyAdd(xxxx, pair1, pair0);
        TLanes quad1 = TLanes.FusedMultiplyAdd(xxxx, pair3, pair2);
        TLanes xxxxxxxx = xxxx * xxxx;
        TLanes rest = TLanes.FusedMultiplyAdd(xxxxxxxx, pair4, quad1);
        return TLanes.FusedMultiplyAdd(xxxxxxxx, rest, quad0);
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
