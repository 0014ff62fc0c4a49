using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>
/// Counts the objects that the parser would create, before it creates any: an empty tensor takes two bytes in a file and hundreds in
/// memory. The count allocates nothing. Its depth is limited by the schema, since it skips fields that the schema does not know.
/// </summary>
internal struct WireCensus
{
    private const int Varint = 0;
    private const int Bits64 = 1;
    private const int Delimited = 2;
    private const int Bits32 = 5;
    private const int KindBits = 3;
    private const byte More = 0x80;

    private long _nodes;
    private long _values;
    private long _parts;
    private long _entries;
    private long _data;
    private int _longestName;

    /// <summary>Returns the error about the size of a model; null if the parser may read it.</summary>
    public static string? Refusal(ReadOnlySpan<byte> bytes)
    {
        var census = default(WireCensus);
        return census.Count(bytes, WireKind.Model)
            ? census.Refusal()
            : "The bytes are no ONNX model, or a damaged one: a field is longer than the message around it, or has a type that ONNX does not use. Copy the file again, or export the model again.";
    }

    private readonly string? Refusal() =>
        TooMany(_nodes, FileLimits.Nodes, "nodes", "a layer takes a handful", "Export only the layer.")
        ?? TooMany(_values, FileLimits.Values, "inputs and outputs of its graph", "a layer takes a handful", "Export only the layer.")
        ?? TooMany(
            _parts,
            FileLimits.Parts,
            "nodes, attributes, tensors, inputs, outputs, dimensions, properties and functions",
            "a layer takes a few dozen",
            "Export only the layer.")
        ?? TooMany(
            _entries,
            FileLimits.Entries,
            "names, texts and listed integers",
            "a layer takes a few dozen, and one for each class label",
            "Keep the class labels outside of the model.")
        ?? TooMany(
            _data,
            FileLimits.Data,
            "values of tensors that are listed as integers",
            "exporters write larger tensors as raw data",
            "Export the weights as raw data, or as FLOAT.")
        ?? (_longestName <= FileLimits.NameBytes ? null : Invariant(
            $"The model has a name of {_longestName} bytes; at most {FileLimits.NameBytes} are allowed. Give nodes, tensors and attributes shorter names."));

    private static string? TooMany(long count, int most, string what, string usual, string cure) => count <= most ? null : Invariant(
        $"The model has {count} {what}; {usual}, and at most {most} are allowed. {cure}");

    /// <summary>Counts the fields of a message. Returns false if the bytes are not valid fields.</summary>
    private bool Count(ReadOnlySpan<byte> bytes, WireKind message)
    {
        while (!bytes.IsEmpty)
        {
            if (!TakeVarint(ref bytes, out ulong tag) || tag > uint.MaxValue || tag >> KindBits == 0)
            {
                return false;
            }

            int wireType = (int)tag & ((1 << KindBits) - 1);
            if (!Take(ref bytes, wireType, out ReadOnlySpan<byte> content)
                || !Count(WireSchema.Field(message, (uint)tag >> KindBits), wireType, content))
            {
                return false;
            }
        }

        return true;
    }

    private bool Count(WireKind kind, int wireType, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case WireKind.Integers when wireType is Varint or Delimited:
                _entries += Varints(content);
                return true;
            case WireKind.Data when wireType is Varint or Delimited:
                _data += Varints(content);
                return true;
            case WireKind.Other:
            case var _ when wireType != Delimited:
                return true;
            case WireKind.Name:
                _longestName = Math.Max(_longestName, content.Length);
                _entries++;
                return true;
            case WireKind.Text or WireKind.Bytes:
                _entries++;
                return true;
            default:
                _nodes += kind == WireKind.Node ? 1 : 0;
                _values += kind == WireKind.Value ? 1 : 0;
                _parts++;
                return Count(content, kind);
        }
    }

    /// <summary>Takes the content of a field, without its length; the content of a varint is its bytes.</summary>
    private static bool Take(ref ReadOnlySpan<byte> bytes, int wireType, out ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> before = bytes;
        content = default;
        ulong length;
        switch (wireType)
        {
            case Varint:
                bool isWhole = TakeVarint(ref bytes, out _);
                content = before[..(before.Length - bytes.Length)];
                return isWhole;
            case Bits64:
                length = sizeof(ulong);
                break;
            case Bits32:
                length = sizeof(uint);
                break;
            case Delimited when TakeVarint(ref bytes, out length):
                break;
            default:
                // Includes groups, which could nest without limit and do not occur in ONNX.
                return false;
        }

        if (length > (ulong)bytes.Length)
        {
            return false;
        }

        content = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return true;
    }

    private static bool TakeVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        const int most = 10;
        const int bits = 7;
        value = 0;
        for (int index = 0; index < Math.Min(most, bytes.Length); index++)
        {
            value |= (ulong)(bytes[index] & ~More) << (index * bits);
            if (bytes[index] < More)
            {
                bytes = bytes[(index + 1)..];
                return true;
            }
        }

        return false;
    }

    /// <summary>Counts the packed integers: the last byte of each has no continuation bit.</summary>
    private static int Varints(ReadOnlySpan<byte> content)
    {
        int count = 0;
        foreach (byte value in content)
        {
            count += value < More ? 1 : 0;
        }

        return count;
    }
}
