using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>Learns a <see cref="NumericColumn{TRecord}"/>.</summary>
internal sealed class NumericLearner<TRecord>(NumericColumn<TRecord> column) : ColumnLearner<TRecord>
{
    private readonly NumberLearner _learner = new(column.Rule);

    public override Problem? Add(TRecord record)
    {
        double number = 0;
        int row = 0;
        if (column.Read(new ReadOnlySpan<TRecord>(in record), new Span<double>(ref number), ref row) is { } wrong)
        {
            return wrong;
        }

        if (double.IsNaN(number))
        {
            return column.Rule.Missing.Rule == MissingRule.Refuse ? Problem.Missing : null;
        }

        if (column.Rule.Problem(number) is { } problem)
        {
            return problem;
        }

        _learner.Add(number);
        return null;
    }

    public override Problem? Finish(out FittedColumn<TRecord>? fitted)
    {
        Problem? problem = _learner.Finish(out FittedNumber? number);
        fitted = number is null ? null : new FittedNumeric<TRecord>(column, number);
        return problem;
    }
}
