using NeuralNet.Core.Training;

namespace NeuralNet.Data.Splits;

/// <summary>Random orders of whole numbers alone, so the same on every machine.</summary>
internal static class RandomOrder
{
    /// <summary>The random stream of splits, none of those of a network with the same seed.</summary>
    private const long Stream = -17;

    /// <summary>Returns 0 to count - 1 in a random order.</summary>
    public static int[] Of(int count, long seed)
    {
        int[] order = new int[count];
        Shuffling.Fill(order, seed, Stream);
        return order;
    }
}
