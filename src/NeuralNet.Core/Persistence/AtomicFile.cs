namespace NeuralNet.Core.Persistence;

/// <summary>
/// Replaces a file as a whole: what is written goes to a temporary file beside it, is flushed to disk and renamed over it. A
/// reader, and a crash at any point, find the old file or the new one. The folder itself is not flushed, for which the
/// framework has no call: after a loss of power the old file may stand there again.
/// </summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        (string target, string temporary) = Places(path);
        try
        {
            using (FileStream stream = Open(temporary, FileOptions.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Replace(temporary, target);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        (string target, string temporary) = Places(path);
        try
        {
            FileStream stream = Open(temporary, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            Replace(temporary, target);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The file to be replaced, behind a link where the path is one, and a name beside it that nobody uses.</summary>
    private static (string Target, string Temporary) Places(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (new FileInfo(target).LinkTarget is not null)
        {
            target = File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
        }

        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new DirectoryNotFoundException($"The folder of '{target}' does not exist. Create it first.");
        }

        return (target, $"{target}.{Guid.NewGuid():N}.tmp");
    }

    private static FileStream Open(string temporary, FileOptions options) =>
        new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, options);

    private static void Replace(string temporary, string target)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        }

        File.Move(temporary, target, overwrite: true);
    }
}
