using System.Diagnostics;
using NeuralNet.Core.Benchmarks;

namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>Median times of repeated work in this process.</summary>
internal static class Timing
{
    private const double WarmUpSeconds = 0.1;
    private const double BudgetSeconds = 0.2;
    private const double LeastSampleSeconds = 0.0005;
    private const int LeastSamples = 3;

    // One call of such work is a median of its own parts.
    private const double LongSeconds = 0.3;

    /// <summary>The median time of a call, in seconds, after a warm-up; short work is timed several calls at once.</summary>
    public static double Median(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        int warmUps = 0;
        do
        {
            work();
            warmUps++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds);

        double once = Stopwatch.GetElapsedTime(start).TotalSeconds / warmUps;
        int calls = Math.Max(1, (int)(LeastSampleSeconds / once));

        var samples = new List<double>();
        start = Stopwatch.GetTimestamp();
        while (samples.Count < (once < LongSeconds ? LeastSamples : 1)
            || Stopwatch.GetElapsedTime(start).TotalSeconds < BudgetSeconds)
        {
            samples.Add(StackPlace.Time(samples.Count, work, calls) / 1e9);
        }

        return MedianOf(samples);
    }

    /// <summary>The middle value; the upper of the two middle ones where their number is even.</summary>
    public static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
