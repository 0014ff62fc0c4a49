using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>The order of the rows in an epoch.</summary>
internal static class Shuffling
{
    /// <summary>
    /// A permutation of the given rows, or of 0 to order.Length - 1 where none are given, that is a function of seed and
    /// epoch alone, so that a training which goes on later sees the orders it would have seen (R. A. Fisher and F. Yates,
    /// 1938; R. Durstenfeld, 1964).
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
