namespace NeuralNet.Extensions.Hosting;

/// <summary>A path with the symbolic links on its way.</summary>
internal static class LinkedPath
{
    /// <summary>How the paths of this system are compared.</summary>
    public static readonly StringComparer Comparer =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>As many as Linux follows before it takes them for a circle.</summary>
    private const int MostLinks = 40;

    /// <summary>
    /// The entries of folders that decide which file a path means: every link on the way, and last the file itself. A change of
    /// any of them may be a change of the file.
    /// </summary>
    /// <exception cref="IOException">Links go in a circle, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be read.</exception>
    public static IReadOnlyList<string> Entries(string path)
    {
        var entries = new List<string>();
        string full = Path.GetFullPath(path);
        while (FirstLink(full) is var (place, target, remainder))
        {
            if (entries.Count == MostLinks)
            {
                throw new IOException($"The symbolic links of '{path}' go in a circle.");
            }

            entries.Add(place);
            full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(place) ?? place, target, remainder));
        }

        entries.Add(full);
        return entries;
    }

    /// <summary>The first link on the way from the root, what it says, and what of the path comes after it.</summary>
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
