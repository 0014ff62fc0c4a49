using System.Runtime.CompilerServices;
using System.Text.Json;
using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>A fitted <see cref="DateColumn{TRecord}"/>.</summary>
internal sealed class FittedDate<TRecord>(DateColumn<TRecord> column, FittedNumber[] numbers)
    : FittedColumn<TRecord>(column.Name, Names(column))
{
    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override void Write(Utf8JsonWriter json) => column.Write(json, numbers);

    private Problem? Write<TBlock>(in RecordBlock<TRecord> block, scoped ref TBlock inputs, ref int row)
        where TBlock : struct, IInputBlock, allows ref struct
    {
        Span<double> values = stackalloc double[DateNumbers.Most];
        for (; row < block.Records.Length; row++)
        {
            bool isMissing = false;
            if (column.Read(block.Records[row]) is { } date)
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

                isMissing = true;
            }

            for (int index = 0; index < numbers.Length; index++)
            {
                if (inputs.Set(row, index, values[index]) is { } problem)
                {
                    return problem;
                }
            }

            if (isMissing && column.Rule.HasIndicator)
            {
                inputs.Mark(row, numbers.Length);
            }
        }

        return null;
    }

    private static string[] Names(DateColumn<TRecord> column) =>
    [
        .. column.NumberNames.Select(name => $"{column.Name}.{name}"),
        .. column.Rule.HasIndicator ? [$"{column.Name} is missing"] : Array.Empty<string>(),
    ];
}
