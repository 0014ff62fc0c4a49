namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Functions to minimize: each writes the gradient and returns the value.</summary>
internal static class Functions
{
    /// <summary>
    /// The sum of 100 (x[i + 1] - x[i]^2)^2 + (1 - x[i])^2 (H. H. Rosenbrock, 1960): a bent valley, 0 where all are 1.
    /// </summary>
    public static double Rosenbrock(double[] at, double[] gradient)
    {
        Array.Clear(gradient);
        double value = 0;
        for (int index = 0; index + 1 < at.Length; index++)
        {
            double rise = at[index + 1] - (at[index] * at[index]);
            double rest = 1 - at[index];
            value += (100 * rise * rise) + (rest * rest);
            gradient[index] += (-400 * rise * at[index]) - (2 * rest);
            gradient[index + 1] += 200 * rise;
        }

        return value;
    }

    /// <summary>The sum of |x[i]|, which has a kink where it is least.</summary>
    public static double Magnitudes(double[] at, double[] gradient)
    {
        for (int index = 0; index < at.Length; index++)
        {
            gradient[index] = Math.Sign(at[index]);
        }

        return at.Sum(Math.Abs);
    }

    /// <summary>Half the sum of factors[i] (x[i] - center[i])^2.</summary>
    public static Func<double[], double[], double> Bowl(double[] factors, double[] center, double lowest = 0) =>
        (at, gradient) =>
        {
            double value = lowest;
            for (int index = 0; index < at.Length; index++)
            {
                gradient[index] = factors[index] * (at[index] - center[index]);
                value += 0.5 * gradient[index] * (at[index] - center[index]);
            }

            return value;
        };
}
