using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NeuralNet.Common;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>A safetensors file in memory: an eight-byte length, a header of JSON, and the numbers.</summary>
internal sealed class SafetensorsFile
{
    /// <summary>The bytes allocated at a time for the data of a stream of unknown length.</summary>
    private const int Portion = 1 << 20;

    private readonly ReadOnlyMemory<byte> _data;

    private SafetensorsFile(SafetensorsHeader header, ReadOnlyMemory<byte> data)
    {
        Header = header;
        _data = data;
    }

    public SafetensorsHeader Header { get; }

    /// <summary>Reads a file from bytes, and copies its data.</summary>
    public static SafetensorsFile Read(ReadOnlySpan<byte> source)
    {
        int length = SafetensorsHeaderReader.Length(source);
        ReadOnlySpan<byte> rest = source[SafetensorsHeader.LengthBytes..];
        SafetensorsHeaderReader.CheckRoom(length, rest.Length);
        SafetensorsHeader header = SafetensorsHeaderReader.Read(rest[..length], rest.Length - length);
        return new(header, rest[length..].ToArray());
    }

    /// <summary>Reads a file from a stream, from its position to its end.</summary>
    public static SafetensorsFile Read(Stream source)
    {
        byte[] head = Head(Start(source), Left(source), out int taken);
        taken += source.ReadAtLeast(head.AsSpan(taken), head.Length - taken, throwOnEndOfStream: false);
        SafetensorsHeaderReader.CheckRoom(head.Length, taken);
        SafetensorsHeader header = SafetensorsHeaderReader.Read(head, Left(source));
        var data = new GrowingData(header.DataLength, Left(source) is not null);
        while (data.Room() is { Length: > 0 } room)
        {
            data.Took(source.Read(room.Span));
        }

        return new(header, data.Whole(source.ReadByte() < 0));
    }

    /// <inheritdoc cref="Read(Stream)"/>
    public static async Task<SafetensorsFile> ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        byte[] head = Head(await StartAsync(source, cancellationToken).ConfigureAwait(false), Left(source), out int taken);
        taken += await source.ReadAtLeastAsync(head.AsMemory(taken), head.Length - taken, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        SafetensorsHeaderReader.CheckRoom(head.Length, taken);
        SafetensorsHeader header = SafetensorsHeaderReader.Read(head, Left(source));
        var data = new GrowingData(header.DataLength, Left(source) is not null);
        while (data.Room() is { Length: > 0 } room)
        {
            data.Took(await source.ReadAsync(room, cancellationToken).ConfigureAwait(false));
        }

        return new(header, data.Whole(await source.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0));
    }

    /// <summary>Reads only the header from a stream. Checks the length of the data if the stream can seek.</summary>
    public static SafetensorsHeader ReadHeader(Stream source)
    {
        byte[] head = Head(Start(source), Left(source), out int taken);
        taken += source.ReadAtLeast(head.AsSpan(taken), head.Length - taken, throwOnEndOfStream: false);
        SafetensorsHeaderReader.CheckRoom(head.Length, taken);
        return SafetensorsHeaderReader.Read(head, Left(source));
    }

    /// <summary>Copies the positions in a tensor of the type I32.</summary>
    public int[] Indices(Tensor tensor)
    {
        ReadOnlySpan<byte> source = Bytes(tensor);
        var indices = new int[tensor.Count];
        for (int index = 0; index < indices.Length; index++)
        {
            indices[index] = BinaryPrimitives.ReadInt32LittleEndian(source[(index * sizeof(int))..]);
        }

        return indices;
    }

    /// <summary>Copies the numbers of a tensor, converted to T.</summary>
    /// <exception cref="ModelFormatException">
    /// They are no numbers but indices, or one is NaN or infinite, before or after conversion to T, and allowNonFinite is false.
    /// </exception>
    public void CopyTo<T>(Tensor tensor, Span<T> destination, bool allowNonFinite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (tensor.Type == TensorType.I32)
        {
            throw new ModelFormatException($"The tensor '{Shown.Text(tensor.Name)}' has the dtype I32; its numbers must be F64, F32, F16 or BF16.");
        }

        ReadOnlySpan<byte> source = Bytes(tensor);
        if (BitConverter.IsLittleEndian && tensor.Type == (typeof(T) == typeof(float) ? TensorType.F32 : TensorType.F64))
        {
            source.CopyTo(MemoryMarshal.AsBytes(destination));
        }
        else
        {
            int size = Tensor.SizeOf(tensor.Type);
            for (int index = 0; index < tensor.Count; index++)
            {
                destination[index] = Number<T>(tensor.Type, source.Slice(index * size, size));
            }
        }

        if (!allowNonFinite)
        {
            CheckFinite<T>(tensor.Name, destination[..tensor.Count]);
        }
    }

    /// <summary>Rejects a tensor with numbers that are NaN or infinite.</summary>
    public static void CheckFinite<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int index = Finite.IndexOfNonFinite(values);
        if (index >= 0)
        {
            throw new ModelFormatException(Invariant(
                $"The tensor '{Shown.Text(name)}' has {values[index]} at {index} as a {typeof(T).Name}; numbers must be finite."));
        }
    }

    /// <summary>Computes the SHA-256 of the data, in lower-case hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(_data.Span));

    private ReadOnlySpan<byte> Bytes(Tensor tensor) => _data.Span.Slice((int)tensor.Start, (int)tensor.Bytes);

    private static T Number<T>(TensorType type, ReadOnlySpan<byte> source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => type switch
    {
        TensorType.F64 => T.CreateTruncating(BinaryPrimitives.ReadDoubleLittleEndian(source)),
        TensorType.F32 => T.CreateTruncating(BinaryPrimitives.ReadSingleLittleEndian(source)),
        TensorType.F16 => T.CreateTruncating(BinaryPrimitives.ReadHalfLittleEndian(source)),
        _ => T.CreateTruncating(BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(source) << 16)),
    };

    /// <summary>
    /// Reads the length and the byte after it. If the file is not of this format, reads enough bytes to recognize its format.
    /// </summary>
    private static byte[] Start(Stream source)
    {
        byte[] start = new byte[SafetensorsHeader.LengthBytes + 1];
        int taken = source.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!SafetensorsHeaderReader.HasLength(start.AsSpan(0, taken)))
        {
            Array.Resize(ref start, ForeignFile.Enough);
            taken += source.ReadAtLeast(start.AsSpan(taken), start.Length - taken, throwOnEndOfStream: false);
        }

        return start[..taken];
    }

    /// <inheritdoc cref="Start"/>
    private static async Task<byte[]> StartAsync(Stream source, CancellationToken cancellationToken)
    {
        byte[] start = new byte[SafetensorsHeader.LengthBytes + 1];
        int taken = await source.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (!SafetensorsHeaderReader.HasLength(start.AsSpan(0, taken)))
        {
            Array.Resize(ref start, ForeignFile.Enough);
            taken += await source.ReadAtLeastAsync(start.AsMemory(taken), start.Length - taken, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }

        return start[..taken];
    }

    /// <summary>Returns a buffer for the header, filled with the bytes already read.</summary>
    private static byte[] Head(ReadOnlySpan<byte> start, long? left, out int taken)
    {
        int length = SafetensorsHeaderReader.Length(start);
        ReadOnlySpan<byte> first = start[SafetensorsHeader.LengthBytes..];
        taken = first.Length;
        if (left is { } bytes)
        {
            SafetensorsHeaderReader.CheckRoom(length, bytes + taken);
        }

        byte[] head = new byte[length];
        first.CopyTo(head);
        return head;
    }

    /// <summary>Returns the number of bytes after the position of a stream; null if it can't seek.</summary>
    private static long? Left(Stream source) => source.CanSeek ? Math.Max(0, source.Length - source.Position) : null;

    /// <summary>Data of a stream. Allocates no more memory than has arrived, unless the length is certain.</summary>
    private sealed class GrowingData(long length, bool isCertain)
    {
        private byte[] _bytes = new byte[isCertain ? Checked(length) : Math.Min(Checked(length), Portion)];
        private int _taken;

        public Memory<byte> Room()
        {
            if (_taken == _bytes.Length && _taken < length)
            {
                Array.Resize(ref _bytes, (int)Math.Min(length, 2L * _bytes.Length));
            }

            return _bytes.AsMemory(_taken);
        }

        public void Took(int count)
        {
            if (count == 0)
            {
                throw new ModelFormatException(Invariant($"The tensors of the file take {length} bytes, but its data ends after {_taken}. It is cut off: copy it again."));
            }

            _taken += count;
        }

        public ReadOnlyMemory<byte> Whole(bool isAtEnd) => isAtEnd
            ? _bytes
            : throw new ModelFormatException(Invariant($"The tensors of the file take {length} bytes, but more bytes follow."));

        private static int Checked(long length) => length <= Array.MaxLength
            ? (int)length
            : throw new ModelFormatException(Invariant($"The tensors of the file take {length} bytes; {Array.MaxLength} are allowed."));
    }
}
