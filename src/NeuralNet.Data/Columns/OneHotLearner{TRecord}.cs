using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>Learns a <see cref="OneHotColumn{TRecord}"/>.</summary>
internal sealed class OneHotLearner<TRecord>(OneHotColumn<TRecord> column) : ColumnLearner<TRecord>
{
    private readonly Dictionary<CategoryKey, long> _counts = [];

    public override Problem? Add(TRecord record)
    {
        CategoryKey key = column.Read(record);
        if (column.Rule.RefusesMissing && column.IsMissing(key))
        {
            return Problem.MissingCategory;
        }

        if ((CategoryText.Problem(key.First ?? string.Empty) ?? CategoryText.Problem(key.Second ?? string.Empty)) is { } problem)
        {
            return problem;
        }

        _counts[key] = _counts.GetValueOrDefault(key) + 1;

        // Where nothing is rare the limit is known to be exceeded now; no id is collected to the end.
        return column.Rule.MinimumCount == 1 && _counts.Count > column.Rule.MaximumCategories
            ? Problem.TooManyCategories(Invariant($"more than {column.Rule.MaximumCategories}"), column.Rule.MaximumCategories)
            : null;
    }

    public override Problem? Finish(out FittedColumn<TRecord>? fitted)
    {
        fitted = null;
        CategoryKey[] kept = [.. _counts.Where(pair => pair.Value >= column.Rule.MinimumCount).Select(pair => pair.Key).Order()];
        if (kept.Length > column.Rule.MaximumCategories)
        {
            return Problem.TooManyCategories(Invariant($"{kept.Length}"), column.Rule.MaximumCategories);
        }

        int rare = _counts.Count - kept.Length;
        if (!column.Rule.TellsRareFromUnknown || rare == 0)
        {
            fitted = column.Fitted(new(kept, HasRare: rare > 0, Rare: null));
            return null;
        }

        if (rare > column.Rule.MaximumCategories)
        {
            return Problem.TooManyRare(rare, column.Rule.MaximumCategories);
        }

        fitted = column.Fitted(new(kept, HasRare: true, [.. _counts.Where(pair => pair.Value < column.Rule.MinimumCount).Select(pair => pair.Key).Order()]));
        return null;
    }
}
