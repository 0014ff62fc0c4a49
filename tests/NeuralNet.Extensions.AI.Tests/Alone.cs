namespace NeuralNet.Extensions.AI.Tests;

/// <summary>Tests that count the allocations of the whole process, so no other test may run beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public static class Alone;
