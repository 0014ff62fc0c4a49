using System.Runtime.InteropServices;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>Memory that Linux is asked to keep in pages of 2 MB: reading it needs fewer translations of addresses.</summary>
internal static unsafe partial class LargePages
{
    /// <summary>The length of such a page.</summary>
    public const nuint Bytes = 2 << 20;

    private const int Advice = 14;

    /// <summary>Asks for them. Where the system declines, the pages stay small.</summary>
    public static void Request(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(start, bytes, Advice);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
