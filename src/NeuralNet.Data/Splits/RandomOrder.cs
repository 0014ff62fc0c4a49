using NeuralNet.Core.Kernels;

namespace NeuralNet.Data.Splits;

/// <summary>Random orders of whole numbers alone, so the same on every machine.</summary>
internal static class RandomOrder
{
    /// <summary>The random stream of splits, none of those of a network with the same seed.</summary>
    private const ulong Stream = unchecked((ulong)-17);

    /// <summary>Returns 0 to count - 1 in a random order (R. A. Fisher and F. Yates, 1938; R. Durstenfeld, 1964).</summary>
    public static int[] Of(int count, long seed)
    {
        int[] order = new int[count];
        var random = new SplitMix64((ulong)seed, Stream);
        for (int index = 0; index < count; index++)
        {
            int other = random.Next(index + 1);
            order[index] = order[other];
            order[other] = index;
        }

        return order;
    }
}
