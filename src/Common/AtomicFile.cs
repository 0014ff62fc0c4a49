using System.Runtime.Versioning;
using System.Text;

namespace NeuralNet.Common;

/// <summary>
/// Replaces a file as a whole. Writes a temporary file beside it, flushes it to disk and renames it. A reader, or a crash at any point,
/// finds either the old or the new file. The framework can't flush the folder itself, so the old file may return after a power failure.
/// </summary>
internal static class AtomicFile
{
    public const string Suffix = ".tmp";

    /// <summary>
    /// The maximum bytes taken from the file name for the names of files beside it: names have up to 255 bytes, and the added part is
    /// below 90.
    /// </summary>
    private const int MostOfName = 160;

    public static void Write(string path, Action<Stream> write)
    {
        (string target, string temporary) = Places(path);
        try
        {
            using (FileStream stream = Open(temporary, target, FileOptions.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(path, write, static (temporary, target) => File.Move(temporary, target, overwrite: true), cancellationToken);

    /// <param name="path">The file.</param>
    /// <param name="write">Writes the contents.</param>
    /// <param name="place">Moves the first file, complete and flushed, to the second path, or deletes it.</param>
    /// <param name="cancellationToken">Cancels the write until the file is placed.</param>
    public static async Task WriteAsync(
        string path, Func<Stream, Task> write, Action<string, string> place, CancellationToken cancellationToken)
    {
        (string target, string temporary) = Places(path);
        try
        {
            FileStream stream = Open(temporary, target, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            place(temporary, target);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Returns an unused name beside a file: the start of its name, 32 hexadecimal digits and a suffix.</summary>
    public static string NameBeside(string target, string suffix) =>
        Path.Combine(Path.GetDirectoryName(target)!, $"{StartBeside(target)}{Guid.NewGuid():N}{suffix}");

    /// <summary>Returns the start of names beside a file: as much of its own name as fits.</summary>
    public static string StartBeside(string target)
    {
        string name = Path.GetFileName(target);
        while (name.Length > 0 && (Encoding.UTF8.GetByteCount(name) > MostOfName || char.IsHighSurrogate(name[^1])))
        {
            name = name[..^1];
        }

        return $"{name}.";
    }

    /// <summary>Returns the file to replace (the target if the path is a link) and an unused name beside it.</summary>
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

        PathCheck.ThrowIfNoFile(target);
        return (target, NameBeside(target, Suffix));
    }

    /// <summary>
    /// Creates the temporary file with the permissions of the file that it replaces, from its first byte on. The owner can always read
    /// it: a caller that swaps two files must read the replaced file.
    /// </summary>
    private static FileStream Open(string temporary, string target, FileOptions options)
    {
        var how = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            Options = options,
        };
        if (OperatingSystem.IsWindows() || Rights(target) is not { } rightsOfTarget)
        {
            return new FileStream(temporary, how);
        }

        UnixFileMode rights = rightsOfTarget | UnixFileMode.UserRead;
        how.UnixCreateMode = rights;
        var stream = new FileStream(temporary, how);
        try
        {
            // Restores the permissions that the process umask removed.
            File.SetUnixFileMode(stream.SafeFileHandle, rights);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Returns the permissions of a file; null if it does not exist. A single call, because another program may delete the file between
    /// two calls.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    private static UnixFileMode? Rights(string target)
    {
        try
        {
            return File.GetUnixFileMode(target);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
