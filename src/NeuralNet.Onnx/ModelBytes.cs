using NeuralNet.Common;
using NeuralNet.Core;

namespace NeuralNet.Onnx;

/// <summary>Reads the bytes of a model from a file or a stream.</summary>
internal static class ModelBytes
{
    private const int BufferSize = 1 << 16;

    public static FileStream Open(string path, FileOptions options)
    {
        PathCheck.ThrowIfNoFile(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, options);
    }

    /// <summary>Reads a stream to its end. Memory grows with the bytes that arrive, not with a claimed length.</summary>
    /// <exception cref="ModelFormatException">The stream is longer than a model may be.</exception>
    public static ReadOnlyMemory<byte> Read(Stream source, int limit = FileLimits.Bytes)
    {
        CheckLength(source, limit);
        var bytes = new MemoryStream();
        byte[] buffer = new byte[BufferSize];
        for (int count; (count = source.Read(buffer)) > 0;)
        {
            Append(bytes, buffer.AsSpan(0, count), limit);
        }

        return Written(bytes);
    }

    /// <inheritdoc cref="Read"/>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream source, CancellationToken cancellationToken, int limit = FileLimits.Bytes)
    {
        CheckLength(source, limit);
        var bytes = new MemoryStream();
        byte[] buffer = new byte[BufferSize];
        for (int count; (count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            Append(bytes, buffer.AsSpan(0, count), limit);
        }

        return Written(bytes);
    }

    private static void CheckLength(Stream source, int limit)
    {
        if (source.CanSeek && source.Length - source.Position > limit)
        {
            throw TooLong(limit);
        }
    }

    private static void Append(MemoryStream bytes, ReadOnlySpan<byte> more, int limit)
    {
        if (bytes.Length + more.Length > limit)
        {
            throw TooLong(limit);
        }

        bytes.Write(more);
    }

    private static ModelFormatException TooLong(int limit) =>
        new(FormattableString.Invariant($"There are more than {limit} bytes, the limit for a model of one layer."));

    private static ReadOnlyMemory<byte> Written(MemoryStream bytes) => bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
}
