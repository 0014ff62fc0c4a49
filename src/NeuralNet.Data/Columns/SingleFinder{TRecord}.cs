namespace NeuralNet.Data.Columns;

/// <summary>Finds the places of single categories.</summary>
internal readonly struct SingleFinder<TRecord>(Func<TRecord, string?> value, IEnumerable<CategoryKey> categories) : ICategoryFinder<TRecord>
{
    private readonly Func<TRecord, string?> _value = value;
    private readonly CategoryPlaces _places = new([.. categories.Select(category => category.First)]);

    public int Find(TRecord record) => _places.Find(_value(record));
}
