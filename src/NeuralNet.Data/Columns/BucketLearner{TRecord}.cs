using System.Runtime.InteropServices;
using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>Learns a <see cref="BucketColumn{TRecord}"/>.</summary>
internal sealed class BucketLearner<TRecord>(BucketColumn<TRecord> column) : ColumnLearner<TRecord>
{
    private readonly List<double> _numbers = [];
    private bool _hasMissing;

    public override Problem? Add(TRecord record)
    {
        double number = 0;
        int row = 0;
        if (column.Read(new ReadOnlySpan<TRecord>(in record), new Span<double>(ref number), ref row) is { } wrong)
        {
            return wrong;
        }

        if (!double.IsNaN(number))
        {
            _numbers.Add(number);
            return null;
        }

        _hasMissing = true;
        return column.RefusesMissing ? Problem.MissingCategory : null;
    }

    public override Problem? Finish(out FittedColumn<TRecord>? fitted)
    {
        fitted = null;
        if (_numbers.Count == 0)
        {
            return Problem.Of("all records have no value, so there are no buckets.", "Leave the column out.");
        }

        _numbers.Sort();
        fitted = new FittedBuckets<TRecord>(column, Quantile.Edges(CollectionsMarshal.AsSpan(_numbers), column.Count), _hasMissing);
        return null;
    }
}
