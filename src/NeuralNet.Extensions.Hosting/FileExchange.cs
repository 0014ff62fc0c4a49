using System.Runtime.InteropServices;
using NeuralNet.Common;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Replaces a file without losing a third file that another process has put at the path meanwhile: the two files swap names, and
/// only then the replaced file is checked. A file is at the path at every moment. A file that a crash leaves behind is deleted
/// only if its content is known.
/// </summary>
/// <remarks>
/// On Linux, renameat2 swaps two files, or moves one without replacing another, atomically. It is called by its number because
/// older C libraries do not export it. On other systems, and on drives without support, the old file is kept under another
/// name just before the rename: a file that arrives in the microseconds between is lost.
/// </remarks>
internal sealed class FileExchange
{
    public const string Suffix = ".swap";

    /// <summary>The name of a swap file has this many digits of the checksum of the replaced content, then of the new content.</summary>
    public const int DigitsOfHash = 16;

    private const nint CurrentFolder = -100;
    private const nint WithoutReplacing = 1;
    private const nint ChangingPlaces = 2;

    private const int NoEntry = 2;
    private const int Exists = 17;
    private const int Invalid = 22;
    private const int NoSuchCall = 38;
    private const int NotSupported = 95;

    private readonly Action<string, string> _exchange;

    /// <param name="exchange">Swaps two files. Default null: <see cref="ChangePlaces"/>.</param>
    public FileExchange(Action<string, string>? exchange = null) => _exchange = exchange ?? ChangePlaces;

    /// <summary>Moves a file to a path at which no file exists.</summary>
    /// <returns>False if the target exists; the source then stays.</returns>
    public static bool TryMove(string source, string target)
    {
        int error = Rename(source, target, WithoutReplacing);
        if (error is Exists)
        {
            return false;
        }

        if (error == 0)
        {
            return true;
        }

        try
        {
            File.Move(source, target, overwrite: false);
            return true;
        }
        catch (IOException) when (Path.Exists(target))
        {
            return false;
        }
    }

    /// <summary>Replaces a file if it has a known content.</summary>
    /// <param name="written">The new file. It no longer exists under this name afterwards, in any case.</param>
    /// <param name="own">The content of the new file.</param>
    /// <param name="target">The path of the file to replace.</param>
    /// <param name="known">The content that may be replaced.</param>
    /// <returns>False if another file was at the path; that file, or one that has replaced it meanwhile, is still there.</returns>
    public bool TryReplace(string written, FileContent own, string target, FileContent known)
    {
        string swap = AtomicFile.NameBeside(target, $".{known.Sha256[..DigitsOfHash]}{own.Sha256[..DigitsOfHash]}{Suffix}");
        File.Move(written, swap);
        if (!TryExchange(swap, target))
        {
            bool isMoved = TryMove(swap, target);
            File.Delete(swap);
            return isMoved;
        }

        FileContent? cameOut = FileContent.At(swap);
        if (cameOut == known)
        {
            File.Delete(swap);
            return true;
        }

        // Another process replaced the file just before. Put its file back; if yet another arrived meanwhile, put that one back.
        FileContent? placed = own;
        while (TryExchange(swap, target) || TryMove(swap, target))
        {
            FileContent? back = cameOut;
            cameOut = FileContent.At(swap);
            if (cameOut == placed)
            {
                break;
            }

            placed = back;
        }

        // A file that can't be read may be anyone's: keep it.
        if (cameOut is not null)
        {
            File.Delete(swap);
        }

        return false;
    }

    /// <summary>Swaps without the system call: keeps the second file under a third name while the first is renamed over it.</summary>
    public static void ReplaceInTurn(string first, string second)
    {
        string kept = AtomicFile.NameBeside(second, $".{Path.GetFileName(first).Split('.')[^2]}{Suffix}");
        File.Replace(first, second, kept);
        File.Move(kept, first);
    }

    /// <summary>Swaps two files, atomically if the system can.</summary>
    /// <exception cref="FileNotFoundException">One of the files is missing.</exception>
    public static void ChangePlaces(string first, string second)
    {
        int error = Rename(first, second, ChangingPlaces);
        switch (error)
        {
            case 0:
                return;
            case NoEntry:
                throw new FileNotFoundException($"'{second}' no longer exists.", second);
            case Invalid or NoSuchCall or NotSupported:
                ReplaceInTurn(first, second);
                return;
            default:
                throw new IOException($"'{first}' can't replace '{second}': {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    private static int Rename(string source, string target, nint how)
    {
        nint call = !OperatingSystem.IsLinux() ? 0 : RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 316,
            Architecture.Arm64 => 276,
            _ => 0,
        };
        return call == 0 ? NoSuchCall
            : Call(call, CurrentFolder, source, CurrentFolder, target, how) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private bool TryExchange(string first, string second)
    {
        try
        {
            _exchange(first, second);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Call(
        nint call,
        nint fromFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string from,
        nint toFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string to,
        nint how);
}
