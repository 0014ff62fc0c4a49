using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Statistics;

/// <summary>
/// Student's t distribution, to 12 digits of the smaller tail, and with the same bits on every machine. Its tails are an incomplete beta
/// function.
/// </summary>
internal static class StudentDistribution
{
    private const double RootOfPi = 1.7724538509055160;

    /// <summary>From so many degrees of freedom on a normal value has the same tail to all digits.</summary>
    private const double NearlyNormal = 1e6;

    /// <summary>The probability of a value of at most t: accurate relative to its own size also far below 0.</summary>
    /// <param name="t">The value.</param>
    /// <param name="freedom">The degrees of freedom, (0, inf).</param>
    public static double Cdf(double t, double freedom) =>
        freedom >= NearlyNormal ? NormalDistribution.Cdf(NormalValue(t, freedom))
        : t > 0 ? 1 - LowerTail(-t, freedom)
        : LowerTail(t, freedom);

    /// <summary>The value that Cdf maps to a probability in (0, 1).</summary>
    public static double Quantile(double probability, double freedom) => Inversion.Quantile(probability, t => Cdf(t, freedom));

    /// <summary>
    /// The normal value with the tail of t: G. W. Hill, Algorithm 395: Student's t-distribution, 1970. The terms that are left out are below
    /// 1e-16.
    /// </summary>
    private static double NormalValue(double t, double freedom)
    {
        double reduced = freedom - 0.5;
        double value = Math.Sqrt(reduced * LaneMath.Log1p(new Scalar<double>(t * t / freedom)).Value);
        return Math.CopySign(value + (((value * value * value) + (3 * value)) / (48 * reduced * reduced)), t);
    }

    /// <summary>
    /// Half of I(x; freedom / 2, 1 / 2) with x = freedom / (freedom + t^2). Near 0 the other side has the smaller tail.
    /// </summary>
    private static double LowerTail(double t, double freedom)
    {
        double square = t * t;
        if (!double.IsFinite(square))
        {
            return double.IsNaN(t) ? t : 0;
        }

        double first = freedom / 2;
        double x = freedom / (freedom + square);
        double y = square / (freedom + square);
        double logarithm = LaneMath.Log1p(new Scalar<double>(square / freedom)).Value;
        double power = LaneMath.Exp(new Scalar<double>(-first * logarithm)).Value;
        double factor = power * Math.Sqrt(y) * GammaRatio(first) / RootOfPi;
        return square < 3
            ? 0.5 * (1 - (factor * Fraction(0.5, first, y, x)))
            : 0.5 * factor * Fraction(first, 0.5, x, y);
    }

    /// <summary>
    /// Gamma(a + 1/2) / Gamma(a): a series in 1 / a for large a (F. Tricomi and A. Erdelyi, 1951), reached by recurrence.
    /// </summary>
    private static double GammaRatio(double a)
    {
        double factor = 1;
        for (; a < 64; a++)
        {
            factor *= a / (a + 0.5);
        }

        double n = 1 / a;
        double series = (-21.0 / 32768) + (n * ((-399.0 / 262144) + (n * (869.0 / 4194304))));
        series = 1 + (n * ((-1.0 / 8) + (n * ((1.0 / 128) + (n * ((5.0 / 1024) + (n * series)))))));
        return factor * Math.Sqrt(a) * series;
    }

    /// <summary>
    /// I(x; a, b) divided by x^a y^b Gamma(a + b) / (Gamma(a) Gamma(b)), with y = 1 - x: the continued fraction of A. R. DiDonato and A. H.
    /// Morris (1992), evaluated by the method of W. J. Lentz (1976).
    /// </summary>
    private static double Fraction(double a, double b, double x, double y)
    {
        double last = Denominator(a, b, x, y, 0);
        double fraction = last;
        double above = last;
        double below = 0;
        for (double m = 1; m < 1e6; m++)
        {
            double size = a + (2 * m) - 1;
            double numerator = (a + m - 1) * (a + b + m - 1) / (size * size) * m * (b - m) * x * x;
            double denominator = Denominator(a, b, x, y, m);
            below = 1 / (denominator + (numerator * below));
            above = denominator + (numerator / above);
            double change = above * below;
            fraction *= change;
            if (Math.Abs(change - 1) <= 2.3e-16)
            {
                break;
            }
        }

        return 1 / fraction;
    }

    private static double Denominator(double a, double b, double x, double y, double m)
    {
        double first = m == 0 ? 0 : m * (b - m) * x / (a + (2 * m) - 1);
        return m + first + ((a + m) * ((a * y) - (b * x) + 1 + (m * (1 + y))) / (a + (2 * m) + 1));
    }
}
