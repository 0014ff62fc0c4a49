using System.Text.Json;

namespace NeuralNet.Data.Columns;

/// <summary>
/// A fitted <see cref="OneHotColumn{TRecord}"/>: the categories in ordinal order, then all rare or all unknown ones.
/// </summary>
internal sealed class FittedOneHot<TRecord> : FittedColumn<TRecord>
{
    private readonly OneHotColumn<TRecord> _column;
    private readonly CategoryKey[] _categories;
    private readonly bool _hasRare;
    private readonly Dictionary<CategoryKey, int> _places = [];

    public FittedOneHot(OneHotColumn<TRecord> column, CategoryKey[] categories, bool hasRare)
        : base(column.Name, Names(column, categories, hasRare))
    {
        _column = column;
        _categories = categories;
        _hasRare = hasRare;
        for (int place = 0; place < categories.Length; place++)
        {
            _places.Add(categories[place], place);
        }
    }

    public override string? Encode(TRecord record, EncodedRow row)
    {
        CategoryKey key = _column.Read(record);
        if (_column.Rule.RefusesMissing && _column.IsMissing(key))
        {
            return Problem.MissingCategory;
        }

        if (!_places.TryGetValue(key, out int place))
        {
            // An unknown category has no records, so it is a rare one, if there are any.
            if (!_hasRare && _column.Rule.Unknown != UnknownCategory.OwnColumn)
            {
                return _column.Rule.Unknown == UnknownCategory.Zeros ? null : Problem.UnknownCategory(key.Shown(_column.IsPair), _categories.Length);
            }

            place = _categories.Length;
        }

        int input = _column.Rule.DropsFirst ? place - 1 : place;
        return input < 0 ? null : row.Set(input, 1);
    }

    public override void Write(Utf8JsonWriter json) => _column.Write(json, _categories, _hasRare);

    private static string[] Names(OneHotColumn<TRecord> column, CategoryKey[] categories, bool hasRare) =>
    [
        .. categories.Select(column.FeatureName)
            .Concat(hasRare ? [column.FeatureName("rare")] : column.Rule.Unknown == UnknownCategory.OwnColumn ? [column.FeatureName("unknown")] : [])
            .Skip(column.Rule.DropsFirst ? 1 : 0),
    ];
}
