namespace NeuralNet.Data.Columns;

/// <summary>Some records that a column reads at once, so that its delegate is called in a short loop, with room for what it reads.</summary>
/// <param name="records">The records, at most <see cref="Most"/>; none is null.</param>
/// <param name="room">Room for a number of each record.</param>
internal readonly ref struct RecordBlock<TRecord>(ReadOnlySpan<TRecord> records, Span<double> room)
{
    /// <summary>So many rows of usual width stay in the first cache of a processor while column after column is written.</summary>
    public const int Most = 8;

    public ReadOnlySpan<TRecord> Records { get; } = records;

    /// <summary>A number of each record; NaN is a missing one.</summary>
    public Span<double> Numbers { get; } = room[..records.Length];

    /// <summary>The records before one of them.</summary>
    public RecordBlock<TRecord> Before(int row) => new(Records[..row], Numbers);
}
