using System.Text.Json;
using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>A fitted <see cref="DateColumn{TRecord}"/>.</summary>
internal sealed class FittedDate<TRecord>(DateColumn<TRecord> column, FittedNumber[] numbers)
    : FittedColumn<TRecord>(column.Name, Names(column))
{
    public override string? Encode(TRecord record, EncodedRow row)
    {
        Span<double> values = stackalloc double[DateNumbers.Most];
        if (column.Read(record) is { } date)
        {
            DateNumbers.Write(date, column.Parts, values);
        }
        else if (column.Rule.Missing.Rule == MissingRule.Refuse)
        {
            return Problem.Missing;
        }
        else
        {
            for (int index = 0; index < numbers.Length; index++)
            {
                values[index] = numbers[index].Replacement;
            }

            if (column.Rule.HasIndicator)
            {
                row.Set(numbers.Length, 1);
            }
        }

        for (int index = 0; index < numbers.Length; index++)
        {
            if (row.Set(index, values[index]) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    public override void Write(Utf8JsonWriter json) => column.Write(json, numbers);

    private static string[] Names(DateColumn<TRecord> column) =>
    [
        .. column.NumberNames.Select(name => $"{column.Name}.{name}"),
        .. column.Rule.HasIndicator ? [$"{column.Name} is missing"] : Array.Empty<string>(),
    ];
}
