using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Statistics;

/// <summary>ln n!, with the same bits on every machine.</summary>
internal static class LogFactorial
{
    private const double HalfLogOfTwoPi = 0.91893853320467274178;

    /// <summary>Up to this number the product itself has all digits.</summary>
    private const int Small = 20;

    /// <summary>Computes ln n!, for n = 0, 1, 2...</summary>
    public static double Compute(double n)
    {
        if (n <= Small)
        {
            double product = 1;
            for (double factor = 2; factor <= n; factor++)
            {
                product *= factor;
            }

            return Logarithm.Compute(product);
        }

        // Stirling's series: at 21 the next term is 2e-16.
        double inverse = 1 / n;
        double square = inverse * inverse;
        double series = (1.0 / 1260) - (square * ((1.0 / 1680) - (square / 1188)));
        series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * series))));
        return ((n + 0.5) * Logarithm.Compute(n)) - n + HalfLogOfTwoPi + series;
    }
}
