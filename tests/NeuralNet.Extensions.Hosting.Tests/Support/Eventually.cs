using System.Diagnostics;

namespace NeuralNet.Extensions.Hosting.Tests.Support;

/// <summary>Waits for what other threads do, and no longer than it takes.</summary>
internal static class Eventually
{
    /// <summary>Far more than anything here takes, so that a busy machine fails no test.</summary>
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(30);

    /// <summary>Until a condition holds; how long that took.</summary>
    /// <exception cref="TimeoutException">It did not hold within half a minute.</exception>
    public static async Task<TimeSpan> HoldsAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > _most)
            {
                throw new TimeoutException("What was waited for did not happen.");
            }

            await Task.Delay(10);
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
