namespace NeuralNet.Data.Columns;

/// <summary>A category, or a pair of them. Null is the missing one; the second of a single category is null.</summary>
internal readonly record struct CategoryKey(string? First, string? Second = null) : IComparable<CategoryKey>
{
    /// <summary>By characters, so neither the records nor a culture decide; missing ones last.</summary>
    public int CompareTo(CategoryKey other)
    {
        int first = Compare(First, other.First);
        return first != 0 ? first : Compare(Second, other.Second);
    }

    /// <summary>The text for messages.</summary>
    public string Shown(bool isPair) => isPair ? $"{Quoted(First)} with {Quoted(Second)}" : Quoted(First);

    private static string Quoted(string? text) => text is null ? "missing (null)" : $"'{Common.Shown.Text(text)}'";

    private static int Compare(string? one, string? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => string.CompareOrdinal(one, other),
    };
}
