namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>One way to do the work of a contest.</summary>
/// <param name="Name">The library, and how it is used.</param>
/// <param name="Goal">How many times the time of ours it is meant to take at least; null where no goal is set.</param>
/// <param name="Run">One round: warms up, does the work, measures it.</param>
internal sealed record Contestant(string Name, double? Goal, Func<Outcome> Run)
{
    /// <summary>Whether it does other work, such as plain reading, of which only the time counts.</summary>
    public bool IsYardstick { get; init; }
}
