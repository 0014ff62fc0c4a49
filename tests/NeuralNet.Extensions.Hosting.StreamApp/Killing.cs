using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting.StreamApp;

/// <summary>Killed services end with the same network as a service that was never killed.</summary>
internal static class Killing
{
    private const int LongestMilliseconds = 150;

    /// <summary>One service in this many is killed while it starts.</summary>
    private const int OneInStarts = 4;

    private const int LongestStartMilliseconds = 400;

    /// <summary>The number of examples after the last kill.</summary>
    private const int Rest = 1_000;

    /// <summary>Kills services that learn. Returns 0 if the final file has the bytes of a service that was not killed.</summary>
    public static int Run(int times)
    {
        string folder = Directory.CreateTempSubdirectory("killing").FullName;
        string path = Path.Combine(folder, "model.safetensors");
        var random = new Random(1);
        var offsets = new HashSet<long>();
        long learned = 0;
        try
        {
            for (int time = 0; time < times; time++)
            {
                if (!KillOne(path, random, learned, isEarly: time % OneInStarts == OneInStarts - 1))
                {
                    return Failed($"The service ended before kill {time}.");
                }

                (long steps, long offset) = Found(path);
                if (steps != offset + 1)
                {
                    return Failed($"After kill {time} the file has {steps} examples, and the offset {offset}.");
                }

                if (steps < learned)
                {
                    return Failed($"After kill {time} the file has {steps} examples, and had {learned} before.");
                }

                offsets.Add(offset);
                learned = steps;
            }

            string[] left = [.. Directory.GetFiles(folder).Where(file => file != path)];
            foreach (string file in left)
            {
                // Make them old: younger files may belong to another process.
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow - TimeSpan.FromDays(1));
            }

            string whole = Path.Combine(folder, "whole.safetensors");
            LearnTo(path, learned + Rest);
            if (Directory.GetFiles(folder) is { Length: > 1 } files)
            {
                return Failed($"The last service left {string.Join(", ", files.Select(Path.GetFileName))} behind.");
            }

            LearnTo(whole, learned + Rest);
            if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(whole)))
            {
                return Failed($"After {learned + Rest} examples the file has other bytes than that of a service that was not killed.");
            }

            Console.WriteLine(FormattableString.Invariant(
                $"{times} kills, {offsets.Count} offsets resumed from, {left.Length} temporary files left and deleted: after {learned + Rest} examples the bytes are those of a service that was not killed"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Kills a service while it starts, or some time after it has saved new examples.</summary>
    /// <returns>Whether the kill ended the process.</returns>
    private static bool KillOne(string path, Random random, long learned, bool isEarly)
    {
        using Process learning = Start(path, long.MaxValue);
        while (!isEarly && !learning.HasExited && Found(path).Steps <= learned)
        {
            Thread.Sleep(1);
        }

        Thread.Sleep(random.Next(isEarly ? LongestStartMilliseconds : LongestMilliseconds));
        bool isRunning = !learning.HasExited;
        learning.Kill();
        learning.WaitForExit();
        return isRunning;
    }

    private static (long Steps, long Offset) Found(string path)
    {
        if (!File.Exists(path))
        {
            return (0, -1);
        }

        Perceptron<float> network = Perceptron.Load<float>(path);
        return (network.CompletedSteps, long.Parse(network.Metadata["stream.offset"], CultureInfo.InvariantCulture));
    }

    private static void LearnTo(string path, long end)
    {
        using Process learning = Start(path, end);
        learning.StandardOutput.ReadToEnd();
        learning.WaitForExit();
        if (learning.ExitCode != 0)
        {
            throw new InvalidOperationException($"The service ended with {learning.ExitCode}.");
        }
    }

    private static int Failed(string story)
    {
        Console.Error.WriteLine(story);
        return 1;
    }

    /// <summary>Starts another process of this program.</summary>
    private static Process Start(string path, long end) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath ?? "dotnet",
        [
            .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? [Assembly.GetExecutingAssembly().Location] : Array.Empty<string>(),
            "learn", path, end.ToString(CultureInfo.InvariantCulture),
        ])
    {
        RedirectStandardOutput = true,
    })!;
}
