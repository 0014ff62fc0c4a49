using System.Runtime.CompilerServices;
using System.Text.Json;
using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Columns;

/// <summary>A fitted <see cref="NumericColumn{TRecord}"/>.</summary>
internal sealed class FittedNumeric<TRecord>(NumericColumn<TRecord> column, FittedNumber number)
    : FittedColumn<TRecord>(column.Name, column.Rule.HasIndicator ? [column.Name, $"{column.Name} is missing"] : [column.Name])
{
    private readonly NumberRule _rule = column.Rule;
    private readonly bool _isPlain = column.Rule.Transform == NumberTransform.None;

    /// <summary>The input of a missing number.</summary>
    private readonly double _replacement = column.Rule.Apply(number, number.Replacement);

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override void Write(Utf8JsonWriter json) => _rule.Write(json, number);

    private Problem? Write<TBlock>(in RecordBlock<TRecord> block, scoped ref TBlock inputs, ref int row)
        where TBlock : struct, IInputBlock, allows ref struct
    {
        Problem? wrong = column.Read(block.Records, block.Numbers, ref row);
        ReadOnlySpan<double> numbers = block.Numbers[..row];
        for (int index = 0; index < numbers.Length; index++)
        {
            double value = numbers[index];
            if ((double.IsNaN(value) ? SetMissing(ref inputs, index) : SetNumber(ref inputs, index, value)) is { } problem)
            {
                row = index;
                return problem;
            }
        }

        return wrong;
    }

    private Problem? SetNumber<TBlock>(scoped ref TBlock inputs, int row, double value)
        where TBlock : struct, IInputBlock, allows ref struct =>
        _isPlain ? inputs.Set(row, 0, value) : _rule.Problem(value) ?? inputs.Set(row, 0, _rule.Apply(number, value));

    private Problem? SetMissing<TBlock>(scoped ref TBlock inputs, int row)
        where TBlock : struct, IInputBlock, allows ref struct
    {
        if (_rule.Missing.Rule == MissingRule.Refuse)
        {
            return Problem.Missing;
        }

        Problem? problem = inputs.Set(row, 0, _replacement);
        if (_rule.HasIndicator)
        {
            inputs.Mark(row, 1);
        }

        return problem;
    }
}
