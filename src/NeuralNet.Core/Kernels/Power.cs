using System.Diagnostics;

namespace NeuralNet.Core.Kernels;

/// <summary>Powers with a whole exponent, by multiplications only.</summary>
internal static class Power
{
    /// <summary>
    /// value^exponent for exponents in [0, inf), by repeated squaring: 1 for an exponent of 0. Its relative error is below
    /// exponent * 2^-52.
    /// </summary>
    public static double Raise(double value, long exponent)
    {
        Debug.Assert(exponent >= 0, "A whole, non-negative exponent.");
        double power = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
        {
            if ((exponent & 1) == 1)
            {
                power *= value;
            }
        }

        return power;
    }
}
