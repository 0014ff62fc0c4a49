namespace NeuralNet.Data.Columns;

/// <summary>Learns a column from the records of one Fit. Results do not depend on the order of the records.</summary>
internal abstract class ColumnLearner<TRecord>
{
    /// <summary>Returns what is wrong with the value of a record, and the cure; null if nothing is.</summary>
    public abstract Problem? Add(TRecord record);

    /// <summary>Returns what is wrong with all values together, and the cure; null if nothing is.</summary>
    public abstract Problem? Finish(out FittedColumn<TRecord>? fitted);
}
