namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// What tells without reading that a file is another than before: the file behind all links, its length and the time of its last
/// change.
/// </summary>
internal readonly record struct FileStamp(string? Target, long Length, DateTime ChangedUtc)
{
    /// <summary>The stamp of a file that is not there, or can't be looked at.</summary>
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
