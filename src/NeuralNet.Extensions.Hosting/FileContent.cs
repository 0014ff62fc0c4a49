using System.Security.Cryptography;

namespace NeuralNet.Extensions.Hosting;

/// <summary>The length and checksum that identify the content of a file.</summary>
internal sealed record FileContent(long Length, string Sha256)
{
    /// <summary>The longest possible model file: the length of the header, a header of 1 MiB, and data that fits one array.</summary>
    private const long Longest = 0x7FFFFFC7L + (1 << 20) + 8;

    private const int Portion = 1 << 17;

    public static FileContent Read(ReadOnlySpan<byte> bytes) => new(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Reads a file up to its current length, even if it grows meanwhile, and rewinds the stream.</summary>
    /// <exception cref="IOException">The file is longer than any model, or can't be read.</exception>
    public static FileContent Read(Stream file, CancellationToken cancellationToken)
    {
        long length = file.Length;
        if (length > Longest)
        {
            throw new IOException(FormattableString.Invariant($"The file has {length} bytes; a model has at most {Longest}."));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] portion = new byte[Math.Min(length, Portion)];
        file.Position = 0;
        for (long left = length; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int taken = file.Read(portion.AsSpan(0, (int)Math.Min(left, portion.Length)));
            if (taken == 0)
            {
                length -= left;
                break;
            }

            hash.AppendData(portion.AsSpan(0, taken));
            left -= taken;
        }

        file.Position = 0;
        return new(length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Reads the content of the file at a path. Returns null if it can't be read.</summary>
    public static FileContent? At(string path)
    {
        try
        {
            using FileStream file = RegularFile.OpenRead(path);
            return Read(file, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
