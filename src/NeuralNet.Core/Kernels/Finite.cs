using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Core.Kernels;

/// <summary>Looks for NaN and infinity.</summary>
internal static class Finite
{
    /// <summary>Whether every value is finite; true for an empty span, unlike the framework's own check.</summary>
    public static bool All<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        values.IsEmpty || TensorPrimitives.IsFiniteAll(values);

    /// <summary>The index of the first value that is NaN or infinite; -1 if all are finite.</summary>
    public static int IndexOfNonFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Almost always all are finite, and the vectorized check is enough. Only otherwise the index is searched.
        if (!All(values))
        {
            for (int index = 0; index < values.Length; index++)
            {
                if (!T.IsFinite(values[index]))
                {
                    return index;
                }
            }
        }

        return -1;
    }
}
