using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.FormattableString;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Holds every ratio to its committed limit, and every promise of no allocation to 0 bytes.</summary>
internal static class PerformanceGuard
{
    private const int Repetitions = 3;
    private const int OtherProcesses = 3;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(10);

    public static int Run(ReadOnlySpan<string> arguments)
    {
        Console.WriteLine($"The library's time divided by the yardstick's. {Machine}");
        int failures;
        switch (arguments)
        {
            case []:
                failures = CheckAllocations() + CheckRatios(string.Empty, FailsInAnotherProcess);
                break;
            case ["--only", var text]:
                failures = CheckRatios(text, static _ => true);
                break;
            case ["--update"]:
                failures = CheckAllocations() + UpdateLimits();
                break;
            default:
                Console.Error.WriteLine($"guard takes no argument, --only TEXT or --update; it got: {string.Join(' ', arguments)}");
                return 1;
        }

        Console.WriteLine(failures == 0 ? "guard: ok" : $"guard: {failures} FAILED");
        return failures == 0 ? 0 : 1;
    }

    private static string Machine =>
        Invariant($"{Environment.ProcessorCount} processors, 512-bit vectors: {(Vector512.IsHardwareAccelerated ? "yes" : "no")}, {RuntimeInformation.FrameworkDescription}");

    private static int CheckAllocations()
    {
        int failures = 0;
        foreach (AllocationCheck check in AllocationChecks.All)
        {
            long bytes = check.Bytes();
            for (int repetition = 1; bytes != 0 && repetition < Repetitions; repetition++)
            {
                bytes = check.Bytes();
            }

            failures += Print(check.Name, Invariant($"{bytes}"), "0", bytes == 0);
        }

        return failures;
    }

    private static int CheckRatios(string text, Predicate<GuardedRatio> failsAgain)
    {
        int failures = 0;
        Dictionary<string, double> limits = GuardLimits.Read();
        foreach (string name in limits.Keys.Except(GuardedRatios.All.Select(ratio => ratio.Name)))
        {
            Console.WriteLine($"FAIL  '{name}' has a limit and is no ratio of the guard. Run guard --update.");
            failures++;
        }

        foreach (GuardedRatio ratio in GuardedRatios.All.Where(ratio => ratio.Name.Contains(text, StringComparison.Ordinal)))
        {
            if (!limits.TryGetValue(ratio.Name, out double limit))
            {
                Console.WriteLine($"FAIL  '{ratio.Name}' has no limit. Run guard --update.");
                failures++;
            }
            else if (ReasonToSkip(ratio) is { } reason)
            {
                Console.WriteLine($"skip  {ratio.Name}: {reason}");
            }
            else if (!Holds(ratio, limit) && failsAgain(ratio))
            {
                failures++;
            }
        }

        return failures;
    }

    private static bool Holds(GuardedRatio ratio, double limit)
    {
        ContestResult measured = Measure(ratio);
        for (int repetition = 1; measured.Ratio > limit && repetition < Repetitions; repetition++)
        {
            ContestResult again = Measure(ratio);
            measured = again.Ratio < measured.Ratio ? again : measured;
        }

        string times = Invariant($"{measured.Ours / 1000,10:F1} / {measured.Yardstick / 1000:F1} us");
        return Print(ratio.Name, Invariant($"{measured.Ratio:F4}"), Invariant($"{limit:F4}{times}"), measured.Ratio <= limit) == 0;
    }

    /// <summary>
    /// Measures again in other processes: the place of compiled code is a matter of luck for the whole life of a process, and a neighbor on
    /// a shared machine may take a core for some seconds. A regression fails in all of them.
    /// </summary>
    private static bool FailsInAnotherProcess(GuardedRatio ratio)
    {
        string app = Path.ChangeExtension(typeof(PerformanceGuard).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null);
        for (int attempt = 0; attempt < OtherProcesses; attempt++)
        {
            Console.WriteLine("once more, in a process of its own:");
            Thread.Sleep(_pause * attempt);
            using var process = Process.Start(app, ["guard", "--only", ratio.Name]);
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int UpdateLimits()
    {
        var measured = new Dictionary<string, double>();
        foreach (GuardedRatio ratio in GuardedRatios.All)
        {
            if (ReasonToSkip(ratio) is { } reason)
            {
                Console.WriteLine($"FAIL  '{ratio.Name}' can't be measured here: {reason} No limit was changed.");
                return 1;
            }

            double[] repetitions = [.. Enumerable.Range(0, Repetitions).Select(_ => Measure(ratio).Ratio)];

            Array.Sort(repetitions);
            measured.Add(ratio.Name, repetitions[Repetitions / 2]);
            Console.WriteLine(Invariant($"{ratio.Name,-62} {repetitions[Repetitions / 2],8:F4}"));
        }

        GuardLimits.Write(measured, Machine);
        return 0;
    }

    /// <summary>In a scene of its own: where its arrays lie is a matter of luck, and luck is not to decide three times.</summary>
    private static ContestResult Measure(GuardedRatio ratio)
    {
        Contest contest = ratio.SetUp();
        return Interleaved.Measure(contest.Ours, contest.Yardstick);
    }

    private static string? ReasonToSkip(GuardedRatio ratio) =>
        !Vector512.IsHardwareAccelerated ? "the limits are those of a machine with 512-bit vectors, and this one has none."
        : ratio.Threads > Environment.ProcessorCount ? Invariant($"it needs {ratio.Threads} processors, and this machine has {Environment.ProcessorCount}.")
        : null;

    private static int Print(string name, string value, string limit, bool ok)
    {
        Console.WriteLine($"{(ok ? "ok  " : "FAIL")}  {name,-62} {value,8}  limit {limit}");
        return ok ? 0 : 1;
    }
}
