namespace NeuralNet.Core.Benchmarks;

/// <summary>A ratio that the guard holds to its limit; its scene is set up only when its turn comes.</summary>
internal sealed record GuardedRatio(string Name, Func<Contest> SetUp)
{
    /// <summary>How many threads work at once; with fewer processors there is nothing to measure.</summary>
    public int Threads { get; init; } = 1;
}
