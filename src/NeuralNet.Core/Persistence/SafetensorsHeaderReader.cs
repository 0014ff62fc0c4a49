using System.Buffers.Binary;
using System.Text.Json;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>
/// Reads the header of a safetensors file without trusting it. Rejects any violation of the format before allocating memory for its
/// contents.
/// </summary>
internal ref struct SafetensorsHeaderReader
{
    private const int MaxDepth = 4;

    private const string NoObject = "The header of the file is not valid: it must be one JSON object, followed by spaces at most.";

    /// <summary>The maximum header length of the format itself.</summary>
    private const int LargestElsewhere = 100_000_000;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private bool _hasMetadata;
    private Utf8JsonReader _json;

    private SafetensorsHeaderReader(ReadOnlySpan<byte> header) =>
        _json = new(header, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow });

    /// <summary>
    /// Checks whether a file starts with a header length and, if that byte is available, with the header after it: some gzip archives
    /// start with bytes that look like a length.
    /// </summary>
    public static bool HasLength(ReadOnlySpan<byte> start) => start.Length >= SafetensorsHeader.LengthBytes
        && BinaryPrimitives.ReadUInt64LittleEndian(start) is >= 2 and <= SafetensorsHeader.LargestLength
        && (start.Length == SafetensorsHeader.LengthBytes || start[SafetensorsHeader.LengthBytes] == (byte)'{');

    /// <summary>Returns the length of the header. If there is none, more bytes of the file help to recognize its format.</summary>
    public static int Length(ReadOnlySpan<byte> start) => HasLength(start)
        ? (int)BinaryPrimitives.ReadUInt64LittleEndian(start)
        : throw new ModelFormatException(WhatElse(start));

    /// <summary>
    /// Describes a file that does not start with a header length. Shows the length as a number only if it can be one: in other formats
    /// these bytes are often letters.
    /// </summary>
    private static string WhatElse(ReadOnlySpan<byte> start)
    {
        if (ForeignFile.Tell(start) is { } known)
        {
            return known;
        }

        if (IsProtobuf(start))
        {
            return "The file looks like an ONNX model or another protobuf file. For ONNX use OnnxModel.Load of the package NeuralNet.Onnx.";
        }

        if (start.Length < SafetensorsHeader.LengthBytes)
        {
            return Invariant($"The file has {start.Length} bytes, but the header length at its start has {SafetensorsHeader.LengthBytes}. It is empty or cut off: copy it again.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        return length is >= 2 and <= SafetensorsHeader.LargestLength ? NoObject
            : length == 0
            ? "The file starts with eight bytes of 0 in place of the header length: its space was allocated but never written, for example by an interrupted download or save. Copy it again."
            : length is > SafetensorsHeader.LargestLength and <= LargestElsewhere && start.Length > SafetensorsHeader.LengthBytes && start[SafetensorsHeader.LengthBytes] == (byte)'{'
            ? Invariant($"The header of the file has {length} bytes; {SafetensorsHeader.LargestLength} are allowed, which is ample for one layer. The file is the safetensors of a larger model.")
            : Invariant($"The file is not in the safetensors format that Save writes: it starts with the bytes {BitConverter.ToString(start[..SafetensorsHeader.LengthBytes].ToArray())}, but a header length of 2 to {SafetensorsHeader.LargestLength} is expected. It is another kind of file, encrypted or corrupt.");
    }

    /// <summary>Checks for the version of the format, field 1, followed by another of the first fields of a model.</summary>
    private static bool IsProtobuf(ReadOnlySpan<byte> start) =>
        start is [0x08, > 0 and < 0x20, 0x12 or 0x1A or 0x22 or 0x28 or 0x32 or 0x3A or 0x42 or 0x72, ..];

    /// <summary>Rejects a file that is shorter than its header.</summary>
    public static void CheckRoom(int length, long bytes)
    {
        if (bytes < length)
        {
            throw new ModelFormatException(Invariant($"The header of the file must have {length} bytes, but only {bytes} are left. The file is cut off (copy it again) or not in safetensors format."));
        }
    }

    /// <summary>Reads a header, and compares the size of the data with its tensors if the size is known.</summary>
    public static SafetensorsHeader Read(ReadOnlySpan<byte> header, long? dataBytes)
    {
        CheckEnds(header);
        var reader = new SafetensorsHeaderReader(header);
        try
        {
            reader.ReadEntries();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException($"The header of the file is not valid JSON: {error.Message}");
        }

        SafetensorsHeader result = reader.Arranged();
        return dataBytes is not { } actual || actual == result.DataLength
            ? result
            : throw new ModelFormatException(Invariant(
                $"The tensors of the file take {result.DataLength} bytes, but its data has {actual}. It is cut off or was changed: copy it again."));
    }

    private void ReadEntries()
    {
        Next();
        Expect(JsonTokenType.StartObject, "The header");
        while (NextProperty("The header", out string name))
        {
            if (name == SafetensorsHeader.MetadataName)
            {
                ReadMetadata();
            }
            else if (_entries.Count == SafetensorsHeader.MostTensors)
            {
                throw new ModelFormatException(Invariant($"The file has more than {SafetensorsHeader.MostTensors} tensors."));
            }
            else if (!_entries.TryAdd(name, ReadEntry(name)))
            {
                throw new ModelFormatException($"The header of the file has the tensor '{Shown.Text(name)}' twice.");
            }
        }

        // Utf8JsonReader rejects anything but white space after the object.
        while (_json.Read())
        {
        }
    }

    private void ReadMetadata()
    {
        if (_hasMetadata)
        {
            throw new ModelFormatException($"The header of the file has '{SafetensorsHeader.MetadataName}' twice.");
        }

        _hasMetadata = true;
        Next();
        Expect(JsonTokenType.StartObject, SafetensorsHeader.MetadataName);
        while (NextProperty(SafetensorsHeader.MetadataName, out string key))
        {
            Next();
            Expect(JsonTokenType.String, $"'{Shown.Text(key)}' of {SafetensorsHeader.MetadataName}");
            if (_metadata.Count == SafetensorsHeader.MostKeys)
            {
                throw new ModelFormatException(Invariant($"The metadata of the file has more than {SafetensorsHeader.MostKeys} keys."));
            }

            if (!_metadata.TryAdd(key, _json.GetString()!))
            {
                throw new ModelFormatException($"The metadata of the file has '{Shown.Text(key)}' twice.");
            }
        }
    }

    private Entry ReadEntry(string tensor)
    {
        string name = Shown.Text(tensor);
        TensorType? type = null;
        int[]? shape = null;
        long[]? offsets = null;
        Next();
        Expect(JsonTokenType.StartObject, $"The tensor '{name}'");
        while (NextProperty($"The tensor '{name}'", out string key))
        {
            bool isTwice = key switch { "dtype" => type is not null, "shape" => shape is not null, _ => offsets is not null };
            if (isTwice)
            {
                throw new ModelFormatException($"The tensor '{name}' has '{Shown.Text(key)}' twice.");
            }

            switch (key)
            {
                case "dtype":
                    type = ReadType(name);
                    break;
                case "shape":
                    shape = [.. ReadNumbers(name, key, SafetensorsHeader.MostDimensions, int.MaxValue).Select(value => (int)value)];
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(name, key, 2, long.MaxValue);
                    break;
                default:
                    throw new ModelFormatException($"The tensor '{name}' has '{Shown.Text(key)}'; only 'dtype', 'shape' and 'data_offsets' are allowed.");
            }
        }

        return type is { } known && shape is not null && offsets is [var start, var end]
            ? new Entry(tensor, known, shape, start, end)
            : throw new ModelFormatException($"The tensor '{name}' needs a 'dtype', a 'shape' and two 'data_offsets'.");
    }

    private TensorType ReadType(string name)
    {
        Next();
        Expect(JsonTokenType.String, $"'dtype' of the tensor '{name}'");
        string text = ShortText($"The tensor '{name}'");
        return text switch
        {
            "F64" => TensorType.F64,
            "F32" => TensorType.F32,
            "F16" => TensorType.F16,
            "BF16" => TensorType.BF16,
            "I32" => TensorType.I32,
            _ => throw new ModelFormatException($"The tensor '{name}' has the dtype '{Shown.Text(text)}'; F64, F32, F16 and BF16 are supported, and I32 for indices."),
        };
    }

    private long[] ReadNumbers(string name, string key, int most, long largest)
    {
        var numbers = new List<long>(most);
        Next();
        Expect(JsonTokenType.StartArray, $"'{key}' of the tensor '{name}'");
        while (true)
        {
            Next();
            if (_json.TokenType == JsonTokenType.EndArray)
            {
                return [.. numbers];
            }

            Expect(JsonTokenType.Number, $"A value in '{key}' of the tensor '{name}'");
            if (numbers.Count == most)
            {
                throw new ModelFormatException(Invariant($"'{key}' of the tensor '{name}' has more than {most} numbers."));
            }

            if (!_json.TryGetInt64(out long value) || value < 0 || value > largest)
            {
                throw new ModelFormatException(Invariant(
                    $"'{key}' of the tensor '{name}' has a number that is not whole, or not in [0, {largest}]."));
            }

            numbers.Add(value);
        }
    }

    /// <summary>Returns the tensors in the order of their data, after checking their sizes and positions.</summary>
    private readonly SafetensorsHeader Arranged()
    {
        var tensors = new List<Tensor>(_entries.Count);
        long end = 0;
        foreach (Entry entry in _entries.Values.OrderBy(entry => entry.Start).ThenBy(entry => entry.End))
        {
            long count = 1;
            foreach (int dimension in entry.Shape)
            {
                // Two dimensions below 2^31 each, so the product fits.
                count *= dimension;
            }

            if (count > int.MaxValue)
            {
                throw new ModelFormatException(Invariant($"The tensor '{Shown.Text(entry.Name)}' has {count} numbers; {int.MaxValue} are allowed."));
            }

            var tensor = new Tensor(entry.Name, entry.Type, entry.Shape, entry.Start, (int)count);
            if (entry.Start != end)
            {
                throw new ModelFormatException(Invariant(
                    $"The tensor '{Shown.Text(entry.Name)}' starts at byte {entry.Start}, but the data before it ends at {end}: holes and overlaps are not allowed."));
            }

            if (entry.End < entry.Start || entry.End - entry.Start != tensor.Bytes)
            {
                throw new ModelFormatException(Invariant(
                    $"The tensor '{Shown.Text(entry.Name)}' lies from byte {entry.Start} to {entry.End}, but its {count} numbers of {entry.Type} take {tensor.Bytes} bytes."));
            }

            end = entry.End;
            tensors.Add(tensor);
        }

        return new SafetensorsHeader(tensors, _metadata, end);
    }

    private void Next()
    {
        if (!_json.Read())
        {
            throw new ModelFormatException("The header of the file ends in the middle of its JSON.");
        }
    }

    private bool NextProperty(string place, out string name)
    {
        Next();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            name = string.Empty;
            return false;
        }

        Expect(JsonTokenType.PropertyName, $"An entry of {place}");
        name = ShortText(place);
        return true;
    }

    /// <summary>Returns a name, limited in length so that errors which show it need little memory.</summary>
    private readonly string ShortText(string place) => _json.ValueSpan.Length <= SafetensorsHeader.LongestName
        ? _json.GetString()!
        : throw new ModelFormatException(Invariant(
            $"{place} has a name of {_json.ValueSpan.Length} bytes; {SafetensorsHeader.LongestName} are allowed."));

    /// <summary>Rejects a header that is not one object, followed by spaces only.</summary>
    private static void CheckEnds(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> text = header.TrimEnd((byte)' ');
        if (header[0] != (byte)'{' || text[^1] != (byte)'}')
        {
            throw new ModelFormatException(NoObject);
        }
    }

    private readonly void Expect(JsonTokenType type, string place)
    {
        if (_json.TokenType != type)
        {
            throw new ModelFormatException(Invariant($"{place} must be a JSON {type}, but is a {_json.TokenType}."));
        }
    }

    private readonly struct Entry(string name, TensorType type, int[] shape, long start, long end)
    {
        public string Name { get; } = name;

        public TensorType Type { get; } = type;

        public int[] Shape { get; } = shape;

        public long Start { get; } = start;

        public long End { get; } = end;
    }
}
