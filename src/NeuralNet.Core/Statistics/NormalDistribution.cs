using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Statistics;

/// <summary>The standard normal distribution, to 12 digits of the smaller tail, and with the same bits on every machine.</summary>
internal static class NormalDistribution
{
    private const double RootOfTwoPi = 2.5066282746310005;

    /// <summary>Below this magnitude a series of positive terms is summed, beyond it a continued fraction.</summary>
    private const double NearZero = 3;

    /// <summary>The probability of a value of at most x: accurate relative to its own size also far below 0.</summary>
    public static double Cdf(double x) => x > 0 ? 1 - LowerTail(-x) : LowerTail(x);

    /// <summary>The value that Cdf maps to a probability in (0, 1).</summary>
    public static double Quantile(double probability) => Inversion.Quantile(probability, Cdf);

    private static double LowerTail(double x)
    {
        double distance = -x;
        double density = LaneMath.Exp(new Scalar<double>(-0.5 * distance * distance)).Value / RootOfTwoPi;
        return distance < NearZero ? 0.5 - (density * Series(distance)) : density / Fraction(distance);
    }

    /// <summary>x + x^3 / 3 + x^5 / (3 5) + ... (M. Abramowitz and I. A. Stegun, 1964, 26.2.11).</summary>
    private static double Series(double x)
    {
        double sum = 0;
        double term = x;
        for (double odd = 1; sum + term != sum; odd += 2)
        {
            sum += term;
            term *= x * x / (odd + 2);
        }

        return sum;
    }

    /// <summary>x + 1 / (x + 2 / (x + 3 / (x + ...))) (26.2.14), from its end: 100 terms are enough from 3 on.</summary>
    private static double Fraction(double x)
    {
        double fraction = x;
        for (int term = 100; term > 0; term--)
        {
            fraction = x + (term / fraction);
        }

        return fraction;
    }
}
