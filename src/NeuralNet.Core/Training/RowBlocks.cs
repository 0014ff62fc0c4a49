using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Divides rows into blocks that are summed separately. The height of a block depends on the shape of the network alone, so more rows
/// are more blocks, and rows that begin at a multiple of the height are the same blocks on another thread or machine.
/// </summary>
internal static class RowBlocks
{
    /// <summary>Enough rows that the sum of a block, as large as the weights, is small compared with its inputs.</summary>
    private const int LeastRows = 512;

    /// <summary>Enough products that starting a block and adding its sum take a hundredth of its time.</summary>
    private const int LeastProducts = 1 << 16;

    /// <summary>A row for each so many numbers of the gradient: the sums of sparse rows must not cost more than the rows.</summary>
    private const int NumbersPerRow = 64;

    private const int MostRows = 1 << 30;

    /// <summary>Enough pieces of work for a few dozen threads to finish at about the same time. More threads are not used.</summary>
    public const int MostChunks = 64;

    /// <summary>The number of rows of a block, a power of two. The last block of some rows may have fewer.</summary>
    public static int Height(int inputs, int outputs)
    {
        long products = (long)inputs * outputs;
        long numbers = products + outputs;
        long least = Math.Max(LeastRows, Math.Max(LeastProducts / products, ((numbers - 1) / NumbersPerRow) + 1));
        return (int)Math.Min(BitOperations.RoundUpToPowerOf2((ulong)least), MostRows);
    }

    /// <summary>The number of blocks of some rows.</summary>
    public static int Count(int rows, int height) => (int)(((long)rows + height - 1) / height);
}
