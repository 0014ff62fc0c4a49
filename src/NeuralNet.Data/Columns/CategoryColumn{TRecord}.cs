using System.Text.Json;
using NeuralNet.Data.State;

namespace NeuralNet.Data.Columns;

/// <summary>A category.</summary>
internal sealed class CategoryColumn<TRecord>(string name, Func<TRecord, string?> value, CategoryRule rule)
    : OneHotColumn<TRecord>("category", name, rule)
{
    public override bool IsPair => false;

    public override CategoryKey Read(TRecord record) => CategoryKey.Of(value(record));

    public override FittedColumn<TRecord> Fitted(LearnedCategories learned) =>
        new FittedOneHot<TRecord, SingleFinder<TRecord>>(this, learned, new(value, learned.Known));

    public override string FeatureName(CategoryKey key) => key.First is null ? FeatureName("missing") : $"{Name}={key.First}";

    public override string FeatureName(string word) => $"{Name} is {word}";

    protected override CategoryKey ReadKey(StateValue item) => new(ReadText(item));

    protected override void WriteKey(Utf8JsonWriter json, CategoryKey key) => WriteText(json, key.First);
}
