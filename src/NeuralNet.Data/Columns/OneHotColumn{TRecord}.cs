using System.Text.Json;
using NeuralNet.Data.State;

namespace NeuralNet.Data.Columns;

/// <summary>A column of categories: one input for each, of which one is 1.</summary>
internal abstract class OneHotColumn<TRecord>(string kind, string name, CategoryRule rule) : Column<TRecord>(kind, name)
{
    private const string Categories = "categories";
    private const string HasRare = "hasRare";

    public CategoryRule Rule { get; } = rule;

    public override IEnumerable<(string Name, string Value)> Options => Rule.Options;

    /// <summary>Whether a category is a pair.</summary>
    public abstract bool IsPair { get; }

    public abstract CategoryKey Read(TRecord record);

    /// <summary>Returns the column with the categories of Fit, in ordinal order, and whether there are rare ones.</summary>
    public abstract FittedColumn<TRecord> Fitted(CategoryKey[] categories, bool hasRare);

    /// <summary>Returns whether a part of the category is missing.</summary>
    public bool IsMissing(CategoryKey key) => key.First is null || (IsPair && key.Second is null);

    public abstract string FeatureName(CategoryKey key);

    /// <summary>The name of the input of all rare categories, or of all unknown ones.</summary>
    public abstract string FeatureName(string word);

    public override ColumnLearner<TRecord> Learn() => new OneHotLearner<TRecord>(this);

    public void Write(Utf8JsonWriter json, IReadOnlyList<CategoryKey> categories, bool hasRare)
    {
        json.WriteStartObject();
        json.WriteStartArray(Categories);
        foreach (CategoryKey key in categories)
        {
            WriteKey(json, key);
        }

        json.WriteEndArray();
        json.WriteBoolean(HasRare, hasRare);
        json.WriteEndObject();
    }

    public override FittedColumn<TRecord> Read(StateValue learned)
    {
        IReadOnlyList<StateValue> parts = learned.Properties(Categories, HasRare);
        IReadOnlyList<StateValue> items = parts[0].Items(Rule.MaximumCategories, "category");
        bool hasRare = parts[1].Flag();
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

        if (hasRare && Rule.MinimumCount == 1)
        {
            throw parts[1].Error("is true, but with minimumCount 1 no category is rare");
        }

        return keys.Length > 0 || hasRare
            ? Fitted(keys, hasRare)
            : throw parts[0].Error("is empty");
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
}
