using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace NeuralNet.Core.Tests.Support;

/// <summary>Things at a path that are no files. No device of the machine is touched: a node of its own stands for it.</summary>
internal static class SpecialFile
{
    /// <summary>They are kept, since the end of one would delete its file.</summary>
    private static readonly ConcurrentBag<Socket> _sockets = [];

    /// <summary>Makes one, or skips the test where that can't be done.</summary>
    public static void Make(string kind, string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        switch (kind)
        {
            case "fifo":
                Run("mkfifo", path).Should().Be(0);
                break;
            case "link to a fifo":
                Run("mkfifo", $"{path}.fifo").Should().Be(0);
                File.CreateSymbolicLink(path, $"{path}.fifo");
                break;
            case "device":
                // The numbers of zero: it never ends.
                Assert.SkipWhen(Run("mknod", path, "c", "1", "5") != 0, "Nodes of devices need a privilege.");
                break;
            case "socket":
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                _sockets.Add(socket);
                break;
            default:
                throw new ArgumentException($"There is no kind '{kind}'.", nameof(kind));
        }
    }

    /// <summary>What stands at a path, as the system calls it.</summary>
    public static string KindOf(string path)
    {
        using Process stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%F", path]) { RedirectStandardOutput = true })!;
        string kind = stat.StandardOutput.ReadToEnd().Trim();
        stat.WaitForExit();
        return kind;
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
