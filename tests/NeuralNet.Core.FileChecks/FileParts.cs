using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet.Core.FileChecks;

/// <summary>A file of the library taken apart, to be put together again otherwise, with a length, places and a checksum that are right.</summary>
internal sealed class FileParts
{
    private const string Checksum = "neuralnet.data_sha256";

    private FileParts(JsonObject metadata, List<TensorPart> tensors)
    {
        Metadata = metadata;
        Tensors = tensors;
    }

    public JsonObject Metadata { get; }

    public List<TensorPart> Tensors { get; }

    public static FileParts Of(ReadOnlySpan<byte> file)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        JsonObject header = JsonNode.Parse(file.Slice(8, length))!.AsObject();
        JsonObject metadata = header["__metadata__"]!.DeepClone().AsObject();
        var tensors = new List<TensorPart>();
        foreach ((string name, JsonNode? entry) in header)
        {
            if (name != "__metadata__")
            {
                int[] places = entry!["data_offsets"]!.Deserialize<int[]>()!;
                tensors.Add(new(
                    name,
                    entry["dtype"]!.GetValue<string>(),
                    entry["shape"]!.Deserialize<int[]>()!,
                    file[(8 + length + places[0])..(8 + length + places[1])].ToArray()));
            }
        }

        return new(metadata, tensors);
    }

    /// <summary>One of the records of the library, such as <c>training</c>; null where there is none.</summary>
    public JsonNode? Record(string name) => Metadata[$"neuralnet.{name}"] is { } text ? JsonNode.Parse(text.GetValue<string>()) : null;

    public void SetRecord(string name, JsonNode? record) => Metadata[$"neuralnet.{name}"] = record is null ? "null" : record.ToJsonString();

    public TensorPart Tensor(string name) => Tensors.Single(tensor => tensor.Name == name);

    public byte[] ToBytes()
    {
        byte[] data = [.. Tensors.SelectMany(tensor => tensor.Data)];
        byte[] header = Header(data);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    /// <summary>The same as a line of text and the data, which is what a fuzzer can change without the length and the checksum being wrong.</summary>
    public byte[] ToReadable()
    {
        byte[] data = [.. Tensors.SelectMany(tensor => tensor.Data)];
        return [.. Header(data), (byte)'\n', .. data];
    }

    /// <summary>The file that a readable form stands for.</summary>
    public static byte[] FromReadable(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> data = end < 0 ? default : text[(end + 1)..];
        byte[] header = (end < 0 ? text : text[..end]).ToArray();
        byte[] key = Encoding.UTF8.GetBytes($"\"{Checksum}\":\"");
        int place = header.AsSpan().IndexOf(key);
        if (place >= 0 && header.Length >= place + key.Length + 64)
        {
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(SHA256.HashData(data))).CopyTo(header, place + key.Length);
        }

        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    private byte[] Header(byte[] data)
    {
        JsonObject metadata = Metadata.DeepClone().AsObject();
        metadata[Checksum] = Convert.ToHexStringLower(SHA256.HashData(data));
        var header = new JsonObject { ["__metadata__"] = metadata };
        int start = 0;
        foreach (TensorPart tensor in Tensors)
        {
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = tensor.Type,
                ["shape"] = JsonSerializer.SerializeToNode(tensor.Shape),
                ["data_offsets"] = new JsonArray(start, start + tensor.Data.Length),
            };
            start += tensor.Data.Length;
        }

        return Encoding.UTF8.GetBytes(header.ToJsonString());
    }
}
