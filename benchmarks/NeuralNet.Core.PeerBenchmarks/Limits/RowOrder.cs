namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>The order of the rows in an epoch.</summary>
internal sealed class RowOrder
{
    // A generator of Marsaglia's: three shifts for each number.
    private ulong _state = 0x9E3779B97F4A7C15;

    /// <summary>The order of the data.</summary>
    public RowOrder(int rows) => Rows = [.. Enumerable.Range(0, rows)];

    /// <summary>The rows in the order of the epoch.</summary>
    public int[] Rows { get; }

    /// <summary>Draws another order.</summary>
    public void Shuffle()
    {
        for (int i = Rows.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (Rows[i], Rows[other]) = (Rows[other], Rows[i]);
        }
    }

    private int Below(int limit)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)(((_state >> 32) * (ulong)limit) >> 32);
    }
}
