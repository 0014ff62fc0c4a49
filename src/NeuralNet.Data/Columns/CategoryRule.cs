using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>What a description says about categories, whatever they are read from. Without a choice for unknown ones it is null.</summary>
internal sealed record CategoryRule(UnknownCategory? GivenUnknown, int MinimumCount, int MaximumCategories, bool DropsFirst, bool RefusesMissing)
{
    /// <summary>Far above what one layer can learn from, and a bound for what a stored state may have.</summary>
    private const int MostCategories = 100_000;

    public UnknownCategory Unknown => GivenUnknown ?? UnknownCategory.Refuse;

    /// <summary>Whether rare categories are kept by name, so that an unknown one is not taken for one of them.</summary>
    public bool TellsRareFromUnknown => GivenUnknown is not null && MinimumCount > 1;

    public IEnumerable<(string Name, string Value)> Options =>
    [
        ("unknown", Unknown switch { UnknownCategory.Zeros => "zeros", UnknownCategory.OwnColumn => "own column", _ => "refuse" }),
        ("minimumCount", Invariant($"{MinimumCount}")),
        ("maximumCategories", Invariant($"{MaximumCategories}")),
        ("dropFirst", DropsFirst ? "true" : "false"),
        ("refuseMissing", RefusesMissing ? "true" : "false"),
    ];

    /// <summary>Returns the same rule; rejects options that are out of range or contradict each other.</summary>
    public CategoryRule Valid()
    {
        if (Unknown is not (UnknownCategory.Refuse or UnknownCategory.Zeros or UnknownCategory.OwnColumn))
        {
            throw new ArgumentOutOfRangeException("unknown", Unknown, "There is no such value of UnknownCategory.");
        }

        if (MinimumCount < 1)
        {
            throw new ArgumentOutOfRangeException("minimumCount", MinimumCount, "minimumCount must be in [1, inf).");
        }

        if (MaximumCategories is < 1 or > MostCategories)
        {
            throw new ArgumentOutOfRangeException("maximumCategories", MaximumCategories, Invariant($"maximumCategories must be in [1, {MostCategories}]."));
        }

        if (DropsFirst && Unknown == UnknownCategory.Zeros)
        {
            throw new ArgumentException(
                "With dropFirst zeros are the first category, so an unknown one would pass for it. Pass UnknownCategory.Refuse or OwnColumn, or leave out dropFirst.", "unknown");
        }

        return this;
    }
}
