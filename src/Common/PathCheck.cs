using System.Runtime.InteropServices;

namespace NeuralNet.Common;

/// <summary>Rejects FIFOs, sockets and devices before a path is opened or replaced.</summary>
/// <remarks>
/// The framework reports all of them as normal files of length 0. Its native shim library returns the file type; the library is part of
/// every runtime and every program compiled ahead of time, but the layout of its result is not guaranteed. So the result is used only if
/// the permissions in it match those that the framework reports for the same path.
/// </remarks>
internal static class PathCheck
{
    private const int AnswerBytes = 512;
    private const int ModeAt = 4;
    private const int Rights = 0xFFF;
    private const int TypeBits = 0xF000;
    private const int Fifo = 0x1000;
    private const int CharacterDevice = 0x2000;
    private const int BlockDevice = 0x6000;
    private const int Socket = 0xC000;

    /// <summary>Accepts paths that do not exist or can't be checked; a link counts as its target.</summary>
    /// <exception cref="IOException">The path is a FIFO, a socket or a device.</exception>
    public static void ThrowIfNoFile(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && IsOther(path))
        {
            throw new IOException($"'{path}' is a FIFO, a socket or a device, and no file. Name a file.");
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool IsOther(string path)
    {
        try
        {
            byte[] answer = new byte[AnswerBytes];
            if (Look(path, answer) != 0)
            {
                return false;
            }

            int mode = BitConverter.ToInt32(answer, ModeAt);
            return (mode & Rights) == (int)File.GetUnixFileMode(path)
                && (mode & TypeBits) is Fifo or CharacterDevice or BlockDevice or Socket;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Look([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] answer);
}
