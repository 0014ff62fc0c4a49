namespace NeuralNet.Core.Benchmarks;

/// <summary>Bytes that may not be allocated, and how many are.</summary>
internal sealed record AllocationCheck(string Name, Func<long> Bytes);
