using System.Numerics;
using System.Text.Json;

namespace NeuralNet.Data.Columns;

/// <summary>
/// A fitted <see cref="OneHotColumn{TRecord}"/>: the categories in ordinal order, then all rare or all unknown ones.
/// </summary>
internal sealed class FittedOneHot<TRecord, TFinder>(OneHotColumn<TRecord> column, CategoryKey[] categories, bool hasRare, TFinder finder)
    : FittedColumn<TRecord>(column.Name, Names(column, categories, hasRare))
    where TFinder : struct, ICategoryFinder<TRecord>
{
    private readonly TFinder _finder = finder;

    /// <summary>The number of categories without an input.</summary>
    private readonly int _dropped = column.Rule.DropsFirst ? 1 : 0;

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<float> inputs, ref int row) => Write(block, inputs, ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<double> inputs, ref int row) => Write(block, inputs, ref row);

    public override void Write(Utf8JsonWriter json) => column.Write(json, categories, hasRare);

    private Problem? Write<T>(in RecordBlock<TRecord> block, in InputBlock<T> inputs, ref int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<TRecord> records = block.Records;
        for (; row < records.Length; row++)
        {
            int place = _finder.Find(records[row]);
            if (place == CategoryPlaces.Unknown && FindUnknown(records[row], ref place) is { } problem)
            {
                return problem;
            }

            // Neither an unknown category nor a dropped one has an input.
            if (place >= _dropped)
            {
                inputs.Mark(row, place - _dropped);
            }
        }

        return null;
    }

    /// <summary>Changes the place of a category that Fit did not see, if it has one. Returns why it is refused; null if it is not.</summary>
    private Problem? FindUnknown(TRecord record, ref int place)
    {
        if (column.Rule.RefusesMissing && column.IsMissing(column.Read(record)))
        {
            return Problem.MissingCategory;
        }

        // An unknown category has no records, so it is a rare one, if there are any.
        if (hasRare || column.Rule.Unknown == UnknownCategory.OwnColumn)
        {
            place = categories.Length;
            return null;
        }

        return column.Rule.Unknown == UnknownCategory.Zeros ? null : Problem.UnknownCategory(column.Read(record), categories, column.IsPair);
    }

    private static string[] Names(OneHotColumn<TRecord> column, CategoryKey[] categories, bool hasRare) =>
    [
        .. categories.Select(column.FeatureName)
            .Concat(hasRare ? [column.FeatureName("rare")] : column.Rule.Unknown == UnknownCategory.OwnColumn ? [column.FeatureName("unknown")] : [])
            .Skip(column.Rule.DropsFirst ? 1 : 0),
    ];
}
