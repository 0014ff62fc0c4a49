namespace NeuralNet.Data.Columns;

/// <summary>Finds the places of pairs: each text among those of its side, then the two places among those of the pairs.</summary>
internal readonly struct PairFinder<TRecord> : ICategoryFinder<TRecord>
{
    private readonly Func<TRecord, string?> _first;
    private readonly Func<TRecord, string?> _second;
    private readonly CategoryPlaces _firstPlaces;
    private readonly CategoryPlaces _secondPlaces;
    private readonly Dictionary<(int First, int Second), int> _places = [];

    public PairFinder(Func<TRecord, string?> first, Func<TRecord, string?> second, CategoryKey[] categories)
    {
        _first = first;
        _second = second;
        _firstPlaces = new([.. categories.Select(category => category.First).Distinct()]);
        _secondPlaces = new([.. categories.Select(category => category.Second).Distinct()]);
        foreach ((int place, CategoryKey key) in categories.Index())
        {
            _places.Add((_firstPlaces.Find(key.First), _secondPlaces.Find(key.Second)), place);
        }
    }

    public int Find(TRecord record) =>
        _places.GetValueOrDefault((_firstPlaces.Find(_first(record)), _secondPlaces.Find(_second(record))), CategoryPlaces.Unknown);
}
