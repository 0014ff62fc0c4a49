using System.Runtime.InteropServices;
using NeuralNet.Common;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Puts a file in the place of another without losing what a third has put there meanwhile: the two change places, and only
/// then it is looked at what came out. At every moment a file is at the path, and what a crash leaves is deleted only where it is
/// known.
/// </summary>
/// <remarks>
/// Linux lets two files change places, and moves without replacing, both as one act (renameat2; called by its number, since C
/// libraries have it late or not at all). Elsewhere, and on drives that can't, the file that is replaced is kept under another
/// name just before: what comes in the microseconds between is lost.
/// </remarks>
internal sealed class FileExchange
{
    public const string Suffix = ".swap";

    /// <summary>The name of a file that is swapped has so many digits of the content that is replaced, and of that which replaces it.</summary>
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

    /// <param name="exchange">Lets two files change places. Default null: in the best way there is.</param>
    public FileExchange(Action<string, string>? exchange = null) => _exchange = exchange ?? ChangePlaces;

    /// <summary>Moves a file to where nothing is.</summary>
    /// <returns>False where another file is there already; the source then stays where it is.</returns>
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

    /// <summary>Puts a file in the place of one of known content.</summary>
    /// <param name="written">The file, which is gone afterwards in any case.</param>
    /// <param name="own">Its content.</param>
    /// <param name="target">The place.</param>
    /// <param name="known">What may be replaced.</param>
    /// <returns>False where something else was there; it is there still, or what has replaced it meanwhile.</returns>
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

        // Someone has put a file there just before. It goes back; and where another came while it was away, that one does.
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

        // What can't be read may be anything, and is kept.
        if (cameOut is not null)
        {
            File.Delete(swap);
        }

        return false;
    }

    /// <summary>Keeps the file of the second path under a third name while the first, one that is to be swapped, is renamed over it.</summary>
    public static void ReplaceInTurn(string first, string second)
    {
        string kept = AtomicFile.NameBeside(second, $".{Path.GetFileName(first).Split('.')[^2]}{Suffix}");
        File.Replace(first, second, kept);
        File.Move(kept, first);
    }

    /// <summary>Lets two files change places in the best way there is.</summary>
    /// <exception cref="FileNotFoundException">One of them is gone.</exception>
    public static void ChangePlaces(string first, string second)
    {
        int error = Rename(first, second, ChangingPlaces);
        switch (error)
        {
            case 0:
                return;
            case NoEntry:
                throw new FileNotFoundException($"'{second}' is gone.", second);
            case Invalid or NoSuchCall or NotSupported:
                ReplaceInTurn(first, second);
                return;
            default:
                throw new IOException($"'{first}' can't be put in the place of '{second}': {Marshal.GetPInvokeErrorMessage(error)}.");
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
