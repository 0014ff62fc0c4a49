namespace NeuralNet.Core.Statistics;

/// <summary>Inverts the distribution function of a distribution that is symmetric around 0.</summary>
internal static class Inversion
{
    /// <summary>Halves an interval that holds the quantile until no number lies between its ends.</summary>
    /// <param name="probability">The probability, (0, 1).</param>
    /// <param name="cdf">The distribution function, accurate in its lower tail.</param>
    public static double Quantile(double probability, Func<double, double> cdf)
    {
        if (probability == 0.5)
        {
            return 0;
        }

        double tail = Math.Min(probability, 1 - probability);
        double far = 1;
        while (cdf(-far) > tail && far < double.MaxValue / 4)
        {
            far *= 2;
        }

        double near = far == 1 ? 0 : far / 2;
        for (double middle = (near + far) / 2; middle > near && middle < far; middle = (near + far) / 2)
        {
            (near, far) = cdf(-middle) > tail ? (middle, far) : (near, middle);
        }

        return probability < 0.5 ? -far : far;
    }
}
