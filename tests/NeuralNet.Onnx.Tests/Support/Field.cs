using NeuralNet.Onnx.Import;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>One field of the wire format: the fields of a message, or the bytes of any other field.</summary>
/// <param name="Kind">The kind of the field.</param>
/// <param name="Tag">Its number and its type on the wire.</param>
/// <param name="Content">Its bytes, without the length before them.</param>
/// <param name="Fields">The fields of a message; null for other fields.</param>
internal sealed record Field(WireKind Kind, uint Tag, byte[] Content, List<Field>? Fields)
{
    public const uint Delimited = 2;

    /// <summary>A false length to write instead of the true one; null for the true length.</summary>
    public ulong? LengthWritten { get; set; }

    private uint WireType => Tag & 7;

    private byte[] Written => Fields is null ? Content : Bytes(Fields);

    /// <summary>Returns the field as fixed bytes, so it can be used in many places, even inside itself.</summary>
    public Field Frozen() => this with { Content = Written, Fields = null };

    /// <summary>Parses the fields of a valid message.</summary>
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

    /// <summary>Returns the same fields, with other content in fields that are not messages.</summary>
    public static List<Field> Changed(List<Field> fields, Func<Field, byte[]> change) =>
    [
        .. fields.Select(part => part.Fields is { } inner ? part with { Fields = Changed(inner, change) } : part with { Content = change(part) }),
    ];

    /// <summary>Returns the fields at any depth that are not messages.</summary>
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
