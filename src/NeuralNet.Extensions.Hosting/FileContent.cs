using System.Security.Cryptography;

namespace NeuralNet.Extensions.Hosting;

/// <summary>What tells the content of a file from any other.</summary>
internal sealed record FileContent(long Length, string Sha256)
{
    /// <summary>The longest file that can be a model: its data is one array, and before it stand a header of 1 MiB and its length.</summary>
    private const long Longest = 0x7FFFFFC7L + (1 << 20) + 8;

    private const int Portion = 1 << 17;

    public static FileContent Read(ReadOnlySpan<byte> bytes) => new(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>The content of a file as long as it is now, and no more of it, and the stream back at its start.</summary>
    /// <exception cref="IOException">It is longer than any model, or can't be read.</exception>
    public static FileContent Read(Stream file, CancellationToken cancellationToken)
    {
        long length = file.Length;
        if (length > Longest)
        {
            throw new IOException(FormattableString.Invariant($"The file has {length} bytes, and no model has more than {Longest}."));
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

    /// <summary>The content of what is at a path; null where that can't be read.</summary>
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
