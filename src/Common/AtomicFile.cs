using System.Runtime.Versioning;
using System.Text;

namespace NeuralNet.Common;

/// <summary>
/// Replaces a file as a whole: what is written goes to a temporary file beside it, is flushed to disk and renamed over it. A
/// reader, and a crash at any point, find the old file or the new one. The folder itself is not flushed, for which the
/// framework has no call: after a loss of power the old file may stand there again.
/// </summary>
internal static class AtomicFile
{
    public const string Suffix = ".tmp";

    /// <summary>What of a name the names beside it begin with, in bytes: a name has 255, and they add less than 90.</summary>
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
    /// <param name="write">Writes it.</param>
    /// <param name="place">Puts the first file, which is whole and flushed, in the place of the second, or deletes it.</param>
    /// <param name="cancellationToken">Gives up, until the file is placed.</param>
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

    /// <summary>A name beside a file that nobody uses: its start, 32 hexadecimal digits and a suffix.</summary>
    public static string NameBeside(string target, string suffix) =>
        Path.Combine(Path.GetDirectoryName(target)!, $"{StartBeside(target)}{Guid.NewGuid():N}{suffix}");

    /// <summary>What names beside a file begin with: its own, as much of it as leaves room.</summary>
    public static string StartBeside(string target)
    {
        string name = Path.GetFileName(target);
        while (name.Length > 0 && (Encoding.UTF8.GetByteCount(name) > MostOfName || char.IsHighSurrogate(name[^1])))
        {
            name = name[..^1];
        }

        return $"{name}.";
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

        PathCheck.ThrowIfNoFile(target);
        return (target, NameBeside(target, Suffix));
    }

    /// <summary>
    /// The temporary file, with the rights of the file that it will replace from its first byte on, and that of its owner to read it:
    /// who swaps two files has to see which of them came out.
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
            // What the mask of the process took away from them.
            File.SetUnixFileMode(stream.SafeFileHandle, rights);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The rights of a file; null where there is no such file. One question, as another program may delete it between two.</summary>
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
