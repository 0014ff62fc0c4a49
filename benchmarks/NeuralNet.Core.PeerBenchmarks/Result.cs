namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>Ours against one peer.</summary>
/// <param name="Contest">The work.</param>
/// <param name="Peer">The peer's name.</param>
/// <param name="Goal">The ratio to reach, or null.</param>
/// <param name="Ours">The median outcome of ours.</param>
/// <param name="Theirs">The median outcome of the peer.</param>
/// <param name="IsYardstick">Whether the peer does other work, such as plain reading, of which only the time counts.</param>
internal sealed record Result(Contest Contest, string Peer, double? Goal, Outcome Ours, Outcome Theirs, bool IsYardstick)
{
    /// <summary>How many times our time the peer takes.</summary>
    public double Ratio => Theirs.Seconds / Ours.Seconds;

    /// <summary>Whether both did the same work.</summary>
    public bool IsComparable => IsYardstick || Contest.Agreement.Holds(Ours.Quality, Theirs.Quality);

    /// <summary>"ok", "short", "not comparable", or empty where there is no goal.</summary>
    public string Verdict => !IsComparable ? "not comparable"
        : Goal is not { } goal ? string.Empty
        : Ratio >= goal ? "ok" : "short";
}
