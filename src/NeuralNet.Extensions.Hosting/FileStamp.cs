namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Detects a changed file without reading it, by the path behind all links, the length and the time of the last change.
/// </summary>
internal readonly record struct FileStamp(string? Target, long Length, DateTime ChangedUtc)
{
    /// <summary>The stamp of a file that does not exist or can't be accessed.</summary>
    public static FileStamp Missing => default;

    public static FileStamp Read(string path)
    {
        try
        {
            string target = LinkedPath.Entries(path)[^1];
            var file = new FileInfo(target);
            return file.Exists ? new(target, file.Length, file.LastWriteTimeUtc) : Missing;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Missing;
        }
    }
}
