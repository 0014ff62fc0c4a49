using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Prediction;

/// <summary>
/// Converts a threshold between its public unit (a probability of class 1, or a margin if the output activation does not return
/// probabilities) and the logit used by decisions and files.
/// </summary>
internal static class ThresholdUnit
{
    /// <summary>
    /// Returns the threshold of a logit. If the probability of a finite logit would round to 0 or 1, it is the nearest number between them,
    /// which can be set as a threshold. The probability of infinity, at which a curve starts, is 1.
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

    /// <summary>Returns the logit of a threshold. Throws if it is not finite, or a probability not in (0, 1).</summary>
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

    /// <summary>Computes ln(p / (1 - p)) to all digits, exactly 0 for one half. The numerators below are exact.</summary>
    private static double LogOdds(double p) =>
        p >= 0.5 ? Log1p(((2 * p) - 1) / (1 - p))
        : p >= 0.25 ? -Log1p((1 - (2 * p)) / p)
        : LaneMath.Log(new Scalar<double>(p)).Value + Log1p(p / (1 - p));

    private static double Log1p(double x) => LaneMath.Log1p(new Scalar<double>(x)).Value;
}
