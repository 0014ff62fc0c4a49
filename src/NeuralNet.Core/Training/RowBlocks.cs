namespace NeuralNet.Core.Training;

/// <summary>
/// The division of the rows of a full batch into blocks, each of which is summed by itself. It depends on the number of rows
/// and the shape of the network, never on the number of threads, and so do the bits.
/// </summary>
internal readonly record struct RowBlocks
{
    /// <summary>Enough for a few dozen threads to finish at about the same time.</summary>
    public const int Most = 64;

    /// <summary>Rows enough for the sums of a block, of the size of the weights, to be small beside its inputs.</summary>
    public const int LeastRows = 512;

    /// <summary>Products enough for a block to take longer than handing it to a thread: some microseconds.</summary>
    private const int LeastProducts = 1 << 16;

    private RowBlocks(int rows, int height)
    {
        Rows = rows;
        Height = height;
    }

    /// <summary>The rows of all blocks.</summary>
    public int Rows { get; }

    /// <summary>The rows of every block but the last, which may have fewer.</summary>
    public int Height { get; }

    public int Count => (int)((Rows + (long)Height - 1) / Height);

    public static RowBlocks Divide(int rows, int inputs, int outputs)
    {
        long least = Math.Max(LeastRows, Math.Max(16L * outputs, LeastProducts / ((long)inputs * outputs)));
        long height = Math.Max(least, (rows + (long)Most - 1) / Most);
        return new(rows, (int)Math.Min(height, Math.Max(rows, 1)));
    }

    public int Start(int block) => block * Height;

    public int Length(int block) => Math.Min(Height, Rows - Start(block));
}
