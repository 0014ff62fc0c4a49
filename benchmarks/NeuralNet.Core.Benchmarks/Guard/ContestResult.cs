namespace NeuralNet.Core.Benchmarks;

/// <summary>The library's time divided by the yardstick's, and both times in nanoseconds a call.</summary>
internal readonly record struct ContestResult(double Ratio, double Ours, double Yardstick);
