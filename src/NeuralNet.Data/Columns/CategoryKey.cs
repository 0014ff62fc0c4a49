namespace NeuralNet.Data.Columns;

/// <summary>
/// A category, or a pair of them. Null is the missing one; the second of a single category is null. States of earlier versions may have an
/// empty text beside null, or instead of it.
/// </summary>
internal readonly record struct CategoryKey(string? First, string? Second = null) : IComparable<CategoryKey>
{
    /// <summary>The category of a record: null and an empty text are the same missing one, since a CSV file can't tell them apart.</summary>
    public static CategoryKey Of(string? first, string? second = null) => new(OrMissing(first), OrMissing(second));

    /// <summary>By characters, so neither the records nor a culture decide; missing ones last.</summary>
    public int CompareTo(CategoryKey other)
    {
        int first = Compare(First, other.First);
        return first != 0 ? first : Compare(Second, other.Second);
    }

    /// <summary>The text for messages.</summary>
    public string Shown(bool isPair) => isPair ? $"{Quoted(First)} with {Quoted(Second)}" : Quoted(First);

    private static string Quoted(string? text) => text is null ? "missing (null or empty)" : $"'{Common.Shown.Text(text)}'";

    private static string? OrMissing(string? text) => text is "" ? null : text;

    private static int Compare(string? one, string? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => string.CompareOrdinal(one, other),
    };
}
