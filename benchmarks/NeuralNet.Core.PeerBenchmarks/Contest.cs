namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>One piece of work, done by us and by peers in turn.</summary>
/// <param name="Name">The work.</param>
/// <param name="Unit">What the time of one unit of work is given in.</param>
/// <param name="Agreement">When two outcomes are of the same quality.</param>
/// <param name="Ours">This library.</param>
/// <param name="Peers">The others.</param>
internal sealed record Contest(string Name, TimeUnit Unit, Agreement Agreement, Contestant Ours, IReadOnlyList<Contestant> Peers);
