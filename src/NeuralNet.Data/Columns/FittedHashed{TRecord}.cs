using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>A fitted <see cref="HashedColumn{TRecord}"/>: one of its inputs is 1.</summary>
internal sealed class FittedHashed<TRecord>(HashedColumn<TRecord> column) : FittedColumn<TRecord>(column.Name, [])
{
    /// <summary>Texts of so many bytes are put together on the stack.</summary>
    private const int OnStack = 256;

    public override int InputCount => column.Hash.InputCount;

    public override int SparseLength => 1;

    public override bool IsHashed => true;

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<float> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<double> inputs, ref int row) => Write(block, ref Unsafe.AsRef(in inputs), ref row);

    public override string FeatureName(int input) => Invariant($"{Name}#{input}");

    public override bool HasFeature(string name) =>
        name.StartsWith($"{Name}#", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int input)
        && input < InputCount && name == FeatureName(input);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }

    private Problem? Write<TBlock>(in RecordBlock<TRecord> block, scoped ref TBlock inputs, ref int row)
        where TBlock : struct, IInputBlock, allows ref struct
    {
        Span<byte> room = stackalloc byte[OnStack];
        byte[]? rented = null;
        Problem? problem = null;
        for (; row < block.Records.Length; row++)
        {
            int length = Text(block.Records[row], ref room, ref rented, out bool isMissing);
            if (isMissing && column.RefusesMissing)
            {
                problem = Problem.MissingCategory;
                break;
            }

            inputs.Mark(row, column.Hash.Column(room[..length], out _));
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return problem;
    }

    /// <summary>Writes the text that is hashed, such as <c>City=Bern&amp;Day=Monday</c>, as UTF-8. Returns its length.</summary>
    private int Text(TRecord record, ref Span<byte> room, ref byte[]? rented, out bool isMissing)
    {
        isMissing = false;
        int length = 0;
        foreach (HashedPart<TRecord> part in column.Parts)
        {
            string? value = part.Value(record);
            isMissing |= string.IsNullOrEmpty(value);
            byte[] prefix = length == 0 ? part.Prefix : part.NextPrefix;
            int written;

            // Unlike Encoding.UTF8 it allocates nothing for half of a surrogate pair or too little room.
            while (!prefix.AsSpan().TryCopyTo(room[length..])
                || Utf8.FromUtf16(value, room[(length + prefix.Length)..], out _, out written) == OperationStatus.DestinationTooSmall)
            {
                Grow(ref room, ref rented, length, (long)length + prefix.Length + Encoding.UTF8.GetMaxByteCount(value?.Length ?? 0));
            }

            length += prefix.Length + written;
        }

        return length;
    }

    private static void Grow(ref Span<byte> room, ref byte[]? rented, int used, long needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(Math.Min(2L * room.Length, Array.MaxLength), needed));
        room[..used].CopyTo(larger);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        rented = larger;
        room = larger;
    }
}
