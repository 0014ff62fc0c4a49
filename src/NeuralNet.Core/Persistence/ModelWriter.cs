using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>
/// Writes documents as safetensors. Equal documents produce equal bytes: keys and tensors are sorted by name, and nothing depends on the
/// time or the machine. Rejects, before writing a byte, documents that the reader would reject.
/// </summary>
internal static class ModelWriter
{
    /// <summary>The alignment of the data in the file, so that readers can map it into memory.</summary>
    private const int Alignment = 8;

    public static byte[] ToBytes<T>(ModelDocument<T> document)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] data = Data(document);
        byte[] head = Head(document, data);
        return [.. head, .. data];
    }

    public static void Write<T>(Stream destination, ModelDocument<T> document)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] data = Data(document);
        destination.Write(Head(document, data));
        destination.Write(data);
    }

    public static void Write<T>(string path, ModelDocument<T> document)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] data = Data(document);
        byte[] head = Head(document, data);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(head);
            stream.Write(data);
        });
    }

    // Checks the document and copies its bytes before the first await.
    public static Task WriteAsync<T>(Stream destination, ModelDocument<T> document, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] data = Data(document);
        return WriteAsync(destination, Head(document, data), data, cancellationToken);
    }

    public static Task WriteAsync<T>(string path, ModelDocument<T> document, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] data = Data(document);
        byte[] head = Head(document, data);
        return AtomicFile.WriteAsync(path, stream => WriteAsync(stream, head, data, cancellationToken), cancellationToken);
    }

    private static async Task WriteAsync(Stream destination, byte[] head, byte[] data, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(data, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the numbers of all tensors, little-endian, one tensor after the other.</summary>
    private static byte[] Data<T>(ModelDocument<T> document)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long length = document.Tensors.Sum(tensor => (long)tensor.Values.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
        if (length > Array.MaxLength)
        {
            throw new InvalidOperationException(Invariant(
                $"The file would have {length} bytes of numbers; {Array.MaxLength} are possible. Save without the training state."));
        }

        byte[] data = new byte[length];
        Span<byte> rest = data;
        foreach (TensorValues<T> tensor in document.Tensors)
        {
            ReadOnlySpan<byte> values = MemoryMarshal.AsBytes<T>(tensor.Values);
            values.CopyTo(rest);
            if (!BitConverter.IsLittleEndian)
            {
                Reverse<T>(rest[..values.Length]);
            }

            rest = rest[values.Length..];
        }

        return data;
    }

    [ExcludeFromCodeCoverage(Justification = "Runs only on big-endian machines.")]
    private static void Reverse<T>(Span<byte> bytes)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Span<uint> values = MemoryMarshal.Cast<byte, uint>(bytes);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
        else
        {
            Span<ulong> values = MemoryMarshal.Cast<byte, ulong>(bytes);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
    }

    /// <summary>Returns all bytes before the data: the length of the header, and the header.</summary>
    private static byte[] Head<T>(ModelDocument<T> document, byte[] data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, string> metadata = document.ToMetadata();
        metadata[ModelKeys.Checksum] = Convert.ToHexStringLower(SHA256.HashData(data));
        if (metadata.Count > SafetensorsHeader.MostKeys)
        {
            throw new InvalidOperationException(Invariant(
                $"The metadata would have {metadata.Count} keys; a file holds {SafetensorsHeader.MostKeys}. Use fewer."));
        }

        var buffer = new ArrayBufferWriter<byte>();
        buffer.Advance(Clear(buffer.GetSpan(SafetensorsHeader.LengthBytes)));
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            WriteTensors(json, document);
            json.WriteEndObject();
        }

        while (buffer.WrittenCount % Alignment != 0)
        {
            buffer.GetSpan(1)[0] = (byte)' ';
            buffer.Advance(1);
        }

        int length = buffer.WrittenCount - SafetensorsHeader.LengthBytes;
        if (length > SafetensorsHeader.LargestLength)
        {
            throw new InvalidOperationException(Invariant(
                $"The header of the file would have {length} bytes; {SafetensorsHeader.LargestLength} are possible. Use shorter or fewer names, or less metadata."));
        }

        Prove(document, buffer.WrittenSpan[SafetensorsHeader.LengthBytes..], data.Length);
        byte[] head = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)length);
        return head;
    }

    /// <summary>Rejects a document that could not be loaded again.</summary>
    private static void Prove<T>(ModelDocument<T> document, ReadOnlySpan<byte> header, long dataBytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            document.Prove(header, dataBytes);
        }
        catch (ModelFormatException error)
        {
            throw new InvalidOperationException($"The network can't be saved, because its file could not be loaded: {error.Message}", error);
        }
    }

    private static int Clear(Span<byte> room)
    {
        room[..SafetensorsHeader.LengthBytes].Clear();
        return SafetensorsHeader.LengthBytes;
    }

    private static void WriteTensors<T>(Utf8JsonWriter json, ModelDocument<T> document)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long start = 0;
        foreach (TensorValues<T> tensor in document.Tensors)
        {
            long end = start + ((long)tensor.Values.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", typeof(T) == typeof(float) ? "F32" : "F64");
            json.WriteStartArray("shape");
            foreach (int dimension in tensor.Shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(start);
            json.WriteNumberValue(end);
            json.WriteEndArray();
            json.WriteEndObject();
            start = end;
        }
    }
}
