using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>Learns a <see cref="DateColumn{TRecord}"/>.</summary>
internal sealed class DateLearner<TRecord>(DateColumn<TRecord> column) : ColumnLearner<TRecord>
{
    private readonly NumberLearner[] _learners = [.. column.NumberNames.Select(_ => new NumberLearner(column.Rule))];
    private readonly double[] _numbers = new double[DateNumbers.Most];

    public override Problem? Add(TRecord record)
    {
        if (column.Read(record) is not { } date)
        {
            return column.Rule.Missing.Rule == MissingRule.Refuse ? Problem.Missing : null;
        }

        DateNumbers.Write(date, column.Parts, _numbers);
        for (int index = 0; index < _learners.Length; index++)
        {
            _learners[index].Add(_numbers[index]);
        }

        return null;
    }

    public override Problem? Finish(out FittedColumn<TRecord>? fitted)
    {
        fitted = null;
        var numbers = new FittedNumber[_learners.Length];
        for (int index = 0; index < numbers.Length; index++)
        {
            if (_learners[index].Finish(out FittedNumber? number) is { } problem)
            {
                return problem;
            }

            numbers[index] = number!;
        }

        fitted = new FittedDate<TRecord>(column, numbers);
        return null;
    }
}
