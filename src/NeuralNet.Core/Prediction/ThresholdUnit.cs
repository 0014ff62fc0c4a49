using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Prediction;

/// <summary>
/// Converts a threshold between the unit of the user, a probability of class 1 or, if the output activation gives no probabilities, a margin,
/// and the logit in decisions and files.
/// </summary>
internal static class ThresholdUnit
{
    /// <summary>
    /// The threshold of a logit. The probability of a finite logit that would round to 0 or 1 is the nearest number between them, so
    /// that it can be set; infinity, where a curve begins, gives 1.
    /// </summary>
    public static double FromLogit(double logit, bool isProbability)
    {
        if (!isProbability)
        {
            return logit;
        }

        double probability = LaneMath.Sigmoid(new Scalar<double>(logit)).Value;
        return double.IsFinite(logit) ? double.Clamp(probability, double.Epsilon, double.BitDecrement(1)) : probability;
    }

    /// <summary>The logit of a threshold. Throws if it is not finite, or a probability not in (0, 1).</summary>
    public static T Logit<T>(string parameter, double threshold, bool isProbability)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (isProbability && !(threshold is > 0 and < 1))
        {
            Throw.ArgumentOutOfRange_Probability(parameter, threshold);
        }

        T logit = T.CreateTruncating(isProbability ? LogOdds(threshold) : threshold);
        if (!T.IsFinite(logit))
        {
            Throw.ArgumentOutOfRange_Margin(parameter, threshold);
        }

        return logit;
    }

    /// <summary>ln(p / (1 - p)) to all digits, and exactly 0 for one half. The numerators below are exact.</summary>
    private static double LogOdds(double p) =>
        p >= 0.5 ? Log1p(((2 * p) - 1) / (1 - p))
        : p >= 0.25 ? -Log1p((1 - (2 * p)) / p)
        : LaneMath.Log(new Scalar<double>(p)).Value + Log1p(p / (1 - p));

    private static double Log1p(double x) => LaneMath.Log1p(new Scalar<double>(x)).Value;
}
