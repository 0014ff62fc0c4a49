using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>
/// Writes documents as safetensors. Equal documents produce equal bytes: keys are sorted by name, tensors by the size of their numbers and then by name, and nothing depends on the
/// time or the machine. Rejects, before writing a byte, documents that the reader would reject.
/// </summary>
internal static class ModelWriter
{
    /// <summary>The alignment of the data in the file, so that readers can map it into memory.</summary>
    private const int Alignment = 8;

    public static byte[] ToBytes<T>(ModelDocument<T> document)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] data = Data(document, out IReadOnlyList<Tensor> layout);
        byte[] head = Head(document, layout, data);
        return [.. head, .. data];
    }

    public static void Write<T>(Stream destination, ModelDocument<T> document)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] data = Data(document, out IReadOnlyList<Tensor> layout);
        destination.Write(Head(document, layout, data));
        destination.Write(data);
    }

    public static void Write<T>(string path, ModelDocument<T> document)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] data = Data(document, out IReadOnlyList<Tensor> layout);
        byte[] head = Head(document, layout, data);
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
        byte[] data = Data(document, out IReadOnlyList<Tensor> layout);
        return WriteAsync(destination, Head(document, layout, data), data, cancellationToken);
    }

    public static Task WriteAsync<T>(string path, ModelDocument<T> document, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] data = Data(document, out IReadOnlyList<Tensor> layout);
        byte[] head = Head(document, layout, data);
        return AtomicFile.WriteAsync(path, stream => WriteAsync(stream, head, data, cancellationToken), cancellationToken);
    }

    private static async Task WriteAsync(Stream destination, byte[] head, byte[] data, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(data, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the numbers of all tensors, little-endian, one tensor after the other, and where each of them is.</summary>
    private static byte[] Data<T>(ModelDocument<T> document, out IReadOnlyList<Tensor> layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!TryLayout(document.Tensors, sparsely: true, out layout, out long length))
        {
            // No reader would write out so many zeros.
            TryLayout(document.Tensors, sparsely: false, out layout, out length);
        }

        if (length > Array.MaxLength)
        {
            throw new InvalidOperationException(Invariant(
                $"The file would have {length} bytes of numbers; {Array.MaxLength} are possible. {(document.State is null ? "Use fewer inputs or outputs, or float instead of double" : "Save without the training state")}."));
        }

        byte[] data = new byte[length];
        foreach (Tensor tensor in layout)
        {
            Span<byte> room = data.AsSpan((int)tensor.Start, (int)tensor.Bytes);
            var numbers = (T[])tensor.Source!;
            if (tensor.Type == TensorType.I32)
            {
                SparseTensor.WriteIndices<T>(numbers, room);
                continue;
            }

            if (tensor.Count == numbers.Length)
            {
                MemoryMarshal.AsBytes<T>(numbers).CopyTo(room);
            }
            else
            {
                SparseTensor.WriteValues(numbers, MemoryMarshal.Cast<byte, T>(room));
            }

            if (!BitConverter.IsLittleEndian)
            {
                Reverse<T>(room);
            }
        }

        return data;
    }

    /// <summary>
    /// Places the tensors, those of larger numbers first, so that each begins at a multiple of its numbers, and equal ones by name. Returns
    /// false if those without their zeros would take more memory than a reader allows.
    /// </summary>
    private static bool TryLayout<T>(
        IReadOnlyList<TensorValues<T>> tensors, bool sparsely, out IReadOnlyList<Tensor> layout, out long length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TensorType type = typeof(T) == typeof(float) ? TensorType.F32 : TensorType.F64;
        var entries = new List<Tensor>(2 * tensors.Count);
        long expanded = 0;
        foreach (TensorValues<T> tensor in tensors)
        {
            if (sparsely && SparseTensor.CountIfShorter<T>(tensor.Values) is { } count)
            {
                entries.Add(new(tensor.Name + SparseTensor.Indices, TensorType.I32, [count], 0, count) { Source = tensor.Values });
                entries.Add(new(tensor.Name + SparseTensor.Values, type, [count], 0, count) { Source = tensor.Values });
                expanded += (long)tensor.Values.Length * Unsafe.SizeOf<T>();
            }
            else
            {
                entries.Add(new(tensor.Name, type, tensor.Shape, 0, tensor.Values.Length) { Source = tensor.Values });
            }
        }

        length = Place(entries);
        layout = entries;
        return expanded <= SparseTensor.MostBytes(length);
    }

    /// <summary>Sorts the tensors, places them one after the other, and returns their bytes.</summary>
    private static long Place(List<Tensor> tensors)
    {
        tensors.Sort((left, right) => Tensor.SizeOf(right.Type) - Tensor.SizeOf(left.Type) is not 0 and var larger
            ? larger
            : string.CompareOrdinal(left.Name, right.Name));
        long length = 0;
        foreach (Tensor tensor in tensors)
        {
            tensor.Start = length;
            length += tensor.Bytes;
        }

        return length;
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
    private static byte[] Head<T>(ModelDocument<T> document, IReadOnlyList<Tensor> layout, byte[] data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, string> metadata = document.ToMetadata();
        metadata[ModelKeys.FormatVersion] = layout.Any(tensor => tensor.Type == TensorType.I32) ? ModelKeys.SparseVersion : ModelKeys.DenseVersion;
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
            WriteTensors(json, layout);
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

    private static void WriteTensors(Utf8JsonWriter json, IReadOnlyList<Tensor> layout)
    {
        foreach (Tensor tensor in layout)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type switch { TensorType.F32 => "F32", TensorType.F64 => "F64", _ => "I32" });
            json.WriteStartArray("shape");
            foreach (int dimension in tensor.Shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(tensor.Start);
            json.WriteNumberValue(tensor.Start + tensor.Bytes);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
