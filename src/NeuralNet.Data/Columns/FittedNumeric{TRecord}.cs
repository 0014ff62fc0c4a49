using System.Text.Json;
using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>A fitted <see cref="NumericColumn{TRecord}"/>.</summary>
internal sealed class FittedNumeric<TRecord>(NumericColumn<TRecord> column, FittedNumber number)
    : FittedColumn<TRecord>(column.Name, column.Rule.HasIndicator ? [column.Name, $"{column.Name} is missing"] : [column.Name])
{
    public override string? Encode(TRecord record, EncodedRow row)
    {
        if (column.Read(record, out double? read) is { } wrong)
        {
            return wrong;
        }

        NumberRule rule = column.Rule;
        if (read is not { } value)
        {
            if (rule.Missing.Rule == MissingRule.Refuse)
            {
                return Problem.Missing;
            }

            if (rule.HasIndicator)
            {
                row.Set(1, 1);
            }

            return row.Set(0, rule.Apply(number, number.Replacement));
        }

        return rule.Problem(value) ?? row.Set(0, rule.Apply(number, value));
    }

    public override void Write(Utf8JsonWriter json) => column.Rule.Write(json, number);
}
