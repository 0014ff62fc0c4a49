using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>The order of the rows in an epoch.</summary>
internal static class Shuffling
{
    /// <summary>
    /// Writes a permutation of the given rows, or of 0 to order.Length - 1 if no rows are given. It depends only on seed and epoch, so a
    /// resumed training sees the same orders (R. A. Fisher and F. Yates, 1938; R. Durstenfeld, 1964).
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Fill(Span<int> order, long seed, long epoch, ReadOnlySpan<int> rows = default)
    {
        var random = new SplitMix64((ulong)seed, (ulong)epoch);
        for (int index = 0; index < order.Length; index++)
        {
            int other = random.Next(index + 1);
            order[index] = order[other];
            order[other] = rows.IsEmpty ? index : rows[index];
        }
    }
}
