using System.Text.Json;
using NeuralNet.Data.State;

namespace NeuralNet.Data.Columns;

/// <summary>A pair of categories.</summary>
internal sealed class CrossColumn<TRecord>(
    string firstName, string secondName, Func<TRecord, string?> first, Func<TRecord, string?> second, CategoryRule rule)
    : OneHotColumn<TRecord>("cross", $"{firstName} x {secondName}", rule)
{
    public override bool IsPair => true;

    public override CategoryKey Read(TRecord record) => CategoryKey.Of(first(record), second(record));

    public override FittedColumn<TRecord> Fitted(LearnedCategories learned) =>
        new FittedOneHot<TRecord, PairFinder<TRecord>>(this, learned, new(first, second, learned.Known));

    public override string FeatureName(CategoryKey key) => $"{Part(firstName, key.First)} & {Part(secondName, key.Second)}";

    public override string FeatureName(string word) => $"{Name} is {word}";

    protected override CategoryKey ReadKey(StateValue item)
    {
        IReadOnlyList<StateValue> parts = item.Items(2, "part");
        return parts.Count == 2 ? new(ReadText(parts[0]), ReadText(parts[1])) : throw item.Error("must have two parts");
    }

    protected override void WriteKey(Utf8JsonWriter json, CategoryKey key)
    {
        json.WriteStartArray();
        WriteText(json, key.First);
        WriteText(json, key.Second);
        json.WriteEndArray();
    }

    private static string Part(string name, string? category) => category is null ? $"{name} is missing" : $"{name}={category}";
}
