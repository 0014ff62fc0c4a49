using System.Diagnostics;

namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// The least time of many works, each sampled once a round. What disturbs a machine only adds to a time, and rarely lasts
/// for every round, so the least of them all is the work's own; a median would show the neighbors of some sizes as steps.
/// </summary>
internal static class LeastTimes
{
    private const int WarmUpRounds = 3;
    private const int FewestRounds = 5;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestSample = TimeSpan.FromMicroseconds(150);

    /// <summary>Nanoseconds of one call of each work.</summary>
    public static double[] Measure(IReadOnlyList<Action> works, TimeSpan budget)
    {
        Warm(works);
        int[] calls = [.. works.Select(CallsPerSample)];
        var least = new double[works.Count];
        Array.Fill(least, double.PositiveInfinity);
        long started = Stopwatch.GetTimestamp();
        for (int round = 0; round < FewestRounds || Stopwatch.GetElapsedTime(started) < budget; round++)
        {
            for (int work = 0; work < works.Count; work++)
            {
                least[work] = Math.Min(least[work], StackPlace.Time(round, works[work], calls[work]));
            }
        }

        return least;
    }

    /// <summary>All sizes in turn, so that the code is optimized for all of them and not for the first.</summary>
    private static void Warm(IReadOnlyList<Action> works)
    {
        const int CallsThatCount = 40;
        for (int round = 0; round < WarmUpRounds; round++)
        {
            foreach (Action work in works)
            {
                long started = Stopwatch.GetTimestamp();
                for (int call = 0; call < CallsThatCount && Stopwatch.GetElapsedTime(started) < LongestWarmUp; call++)
                {
                    work();
                }
            }

            Thread.Sleep(Quiet);
        }
    }

    /// <summary>By doubling: a single call may be shorter than what the clock can tell.</summary>
    private static int CallsPerSample(Action work)
    {
        int calls = 1;
        while (calls * StackPlace.Time(0, work, calls) < ShortestSample.TotalNanoseconds)
        {
            calls *= 2;
        }

        return calls;
    }
}
