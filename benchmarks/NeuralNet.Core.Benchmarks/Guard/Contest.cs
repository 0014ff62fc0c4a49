namespace NeuralNet.Core.Benchmarks;

/// <summary>The same work done by the library and by a yardstick.</summary>
internal readonly record struct Contest(Action Ours, Action Yardstick);
