using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Prediction;

/// <summary>Derives the class of a row from its logits.</summary>
internal static class Decision
{
    /// <summary>
    /// Returns the class. One output: 1 if the logit is above the threshold, otherwise 0. Several outputs: the output with the largest
    /// logit, the first of equals. -1 if a logit is NaN.
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

    /// <summary>Returns the name of a class; null for -1, the class of NaN. Throws if the network has no class names.</summary>
    public static string? Name(int label, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            Throw.InvalidOperation_NoClassNames();
        }

        return label < 0 ? null : names[label];
    }
}
