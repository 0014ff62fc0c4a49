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
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan Sample = TimeSpan.FromMicroseconds(150);

    /// <summary>The median of the ratios of neighbouring samples.</summary>
    public static double Ratio(Action ours, Action yardstick)
    {
        Warm(ours);
        Warm(yardstick);
        int ourCalls = CallsPerSample(ours);
        int yardstickCalls = CallsPerSample(yardstick);
        var ratios = new List<double>(MostPairs);
        long started = Stopwatch.GetTimestamp();
        while (ratios.Count < FewestPairs || (ratios.Count < MostPairs && Stopwatch.GetElapsedTime(started) < Budget))
        {
            double ourTime = Time(ours, ourCalls);
            ratios.Add(ourTime / Time(yardstick, yardstickCalls));
        }

        ratios.Sort();
        return ratios[ratios.Count / 2];
    }

    /// <summary>Until tiered compilation has replaced what it started with.</summary>
    private static void Warm(Action work)
    {
        const int CallsBeforeOptimizing = 60;
        long started = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        int calls = 0;
        do
        {
            work();
            calls++;
            elapsed = Stopwatch.GetElapsedTime(started);
        }
        while (elapsed < WarmUp || (calls < CallsBeforeOptimizing && elapsed < 2 * WarmUp));
    }

    private static int CallsPerSample(Action work)
    {
        double least = double.PositiveInfinity;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            least = Math.Min(least, Time(work, calls: 1));
        }

        return (int)Math.Clamp(Sample.TotalNanoseconds / least, 1, 1e6);
    }

    /// <summary>Nanoseconds of one call.</summary>
    private static double Time(Action work, int calls)
    {
        long started = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / calls;
    }
}
