using NeuralNet.Common;

namespace NeuralNet.Extensions.Hosting;

/// <summary>Deletes files that killed saves left beside a model file.</summary>
internal static class Leftovers
{
    private const int RandomDigits = 32;

    /// <summary>A dot, the digits of both contents, and the suffix.</summary>
    private const int TailOfSwap = 1 + (2 * FileExchange.DigitsOfHash) + 5;

    /// <summary>No save goes this long without writing a byte: the process that wrote an older file has ended.</summary>
    private static readonly TimeSpan _longestWrite = TimeSpan.FromHours(1);

    /// <summary>
    /// Deletes old temporary files, and old swap files whose content is either the replaced or the new one. A swap file with any other
    /// content was put at the path by another process at the moment of the crash, and stays.
    /// </summary>
    /// <param name="target">The model file.</param>
    /// <param name="written">The time of a file just written to the folder: the clock of the drive may differ from the process's.</param>
    public static void Sweep(string target, DateTime written)
    {
        try
        {
            string start = AtomicFile.StartBeside(target);
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(target)!))
            {
                if (File.GetLastWriteTimeUtc(file) < written - _longestWrite && IsLeft(file, start))
                {
                    File.Delete(file);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Only cleanup failed; the model file itself is in place.
        }
    }

    private static bool IsLeft(string file, string start)
    {
        ReadOnlySpan<char> name = Path.GetFileName(file.AsSpan());
        int end = start.Length + RandomDigits;
        if (name.Length < end || !name.StartsWith(start) || !Guid.TryParseExact(name[start.Length..end], "N", out _))
        {
            return false;
        }

        ReadOnlySpan<char> tail = name[end..];
        return tail.SequenceEqual(AtomicFile.Suffix)
            || (tail.Length == TailOfSwap && tail.EndsWith(FileExchange.Suffix) && IsKnown(FileContent.At(file), tail[1..]));
    }

    private static bool IsKnown(FileContent? content, ReadOnlySpan<char> digits) =>
        content is not null
        && (content.Sha256.AsSpan().StartsWith(digits[..FileExchange.DigitsOfHash])
            || content.Sha256.AsSpan().StartsWith(digits.Slice(FileExchange.DigitsOfHash, FileExchange.DigitsOfHash)));
}
