using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NeuralNet.Data.Columns;

/// <summary>
/// A fitted <see cref="OneHotColumn{TRecord}"/>: the categories in ordinal order, then all rare ones, then all unknown ones.
/// </summary>
internal sealed class FittedOneHot<TRecord, TFinder>(OneHotColumn<TRecord> column, LearnedCategories learned, TFinder finder)
    : FittedColumn<TRecord>(column.Name, Names(column, learned))
    where TFinder : struct, ICategoryFinder<TRecord>
{
    private readonly TFinder _finder = finder;

    /// <summary>The number of categories without an input.</summary>
    private readonly int _dropped = column.Rule.DropsFirst ? 1 : 0;

    /// <summary>The place of all rare categories.</summary>
    private readonly int _rare = learned.Own.Length;

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override int SparseLength => Math.Min(FeatureNames.Length, 1);

    public override void Write(Utf8JsonWriter json) => column.Write(json, learned);

    private Problem? Write<TBlock>(in RecordBlock<TRecord> block, scoped ref TBlock inputs, ref int row)
        where TBlock : struct, IInputBlock, allows ref struct
    {
        ReadOnlySpan<TRecord> records = block.Records;
        for (; row < records.Length; row++)
        {
            int place = _finder.Find(records[row]);
            if (place > _rare)
            {
                place = _rare;
            }
            else if (place == CategoryPlaces.Unknown && FindUnknown(records[row], ref place) is { } problem)
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

        if (learned.UnknownIsRare)
        {
            place = _rare;
            return null;
        }

        if (column.Rule.Unknown == UnknownCategory.OwnColumn)
        {
            place = learned.HasRare ? _rare + 1 : _rare;
            return null;
        }

        return column.Rule.Unknown == UnknownCategory.Zeros ? null : column.Unknown(column.Read(record), learned.Known);
    }

    private static string[] Names(OneHotColumn<TRecord> column, LearnedCategories learned) =>
    [
        .. learned.Own.Select(column.FeatureName)
            .Concat(learned.HasRare ? [column.FeatureName("rare")] : [])
            .Concat(column.Rule.Unknown == UnknownCategory.OwnColumn && !learned.UnknownIsRare ? [column.FeatureName("unknown")] : [])
            .Skip(column.Rule.DropsFirst ? 1 : 0),
    ];
}
