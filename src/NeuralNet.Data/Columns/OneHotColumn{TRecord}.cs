using System.Text.Json;
using NeuralNet.Data.State;

namespace NeuralNet.Data.Columns;

/// <summary>A column of categories: one input for each, of which one is 1.</summary>
internal abstract class OneHotColumn<TRecord>(string kind, string name, CategoryRule rule) : Column<TRecord>(kind, name)
{
    private const string Categories = "categories";
    private const string HasRare = "hasRare";
    private const string Rare = "rare";

    public CategoryRule Rule { get; } = rule;

    public override IEnumerable<(string Name, string Value)> Options => Rule.Options;

    /// <summary>Whether a category is a pair.</summary>
    public abstract bool IsPair { get; }

    public abstract CategoryKey Read(TRecord record);

    /// <summary>Returns the column with the categories of Fit.</summary>
    public abstract FittedColumn<TRecord> Fitted(LearnedCategories learned);

    /// <summary>Returns whether a part of the category is missing.</summary>
    public bool IsMissing(CategoryKey key) => key.First is null || (IsPair && key.Second is null);

    /// <summary>Returns why a category that Fit did not see is refused.</summary>
    public Problem Unknown(CategoryKey key, IReadOnlyList<CategoryKey> known) => !IsPair && IsMissing(key)
        ? Problem.UnknownMissingCategory
        : Problem.UnknownCategory(key, known, IsPair);

    public abstract string FeatureName(CategoryKey key);

    /// <summary>The name of the input of all rare categories, or of all unknown ones.</summary>
    public abstract string FeatureName(string word);

    public override ColumnLearner<TRecord> Learn() => new OneHotLearner<TRecord>(this);

    public void Write(Utf8JsonWriter json, LearnedCategories learned)
    {
        json.WriteStartObject();
        Write(json, Categories, learned.Own);
        json.WriteBoolean(HasRare, learned.HasRare);
        if (learned.Rare is { } rare)
        {
            Write(json, Rare, rare);
        }

        json.WriteEndObject();
    }

    public override FittedColumn<TRecord> Read(StateValue learned)
    {
        // Earlier versions kept no rare ones by name.
        IReadOnlyList<StateValue> parts = Rule.TellsRareFromUnknown && learned.PropertyCount() > 2
            ? learned.Properties(Categories, HasRare, Rare)
            : learned.Properties(Categories, HasRare);
        CategoryKey[] own = ReadKeys(parts[0]);
        bool hasRare = parts[1].Flag();
        if (hasRare && Rule.MinimumCount == 1)
        {
            throw parts[1].Error("is true, but with minimumCount 1 no category is rare");
        }

        if (own.Length == 0 && !hasRare)
        {
            throw parts[0].Error("is empty");
        }

        return Fitted(new(own, hasRare, parts.Count > 2 ? ReadRare(parts[2], own, hasRare) : null));
    }

    protected abstract CategoryKey ReadKey(StateValue item);

    protected abstract void WriteKey(Utf8JsonWriter json, CategoryKey key);

    protected static string? ReadText(StateValue item)
    {
        if (item.IsNull)
        {
            return null;
        }

        string text = item.Text(CategoryText.Longest);
        return CategoryText.Problem(text) is { } problem ? throw item.Error($"is wrong: {problem}") : text;
    }

    protected static void WriteText(Utf8JsonWriter json, string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private void Write(Utf8JsonWriter json, string name, CategoryKey[] keys)
    {
        json.WriteStartArray(name);
        foreach (CategoryKey key in keys)
        {
            WriteKey(json, key);
        }

        json.WriteEndArray();
    }

    private CategoryKey[] ReadKeys(StateValue list)
    {
        IReadOnlyList<StateValue> items = list.Items(Rule.MaximumCategories, "category");
        var keys = new CategoryKey[items.Count];
        for (int index = 0; index < keys.Length; index++)
        {
            keys[index] = ReadKey(items[index]);
            if (Rule.RefusesMissing && IsMissing(keys[index]))
            {
                throw items[index].Error("is missing (null), but the description refuses missing values");
            }

            if (index > 0 && keys[index - 1].CompareTo(keys[index]) >= 0)
            {
                throw items[index].Error($"is {keys[index].Shown(IsPair)} after {keys[index - 1].Shown(IsPair)}; categories are in ordinal order, each once");
            }
        }

        return keys;
    }

    private CategoryKey[] ReadRare(StateValue list, CategoryKey[] own, bool hasRare)
    {
        CategoryKey[] rare = ReadKeys(list);
        return rare.Length == 0 || !hasRare ? throw list.Error("must have the rare categories, and be left out if there are none")
            : rare.Intersect(own).Any() ? throw list.Error("has a category that has an input of its own")
            : rare;
    }
}
