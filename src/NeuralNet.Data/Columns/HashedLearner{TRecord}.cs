namespace NeuralNet.Data.Columns;

/// <summary>Learns nothing of a <see cref="HashedColumn{TRecord}"/>, and refuses the records that it can't encode.</summary>
internal sealed class HashedLearner<TRecord>(HashedColumn<TRecord> column) : ColumnLearner<TRecord>
{
    public override Problem? Add(TRecord record)
    {
        bool isMissing = false;
        foreach (HashedPart<TRecord> part in column.Parts)
        {
            isMissing |= string.IsNullOrEmpty(part.Value(record));
        }

        return isMissing && column.RefusesMissing ? Problem.MissingCategory : null;
    }

    public override Problem? Finish(out FittedColumn<TRecord>? fitted)
    {
        fitted = new FittedHashed<TRecord>(column);
        return null;
    }
}
