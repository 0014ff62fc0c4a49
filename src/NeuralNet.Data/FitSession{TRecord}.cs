using NeuralNet.Data.Columns;

namespace NeuralNet.Data;

/// <summary>One pass over the records of a Fit.</summary>
internal sealed class FitSession<TRecord>(Column<TRecord>[] columns)
{
    private readonly ColumnLearner<TRecord>[] _learners = [.. columns.Select(column => column.Learn())];
    private long _count;

    public void Add(TRecord record)
    {
        if (record is null)
        {
            throw new RecordException(_count, null, Problem.NullRecord);
        }

        int column = 0;
        try
        {
            for (; column < _learners.Length; column++)
            {
                if (_learners[column].Add(record) is { } problem)
                {
                    throw new RecordException(_count, columns[column].Name, problem);
                }
            }
        }
        catch (Exception exception) when (exception is not RecordException)
        {
            throw new RecordException(_count, columns[column].Name, Problem.Thrown(exception), exception);
        }

        _count++;
    }

    public FittedEncoder<TRecord> Finish()
    {
        if (_count == 0)
        {
            throw new RecordException(null, null, "There are no records, so nothing can be learned. Pass those of the training.");
        }

        var fitted = new FittedColumn<TRecord>[columns.Length];
        for (int column = 0; column < fitted.Length; column++)
        {
            if (_learners[column].Finish(out FittedColumn<TRecord>? one) is { } problem)
            {
                throw new RecordException(null, columns[column].Name, problem);
            }

            fitted[column] = one!;
        }

        var encoder = new FittedEncoder<TRecord>(columns, fitted);
        return encoder.InputProblem is { } inputProblem ? throw new InvalidOperationException(inputProblem) : encoder;
    }
}
