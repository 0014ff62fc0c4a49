using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Tests.House;

/// <summary>Runs NeuralNet.Core.AotApp, which lies beside the tests, in a process of its own.</summary>
internal static class SameBitsApp
{
    /// <summary>Many times what the slowest mode takes on a busy machine: a run that is not done by then hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The switches of the runtime that decide what is accelerated. A child has only those a test gives it.</summary>
    private static readonly string[] Switches =
    [
        "DOTNET_EnableHWIntrinsic", "DOTNET_EnableAVX", "DOTNET_EnableAVX2", "DOTNET_EnableAVX512",
        "DOTNET_PreferredVectorBitWidth", "DOTNET_MaxVectorTBitWidth",
    ];

    public static async Task<SameBitsRun> RunAsync(string? switchName = null, string? switchValue = null, int threads = 1, string? only = null)
    {
        var start = new ProcessStartInfo(Host())
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "NeuralNet.Core.AotApp.dll"),
                "--threads",
                threads.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (only is not null)
        {
            start.ArgumentList.Add("--only");
            start.ArgumentList.Add(only);
        }

        foreach (string each in Switches)
        {
            start.Environment.Remove(each);
        }

        if (switchName is not null)
        {
            start.Environment[switchName] = switchValue;
        }

        using Process process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            process.ExitCode.Should().Be(0, "the app writes what does not hold: {0}", await errors);
            return Parse(await output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(string.Create(
                CultureInfo.InvariantCulture, $"{start.FileName} {start.ArgumentList[0]} was not done within {Patience}."));
        }
    }

    /// <summary>The host of the runtime that runs the tests; the tests' own process may be an executable without one.</summary>
    private static string Host()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string besideTheRuntime = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name);
        return File.Exists(besideTheRuntime) ? Path.GetFullPath(besideTheRuntime)
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? name;
    }

    private static SameBitsRun Parse(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        ILookup<bool, string> isFingerprint = lines.ToLookup(line => line[(line.LastIndexOf(' ') + 1)..].Length == 64);
        return new SameBitsRun(
            isFingerprint[false].ToDictionary(line => line.Split(' ')[0], line => line.Split(' ')[1]),
            isFingerprint[true].ToArray());
    }
}
