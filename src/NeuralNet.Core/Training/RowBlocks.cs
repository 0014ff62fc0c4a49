namespace NeuralNet.Core.Training;

/// <summary>
/// Divides the rows of a full batch into blocks that are summed separately. The division, and so the bits of the result, depend on the
/// number of rows and the shape of the network, never on the number of threads.
/// </summary>
internal readonly record struct RowBlocks
{
    /// <summary>Enough blocks for a few dozen threads to finish at about the same time.</summary>
    public const int Most = 64;

    /// <summary>Enough rows that the sum of a block, as large as the weights, is small compared with its inputs.</summary>
    public const int LeastRows = 512;

    /// <summary>Enough products that a block takes longer than passing it to a thread: some microseconds.</summary>
    private const int LeastProducts = 1 << 16;

    private RowBlocks(int rows, int height)
    {
        Rows = rows;
        Height = height;
    }

    /// <summary>The number of rows in all blocks.</summary>
    public int Rows { get; }

    /// <summary>The number of rows in each block. The last block may have fewer.</summary>
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
