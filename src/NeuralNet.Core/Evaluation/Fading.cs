using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Evaluation;

/// <summary>Weights that fade with the age of a row.</summary>
internal static class Fading
{
    private const double Ln2 = 0.69314718055994530942;

    /// <summary>What each row leaves of the weight of those before it, so that it is one half after so many rows.</summary>
    public static double PerObservation(double halfLife) => LaneMath.Exp(new Scalar<double>(-Ln2 / halfLife)).Value;
}
