namespace NeuralNet.Data;

/// <summary>Begins the description of how records become rows of numbers.</summary>
public static class RowEncoder
{
    /// <summary>A description without columns.</summary>
    /// <typeparam name="TRecord">The type of a record: any class or struct.</typeparam>
    public static RowEncoder<TRecord> For<TRecord>() => new([]);
}
