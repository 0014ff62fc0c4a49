using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Evaluation;

/// <summary>Weights that decay with the age of a row.</summary>
internal static class Fading
{
    private const double Ln2 = 0.69314718055994530942;

    /// <summary>
    /// Returns the factor that each new row multiplies the weight of older rows by, so that it halves after halfLife rows.
    /// </summary>
    public static double PerObservation(double halfLife) => LaneMath.Exp(new Scalar<double>(-Ln2 / halfLife)).Value;
}
