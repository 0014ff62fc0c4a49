using NeuralNet.Common;

namespace NeuralNet.Extensions.Hosting;

/// <summary>What saves that were killed left beside a file.</summary>
internal static class Leftovers
{
    private const int RandomDigits = 32;

    /// <summary>A dot before the digits of both contents, and the suffix.</summary>
    private const int TailOfSwap = 1 + (2 * FileExchange.DigitsOfHash) + 5;

    /// <summary>Nobody writes that long without a byte arriving: the process of an older file is gone.</summary>
    private static readonly TimeSpan _longestWrite = TimeSpan.FromHours(1);

    /// <summary>
    /// Deletes temporary files that are old; and of files that were to be swapped those that are what was replaced, or what was to
    /// replace it. Any other was put at the path in the moment of the crash, and nobody knows it.
    /// </summary>
    /// <param name="target">The file they stand beside.</param>
    /// <param name="written">The time of a file that was just written there: the clock of a drive may be another than that of the process.</param>
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
            // The file that mattered is in its place.
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
