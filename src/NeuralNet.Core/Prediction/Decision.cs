using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Prediction;

/// <summary>From the logits of a row to its class.</summary>
internal static class Decision
{
    /// <summary>
    /// One output: 1 if the logit is above the threshold, else 0. Several outputs: the largest logit, the first one of equals. -1
    /// if a logit is NaN.
    /// </summary>
    public static int Decide<T>(ReadOnlySpan<T> logits, T threshold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T logit in logits)
        {
            if (T.IsNaN(logit))
            {
                return -1;
            }
        }

        return logits.Length > 1 ? ArgMax.Find(logits) : logits[0] > threshold ? 1 : 0;
    }

    /// <summary>The name of a class; null for the class of NaN. Refuses a network without names.</summary>
    public static string? Name(int label, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            Throw.InvalidOperation_NoClassNames();
        }

        return label < 0 ? null : names[label];
    }
}
