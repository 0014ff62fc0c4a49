using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>The index of the largest value.</summary>
internal static class ArgMax
{
    /// <summary>The first index of the largest value; 0 if no comparison is true, as in a row of NaN.</summary>
    [MethodImpl(Jit.Loop)]
    public static int Find<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largest = 0;
        for (int index = 1; index < values.Length; index++)
        {
            if (values[index] > values[largest])
            {
                largest = index;
            }
        }

        return largest;
    }
}
