namespace NeuralNet.Data.Columns;

/// <summary>The categories that Fit found, each list in ordinal order.</summary>
/// <param name="Own">Those with an input of their own.</param>
/// <param name="HasRare">Whether there are others, which share one.</param>
/// <param name="Rare">These others; null if there are none, or if they are not kept, so that an unknown category is one of them.</param>
internal sealed record LearnedCategories(CategoryKey[] Own, bool HasRare, CategoryKey[]? Rare)
{
    /// <summary>All that a record may be told by: first those with an input of their own.</summary>
    public CategoryKey[] Known => [.. Own, .. Rare ?? []];

    /// <summary>Whether a category that Fit did not see is one of the rare ones.</summary>
    public bool UnknownIsRare => HasRare && Rare is null;
}
