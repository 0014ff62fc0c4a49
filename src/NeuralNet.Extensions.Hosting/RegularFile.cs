using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Opens regular files only. On Linux and macOS the path is opened in non-blocking mode, since opening a FIFO could block for ever,
/// and the type is checked on the open handle, so the file can't be exchanged between check and use.
/// </summary>
/// <remarks>
/// The framework reports FIFOs and devices as files of length 0, so the type comes from the kernel: from statx, whose result has the
/// same layout on every architecture and in every C library, unlike that of fstat. Without statx (musl before 1.2.5, macOS, Windows)
/// a stream that can't seek is still rejected, and a device that can seek counts as an empty file.
/// </remarks>
internal static class RegularFile
{
    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int Interrupted = 4;
    private const int NoDevice = 6;
    private const int AccessDenied = 13;

    private const int TheHandleItself = 0x1000;
    private const uint TypeIsWanted = 1;
    private const int AnswerBytes = 256;
    private const int ModeAt = 28;

    private const int TypeBits = 0xF000;
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;
    private const int Unknown = 0;

    /// <summary>Opens a file for reading. If the path is replaced meanwhile, the stream still reads the opened file.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="IOException">The path is a FIFO, a socket or a device, or can't be opened.</exception>
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream stream = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
            ? OpenWithoutWaiting(path)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        throw Refused(path);
    }

    private static FileStream OpenWithoutWaiting(string path)
    {
        // Read only, non-blocking, and closed in child processes.
        int how = OperatingSystem.IsMacOS() ? 0x1000004 : 0x80800;
        string full = Path.GetFullPath(path);
        int opened;
        int error;
        do
        {
            opened = Open(full, how);
            error = opened < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == Interrupted);
        if (error != 0)
        {
            throw NotOpened(full, error);
        }

        var handle = new SafeFileHandle(opened, ownsHandle: true);
        try
        {
            int type = TypeOf(opened);
            if (type == Folder || (type == Unknown && File.GetAttributes(handle).HasFlag(FileAttributes.Directory)))
            {
                throw new UnauthorizedAccessException($"'{full}' is a folder. Name a file.");
            }

            return type is Regular or Unknown
                ? new FileStream(handle, FileAccess.Read, bufferSize: 0, isAsync: false)
                : throw Refused(full);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Returns the type bits of the mode of an open file; <see cref="Unknown"/> if statx is not available.</summary>
    private static int TypeOf(int handle)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Unknown;
        }

        try
        {
            byte[] answer = new byte[AnswerBytes];
            return Ask(handle, string.Empty, TheHandleItself, TypeIsWanted, answer) == 0 ? BitConverter.ToUInt16(answer, ModeAt) & TypeBits : Unknown;
        }
        catch (EntryPointNotFoundException)
        {
            return Unknown;
        }
    }

    private static Exception NotOpened(string path, int error)
    {
        string story = $"'{path}' can't be opened: {Marshal.GetPInvokeErrorMessage(error)}.";
        return error switch
        {
            NoEntry when Directory.Exists(Path.GetDirectoryName(path)) => new FileNotFoundException(story, path),
            NoEntry => new DirectoryNotFoundException(story),
            NotPermitted or AccessDenied => new UnauthorizedAccessException(story),
            NoDevice => Refused(path),
            _ => new IOException(story),
        };
    }

    private static IOException Refused(string path) =>
        new($"'{path}' is a FIFO, a socket or a device, and no file. Name a file.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int how);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Ask(
        int handle, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int how, uint wanted, [Out] byte[] answer);
}
