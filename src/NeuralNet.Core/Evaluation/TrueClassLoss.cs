using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Evaluation;

/// <summary>
/// -ln(p) of the predicted probability p of the true class, from probabilities of type T. A probability of 0 counts as the smallest
/// normal number of T, and a probability of 1 for the wrong class as the nearest number below 1, so no single row makes a mean infinite.
/// </summary>
internal static class TrueClassLoss
{
    // The smallest normal numbers, and the distances of 1 from the number below it.
    private const double LeastSingle = 1.1754943508222875e-38;
    private const double LeastDouble = 2.2250738585072014e-308;
    private const double GapSingle = 5.9604644775390625e-8;
    private const double GapDouble = 1.1102230246251565e-16;

    /// <summary>Computes the loss from the probability of the true class.</summary>
    public static double Compute<T>(double probability)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        OfOdds((1 - probability) / Math.Max(probability, typeof(T) == typeof(float) ? LeastSingle : LeastDouble));

    /// <summary>Computes the loss from the probability of class 1.</summary>
    public static double Compute<T>(double probability, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double below1 = Math.Min(probability, 1 - (typeof(T) == typeof(float) ? GapSingle : GapDouble));
        return label == 1 ? Compute<T>(probability) : OfOdds(below1 / (1 - below1));
    }

    /// <summary>Returns -ln p = ln(1 + (1 - p) / p), to full precision.</summary>
    private static double OfOdds(double against) => LaneMath.Log1p(new Scalar<double>(against)).Value;
}
