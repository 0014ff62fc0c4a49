using System.Diagnostics;

namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// Two works measured in turn, sample against sample: what disturbs a machine for longer than a sample disturbs both, and
/// what is shorter falls to the median.
/// </summary>
internal static class Interleaved
{
    private const int FewestPairs = 15;
    private const int MostPairs = 1001;
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(130);
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan ShortestSample = TimeSpan.FromMicroseconds(150);

    /// <summary>The medians, of the ratio of neighboring samples and of the times.</summary>
    public static ContestResult Measure(Action ours, Action yardstick)
    {
        Warm(ours, yardstick);
        double ourLeast = LeastTime(ours);
        double yardstickLeast = LeastTime(yardstick);
        // Of equal length, so that the other processes of a busy machine take as much of each.
        double sample = Math.Max(ShortestSample.TotalNanoseconds, Math.Max(ourLeast, yardstickLeast));
        int ourCalls = (int)Math.Ceiling(sample / ourLeast);
        int yardstickCalls = (int)Math.Ceiling(sample / yardstickLeast);
        var ratios = new List<double>(MostPairs);
        var ourTimes = new List<double>(MostPairs);
        var yardstickTimes = new List<double>(MostPairs);
        long started = Stopwatch.GetTimestamp();
        while (ratios.Count < FewestPairs || (ratios.Count < MostPairs && Stopwatch.GetElapsedTime(started) < Budget))
        {
            ourTimes.Add(StackPlace.Time(ratios.Count, ours, ourCalls));
            yardstickTimes.Add(StackPlace.Time(ratios.Count, yardstick, yardstickCalls));
            ratios.Add(ourTimes[^1] / yardstickTimes[^1]);
        }

        return new(Median(ratios), Median(ourTimes), Median(yardstickTimes));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>
    /// Until tiered compilation has replaced what it started with: it counts calls once a tenth of a second passed without
    /// new methods, compiles what it counts in the background, and does so twice, for the profile and for good.
    /// </summary>
    private static void Warm(Action ours, Action yardstick)
    {
        const int Rounds = 4;
        for (int round = 0; round < Rounds; round++)
        {
            Warm(ours);
            Warm(yardstick);
            Thread.Sleep(Quiet);
        }
    }

    private static void Warm(Action work)
    {
        const int CallsThatCount = 40;
        long started = Stopwatch.GetTimestamp();
        for (int call = 0; call < CallsThatCount && Stopwatch.GetElapsedTime(started) < LongestWarmUp; call++)
        {
            work();
        }
    }

    private static double LeastTime(Action work)
    {
        double least = double.PositiveInfinity;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            least = Math.Min(least, StackPlace.Time(attempt, work, calls: 1));
        }

        return least;
    }
}
