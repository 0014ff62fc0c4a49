namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>A unit of time and what it is spent on.</summary>
/// <param name="Text">Such as "ns/row".</param>
/// <param name="PerSecond">How many of them a second has.</param>
internal sealed record TimeUnit(string Text, double PerSecond)
{
    /// <summary>Nanoseconds for one iteration.</summary>
    public static TimeUnit NanosecondsPerIteration { get; } = new("ns/iteration", 1e9);

    /// <summary>Nanoseconds for one row.</summary>
    public static TimeUnit NanosecondsPerRow { get; } = new("ns/row", 1e9);

    /// <summary>Nanoseconds for one value of a sparse row.</summary>
    public static TimeUnit NanosecondsPerValue { get; } = new("ns/value", 1e9);

    /// <summary>Milliseconds for one epoch.</summary>
    public static TimeUnit MillisecondsPerEpoch { get; } = new("ms/epoch", 1e3);

    /// <summary>Milliseconds for the whole work.</summary>
    public static TimeUnit Milliseconds { get; } = new("ms", 1e3);
}
