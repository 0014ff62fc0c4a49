using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// Times samples at one place of the stack after the other. What a loop keeps there can lie a multiple of 4,096 bytes from what
/// its work reads, which a processor takes for the same place at first: predictions then wait for each other, three times as
/// long, in one process out of some twenty for as long as it lives.
/// </summary>
internal static class StackPlace
{
    /// <summary>Places that together go through 4,096 bytes.</summary>
    private const int Places = 15;
    private const int Distance = 272;

    /// <summary>Nanoseconds of one call, by the sample of this number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Time(int sample, Action work, int calls)
    {
        Span<byte> room = stackalloc byte[(sample % Places * Distance) + 1];
        double time = Time(work, calls);
        return time + room[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
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
