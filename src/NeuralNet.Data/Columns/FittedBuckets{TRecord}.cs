using System.Runtime.CompilerServices;
using System.Text.Json;
using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>A fitted <see cref="BucketColumn{TRecord}"/>: the buckets in ascending order, then the missing ones.</summary>
internal sealed class FittedBuckets<TRecord>(BucketColumn<TRecord> column, double[] edges, bool hasMissing)
    : FittedColumn<TRecord>(column.Name, Names(column.Name, edges, hasMissing))
{
    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override int SparseLength => 1;

    public override void Write(Utf8JsonWriter json) => BucketColumn<TRecord>.Write(json, edges, hasMissing);

    private Problem? Write<TBlock>(in RecordBlock<TRecord> block, scoped ref TBlock inputs, ref int row)
        where TBlock : struct, IInputBlock, allows ref struct
    {
        Problem? wrong = column.Read(block.Records, block.Numbers, ref row);
        ReadOnlySpan<double> numbers = block.Numbers[..row];
        for (int index = 0; index < numbers.Length; index++)
        {
            double number = numbers[index];
            if (double.IsNaN(number) && !hasMissing)
            {
                row = index;
                return column.RefusesMissing ? Problem.MissingCategory : Problem.NewMissing;
            }

            inputs.Mark(index, double.IsNaN(number) ? edges.Length + 1 : Place(number));
        }

        return wrong;
    }

    /// <summary>The bucket of a number. A number at an edge is in the bucket that begins there.</summary>
    private int Place(double number)
    {
        int place = edges.AsSpan().BinarySearch(number);
        return place >= 0 ? place + 1 : ~place;
    }

    private static string[] Names(string name, double[] edges, bool hasMissing)
    {
        var names = new List<string>(edges.Length + 2);
        for (int place = 0; place <= edges.Length; place++)
        {
            names.Add(
                edges.Length == 0 ? $"any {name}"
                : place == 0 ? Invariant($"{name}<{edges[0]:R}")
                : place == edges.Length ? Invariant($"{name}>={edges[^1]:R}")
                : Invariant($"{edges[place - 1]:R}<={name}<{edges[place]:R}"));
        }

        if (hasMissing)
        {
            names.Add($"{name} is missing");
        }

        return [.. names];
    }
}
