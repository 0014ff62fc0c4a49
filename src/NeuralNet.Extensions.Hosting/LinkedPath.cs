namespace NeuralNet.Extensions.Hosting;

/// <summary>Resolves a path with the symbolic links in it.</summary>
internal static class LinkedPath
{
    /// <summary>The comparer for paths on this system.</summary>
    public static readonly StringComparer Comparer =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The number of links that Linux follows before it reports a loop.</summary>
    private const int MostLinks = 40;

    /// <summary>
    /// Returns the folder entries that decide which file a path means: every link in it, then the file itself. A change of any of
    /// them may change the file.
    /// </summary>
    /// <exception cref="IOException">The links form a loop, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder of the path may not be read.</exception>
    public static IReadOnlyList<string> Entries(string path)
    {
        var entries = new List<string>();
        string full = Path.GetFullPath(path);
        while (FirstLink(full) is var (place, target, remainder))
        {
            if (entries.Count == MostLinks)
            {
                throw new IOException($"The symbolic links of '{path}' form a loop.");
            }

            entries.Add(place);
            full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(place) ?? place, target, remainder));
        }

        entries.Add(full);
        return entries;
    }

    /// <summary>Returns the first link from the root, its target, and the rest of the path after it.</summary>
    private static (string Place, string Target, string Remainder)? FirstLink(string full)
    {
        int from = Path.GetPathRoot(full)?.Length ?? 0;
        while (from < full.Length)
        {
            int separator = full.IndexOf(Path.DirectorySeparatorChar, from);
            int end = separator < 0 ? full.Length : separator;
            string place = full[..end];
            if (new FileInfo(place).LinkTarget is { } target)
            {
                return (place, target, full[end..].TrimStart(Path.DirectorySeparatorChar));
            }

            from = end + 1;
        }

        return null;
    }
}
