using NeuralNet.Onnx.Import;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>One field of the wire format: fields of its own where it is a message, else its bytes as they stand in the file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Tag">Its number and its type on the wire.</param>
/// <param name="Content">Its bytes, without the length before them.</param>
/// <param name="Fields">The fields of a message; null where it is none.</param>
internal sealed record Field(WireKind Kind, uint Tag, byte[] Content, List<Field>? Fields)
{
    public const uint Delimited = 2;

    /// <summary>What is written instead of the true length; null for the truth.</summary>
    public ulong? LengthWritten { get; set; }

    private uint WireType => Tag & 7;

    private byte[] Written => Fields is null ? Content : Bytes(Fields);

    /// <summary>The field as bytes that no later change reaches, so that it may stand in many places, inside of itself too.</summary>
    public Field Frozen() => this with { Content = Written, Fields = null };

    /// <summary>The fields of a valid message.</summary>
    public static List<Field> Parse(ReadOnlySpan<byte> bytes, WireKind message)
    {
        var fields = new List<Field>();
        while (!bytes.IsEmpty)
        {
            uint tag = (uint)Varint(ref bytes);
            ReadOnlySpan<byte> before = bytes;
            int length;
            switch (tag & 7)
            {
                case 0:
                    _ = Varint(ref bytes);
                    length = before.Length - bytes.Length;
                    bytes = before;
                    break;
                case Delimited:
                    length = (int)Varint(ref bytes);
                    break;
                default:
                    length = (tag & 7) == 1 ? sizeof(ulong) : sizeof(uint);
                    break;
            }

            WireKind kind = WireSchema.Field(message, tag >> 3);
            byte[] content = bytes[..length].ToArray();
            fields.Add(new Field(kind, tag, content, WireSchema.IsMessage(kind) ? Parse(content, kind) : null));
            bytes = bytes[length..];
        }

        return fields;
    }

    /// <summary>The same fields with other content in those that are no messages.</summary>
    public static List<Field> Changed(List<Field> fields, Func<Field, byte[]> change) =>
    [
        .. fields.Select(part => part.Fields is { } inner ? part with { Fields = Changed(inner, change) } : part with { Content = change(part) }),
    ];

    /// <summary>The fields inside of these that are no messages, at any depth.</summary>
    public static IEnumerable<Field> Leaves(IEnumerable<Field> fields) =>
        fields.SelectMany(part => part.Fields is { } inner ? Leaves(inner) : [part]);

    public static byte[] Bytes(IEnumerable<Field> fields)
    {
        var bytes = new List<byte>();
        foreach (Field field in fields)
        {
            byte[] content = field.Written;
            bytes.AddRange(Varint(field.Tag));
            if (field.WireType == Delimited)
            {
                bytes.AddRange(Varint(field.LengthWritten ?? (ulong)content.Length));
            }

            bytes.AddRange(content);
        }

        return [.. bytes];
    }

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }

        return [.. bytes, (byte)value];
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }
    }
}
